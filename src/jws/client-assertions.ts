import type { Assertions, ClientKey } from '../access/ports.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import { malformed } from './base64url.ts'
import { type Jws, readCompact } from './compact.ts'
import { headerRefused, type ProtectedHeader, readHeaderMembers } from './header.ts'
import { verifyWithJose } from './reference.ts'

interface AssertionHeader extends ProtectedHeader {
  keyId: string | undefined
}

const members = new Set(['alg', 'typ', 'kid'])
/** As libraries write it, and as draft-ietf-oauth-rfc7523bis names it. Absent is as good. */
const types = new Set(['jwt', 'client-authentication+jwt'])

/** Opens client assertions (RFC 7523) signed with one of the allowed algorithms. */
export function createClientAssertions(algorithms: readonly string[]): Assertions {
  const allowed = new Set(algorithms)
  return {
    open(bytes) {
      const token = readCompact(bytes, allowed, readAssertionHeader)
      const json = readStrictJson(token.payload)
      if (!json.ok) throw malformed('payload', json.fault)
      return { claims: json.value, verify: (keys) => verify(token, bytes, keys) }
    },
  }
}

function readAssertionHeader(encoded: string): AssertionHeader {
  const header = readHeaderMembers(encoded)
  if (Object.keys(header).some((name) => !members.has(name))) {
    throw headerRefused('header', 'a member other than alg, typ and kid')
  }
  const { alg, typ, kid } = header
  if (typ !== undefined && !types.has(String(typ).toLowerCase())) {
    throw new GatewayError('TYPE_REFUSED', {
      where: 'typ',
      detail: 'neither JWT nor client-authentication+jwt',
    })
  }
  if (kid !== undefined && typeof kid !== 'string') throw headerRefused('kid', 'not a string')
  return { alg, keyId: kid }
}

/** By `kid`, where the assertion names one; else any of the client's keys that fits the algorithm. */
async function verify(
  token: Jws & AssertionHeader,
  bytes: Buffer,
  keys: readonly ClientKey[],
): Promise<void> {
  const fitting = keys.filter(
    ({ id, key }) => token.algorithm.fits(key) && (token.keyId === undefined || id === token.keyId),
  )
  const tried = await Promise.allSettled(fitting.map(({ key }) => verifyWithJose(token, bytes, key)))
  if (tried.some(({ status }) => status === 'fulfilled')) return
  throw new GatewayError('SIGNATURE_INVALID', {
    where: 'signature',
    diagnosis: { keyId: token.keyId ?? 'none', fittingKeys: fitting.length },
  })
}
