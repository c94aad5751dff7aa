import type { Contracts } from '../contracts/contracts.ts'
import type { OfficeAuthorization } from '../contracts/generated/types.ts'
import { assertIssuedAfterRestore } from '../domain/after-restore.ts'
import { assertFresh } from '../domain/freshness.ts'
import { messageType } from '../domain/message-type.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import type { CurrentDirectory, Tokens } from '../speaker/ports.ts'
import { assertNotRetired, assertType, signingMember } from '../speaker/speaker.ts'
import type { AccessStore } from './ports.ts'

export interface SignedRequestDeps {
  self: { code: string }
  tokens: Tokens
  directory: CurrentDirectory
  contracts: Contracts
  store: AccessStore
  /** When the store last came back from a backup, epoch milliseconds; undefined where it never did. */
  restoredAt: number | undefined
}

/** What a signature has to be about. */
export interface RequestLine {
  method: string
  /** Path and query, as received. */
  path: string
}

/**
 * The member that signed this one request, by the checks that an exchange makes, in the same order. `now` in epoch milliseconds.
 * Fails as those do, and with AUTHORIZATION_INVALID, AUTHORIZATION_USED or RESTORED_LATELY.
 */
export async function signedBy(
  token: string,
  line: RequestLine,
  now: number,
  deps: SignedRequestDeps,
): Promise<{ member: string; bodyDigest: string }> {
  // Who is speaking? Every failure looks the same to a stranger.
  const opened = deps.tokens.open(Buffer.from(token, 'latin1'))
  assertType(opened, [messageType.officeRequest])
  const directory = deps.directory(now)
  const { member, certificate } = signingMember(opened, directory)
  certificate.assertTrusted(now)
  opened.verify(certificate.key)

  // What is asked, of whom, when, and for the first time? From here on a refusal is precise.
  assertNotRetired(opened.thumbprint, directory, now)
  const claims = understood(opened.payload, deps.contracts)
  if (claims.iss !== member.code) {
    throw new GatewayError('ISSUER_MISMATCH', {
      where: '/iss',
      detail: `签名成员为 signed by ${member.code}`,
    })
  }
  if (claims.aud !== deps.self.code) {
    throw new GatewayError('AUDIENCE_MISMATCH', {
      where: '/aud',
      detail: `本机构为 this is ${deps.self.code}`,
    })
  }
  if (claims.method !== line.method) throw invalid('/method', '与实际请求不同 the request has another')
  if (claims.path !== line.path) throw invalid('/path', '与实际请求不同 the request has another')
  assertFresh(claims, now)
  assertIssuedAfterRestore(claims, deps.restoredAt, now)
  const once = { issuer: member.code, id: claims.jti, expiresAt: claims.exp * 1000, now }
  if (!(await deps.store.useOnce(once))) throw new GatewayError('AUTHORIZATION_USED', { where: '/jti' })
  return { member: member.code, bodyDigest: claims.bodyDigest }
}

function understood(payload: Buffer, contracts: Contracts): OfficeAuthorization {
  const json = readStrictJson(payload)
  if (!json.ok) throw invalid('payload', json.fault)
  const checked = contracts.check('office-authorization', json.value)
  if (!checked.ok) throw invalid(checked.where, checked.detail)
  return checked.value
}

function invalid(where: string, detail: string): GatewayError {
  return new GatewayError('AUTHORIZATION_INVALID', { where, detail })
}
