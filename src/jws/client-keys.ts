import { createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto'
import type { ClientKey } from '../access/ports.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import { algorithmFor } from './algorithms.ts'

const mostKeys = 20
/** Members of private and of symmetric keys (RFC 7518 section 6). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

type Jwk = Record<string, unknown>

/** The public keys of a JWK set (RFC 7517). Fails with KEY_UNUSABLE; `detail` says which key is wrong, by its place from 0. */
export function readClientKeys(bytes: Uint8Array): ClientKey[] {
  const json = readStrictJson(bytes, 5)
  if (!json.ok) throw unusable(json.fault)
  const keys = Object(json.value)['keys'] as unknown
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > mostKeys) {
    throw unusable(`no JWK set of 1 to ${mostKeys} keys`)
  }
  const read = keys.map((key, place) => clientKey(Object(key) as Jwk, `keys/${place}`))
  const ids = read.map(({ id }) => id)
  if (new Set(ids).size === ids.length) return read
  throw unusable('two keys have the same kid, or none')
}

function clientKey(jwk: Jwk, where: string): ClientKey {
  if (secretMembers.some((name) => name in jwk)) throw unusable(`${where} is not a public key alone`)
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') throw unusable(`${where} is not for signatures`)
  const key = publicKey(jwk, where)
  const algorithm = algorithmFor(key)
  if (!algorithm || (jwk['alg'] !== undefined && jwk['alg'] !== algorithm.name)) {
    throw unusable(`${where} is not of an algorithm that is taken`)
  }
  const { kid } = jwk
  if (kid !== undefined && typeof kid !== 'string') throw unusable(`${where}: kid is not a text`)
  return { id: kid, key }
}

function publicKey(jwk: Jwk, where: string): KeyObject {
  try {
    return createPublicKey({ key: jwk as JsonWebKeyInput['key'], format: 'jwk' })
  } catch (cause) {
    throw unusable(`${where} is no public key`, cause)
  }
}

function unusable(detail: string, cause?: unknown): GatewayError {
  return new GatewayError('KEY_UNUSABLE', { detail, cause })
}
