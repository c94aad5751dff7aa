import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { ClientAssertion, OfficeToken } from '../contracts/generated/types.ts'
import { digestOf } from '../domain/digest.ts'
import { assertIssuedAfterRestore } from '../domain/after-restore.ts'
import { assertFresh, maxLifeSeconds } from '../domain/freshness.ts'
import { GatewayError } from '../errors.ts'
import type { OfficeClient, OfficeClients } from './client.ts'
import type { Assertions, AccessStore } from './ports.ts'
import type { TokenRequest } from './token-request.ts'

/** How long an access token holds, in seconds. */
export const tokenSeconds = 600
/** Clocks may differ by as much when an assertion names a first moment, in seconds. */
const skewSeconds = 60

export interface IssueTokenDeps {
  self: { code: string }
  clients: Pick<OfficeClients, 'keyed'>
  assertions: Assertions
  contracts: Contracts
  store: AccessStore
  /** When the store last came back from a backup, epoch milliseconds; undefined where it never did. */
  restoredAt: number | undefined
  clock: Clock
}

/** What OAuth clients of a member's office listener name in `aud`. */
export function issuerIdentifier(member: string): string {
  return `urn:hpf-exchange:office:${member}`
}

/**
 * The client that proves its key (RFC 7523 section 3). Before the signature every failure looks the same to a stranger; then fails
 * with CLIENT_ASSERTION_INVALID, CLOCK_SKEW, REQUEST_EXPIRED, AUTHORIZATION_USED or RESTORED_LATELY.
 */
export async function assertedClient(
  { assertion, clientId }: TokenRequest,
  deps: IssueTokenDeps,
): Promise<OfficeClient> {
  const now = deps.clock()
  const opened = deps.assertions.open(Buffer.from(assertion, 'latin1'))
  const checked = deps.contracts.check('client-assertion', opened.claims)
  if (!checked.ok) throw unknown({ where: checked.where, detail: checked.detail })
  const claims = checked.value
  const client = deps.clients.keyed(claims.iss)
  if (!client) throw unknown({ diagnosis: { iss: claims.iss } })
  await opened.verify(client.keys)

  if (clientId !== undefined && clientId !== client.name) throw invalid('client_id', '与 iss 不同 is not iss')
  assertAbout(claims, deps.self.code)
  const iat = assertNow(claims, now)
  assertIssuedAfterRestore({ iat }, deps.restoredAt, now)
  const once = { issuer: `client ${client.name}`, id: claims.jti, expiresAt: claims.exp * 1000, now }
  if (!(await deps.store.useOnce(once))) throw new GatewayError('AUTHORIZATION_USED', { where: '/jti' })
  return client
}

/** An opaque token for a client, known to all instances. */
export async function issueToken(
  { name, may }: OfficeClient,
  { store, clock }: Pick<IssueTokenDeps, 'store' | 'clock'>,
): Promise<OfficeToken> {
  const token = randomBytes(32).toString('base64url')
  const now = clock()
  await store.keepToken({ digest: digestOf(token), client: name, expiresAt: now + tokenSeconds * 1000 }, now)
  return { access_token: token, token_type: 'Bearer', expires_in: tokenSeconds, scope: [...may].join(' ') }
}

function assertAbout({ iss, sub, aud }: ClientAssertion, member: string): void {
  if (sub !== iss) throw invalid('/sub', '与 iss 不同 is not iss')
  const issuer = issuerIdentifier(member)
  if ([aud].flat()[0] !== issuer) throw invalid('/aud', `本接口为 this is ${issuer}`)
}

/** As for every signed message. Not all libraries say when they signed: then the earliest moment, by when it expires, is given. */
function assertNow({ iat, exp, nbf }: ClientAssertion, now: number): number {
  const seconds = Math.floor(now / 1000)
  assertFresh({ iat: iat ?? seconds, exp }, now)
  if (nbf !== undefined && nbf > seconds + skewSeconds) throw invalid('/nbf', '尚未到生效时间 is not reached')
  return iat ?? exp - maxLifeSeconds
}

function unknown(info: {
  where?: string
  detail?: string
  diagnosis?: Record<string, unknown>
}): GatewayError {
  return new GatewayError('CLIENT_UNKNOWN', info)
}

function invalid(where: string, detail: string): GatewayError {
  return new GatewayError('CLIENT_ASSERTION_INVALID', { where, detail })
}
