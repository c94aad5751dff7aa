import type { KeyObject } from 'node:crypto'
import { GatewayError } from '../../src/errors.ts'
import { algorithmNamed, algorithmNames } from '../../src/jws/algorithms.ts'
import { readCompact } from '../../src/jws/compact.ts'
import { readHeaderMembers } from '../../src/jws/header.ts'
import { createTokens } from '../../src/jws/tokens.ts'
import { verifySignature } from '../../src/jws/verify.ts'
import { assertType } from '../../src/speaker/speaker.ts'
import { keyFault } from '../../src/trust/algorithms.ts'
import { type Certificate, certificatesFromPem } from '../../src/trust/certificate.ts'
import { keyOfSet, verificationKey } from './jwk.ts'
import { type CaseKey, isJwsFile, type JwsCase } from './jws-case.ts'
import { fromCookbook, isCookbook } from './jws-cookbook.ts'
import { readForeignHeader } from './jws-foreign-header.ts'
import { fromWycheproof, isWycheproof } from './jws-wycheproof.ts'
import type { Outcome } from './outcome.ts'
import { Refusal } from './refusal.ts'

/** The cases of a parsed JSON file, of our form, Wycheproof's or the cookbook's; undefined when it is of another. */
export function jwsCases(file: unknown): readonly JwsCase[] | undefined {
  if (isJwsFile(file)) return file.cases
  if (isWycheproof(file)) return fromWycheproof(file)
  return isCookbook(file) ? fromCookbook(file) : undefined
}

/** Runs every case of a parsed JSON file. @throws TypeError when it holds none */
export function runJws(file: unknown): Outcome[] {
  const cases = jwsCases(file)
  if (!cases) throw new TypeError('The file has no cases of JWS.')
  return cases.map(runCase)
}

function runCase(given: JwsCase): Outcome {
  const { id, expected, reason } = given
  const started = performance.now()
  const refusal = refusalOf(given)
  return {
    id,
    expected: expected === 'valid' ? 'accept' : 'refuse',
    got: refusal === undefined ? 'accept' : 'refuse',
    ...(reason !== undefined && { expectedReason: reason }),
    ...refusal,
    milliseconds: performance.now() - started,
  }
}

/** Why a token is refused, beginning with the code, and the policy behind it; undefined when it is accepted. */
function refusalOf(given: JwsCase): { reason: string; policy?: string } | undefined {
  const { token, profile = 'foreign' } = given
  try {
    const verified = { exchange: verifyOfExchange, foreign: verifyForeign }[profile]
    verified(Buffer.from(token), given)
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof GatewayError || thrown instanceof Refusal)) throw thrown
    const policy = thrown instanceof Refusal ? thrown.policy : policyOf(thrown, token)
    return { reason: thrown.message, ...(policy !== undefined && { policy }) }
  }
}

/** As the gateway itself does, with the case's certificate for a directory. */
function verifyOfExchange(bytes: Buffer, given: JwsCase): void {
  const { key, algorithms = algorithmNames, type } = given
  const token = createTokens(algorithms).open(bytes)
  if (type !== undefined) assertType(token, [type])
  if ('certificate' in key) {
    const certificate = certificateOf(key.certificate)
    if (certificate.thumbprint !== token.thumbprint) throw new GatewayError('CERTIFICATE_UNKNOWN')
  }
  const [header = ''] = given.token.split('.', 1)
  token.verify(keyFor(key, readHeaderMembers(header)))
}

/** The same gate and the same verification, but for what only the exchange wants of a header. */
function verifyForeign(bytes: Buffer, { key, algorithms = algorithmNames }: JwsCase): void {
  const token = readCompact(bytes, new Set(algorithms), readForeignHeader)
  verifySignature(token, keyFor(key, token))
}

function keyFor(key: CaseKey, header: { alg: string; kid?: unknown }): KeyObject {
  if ('jwk' in key) return verificationKey(key.jwk, header)
  if ('jwks' in key) return verificationKey(keyOfSet(key.jwks, header), header)
  const certificate = certificateOf(key.certificate)
  const fault = keyFault(certificate.key)
  if (fault !== undefined) throw new Refusal('KEY_REFUSED', fault)
  return certificate.publicKey
}

function certificateOf(pem: string): Certificate {
  const [certificate] = certificatesFromPem(pem)
  if (!certificate) throw new TypeError('The case has no certificate.')
  return certificate
}

/** What a valid token may be refused for, since the gateway wants none of it. Nothing else may be. */
function policyOf({ code, where, diagnosis }: GatewayError, token: string): string | undefined {
  if (code === 'ALGORITHM_REFUSED' && where === 'alg') {
    const name = String(diagnosis?.['received'])
    return diagnosis && algorithmNamed(name) === undefined ? `the algorithm ${name}` : undefined
  }
  const emptyPayload = /^[^.]+\.\.[^.]+$/
  return code === 'TOKEN_MALFORMED' && where === 'token' && emptyPayload.test(token)
    ? 'an empty payload'
    : undefined
}
