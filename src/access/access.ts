import type { Clock } from '../clock.ts'
import type { OfficeToken } from '../contracts/generated/types.ts'
import { digestOf } from '../domain/digest.ts'
import type { RateVerdict, RequestRate } from '../domain/request-rate.ts'
import { GatewayError } from '../errors.ts'
import { readAuthorization } from './authorization.ts'
import { type Caller, countRequests } from './caller.ts'
import type { OfficeClient, OfficeClients } from './client.ts'
import { assertedClient, issueToken, type IssueTokenDeps } from './issue-token.ts'
import { type RequestLine, signedBy, type SignedRequestDeps } from './signed-request.ts'
import { readTokenRequest } from './token-request.ts'

/** A request as the listener sees it, before anybody knows whose it is. */
export interface UnknownRequest extends RequestLine {
  /** Values of the header Authorization. */
  authorization: readonly string[]
  /** SHA-256 of the TLS client certificate, base64url; undefined where none was shown. It has a valid path. */
  channel: string | undefined
}

/** Who may use the office listener, and how much. */
export interface Access {
  /**
   * Who is calling: by the header Authorization where there is one, else by the TLS certificate. Strangers fail uniformly; others
   * with OFFICE_FORBIDDEN, ACCESS_TOKEN_INVALID, AUTHORIZATION_INVALID and as a signed request does.
   */
  callerOf(request: UnknownRequest): Promise<Caller>
  /** Counts requests of this caller; whether they may be made is for the verdict to say. */
  count(caller: OfficeClient, requests: number): RateVerdict | Promise<RateVerdict>
  /** The client that proves its key in a form of the token endpoint. Fails with TOKEN_REQUEST_INVALID or as an assertion does. */
  clientOf(form: Buffer): Promise<OfficeClient>
  issueToken(client: OfficeClient): Promise<OfficeToken>
  /** Schemes of Authorization by which some client is known. */
  schemes: readonly ('Bearer' | 'HPF-JWS')[]
}

export interface AccessDeps extends IssueTokenDeps, SignedRequestDeps {
  clients: OfficeClients
  rate: RequestRate
  clock: Clock
}

export function createAccess(deps: AccessDeps): Access {
  const { clients, clock } = deps
  return {
    async callerOf({ authorization, channel, ...line }) {
      const given = readAuthorization(authorization)
      if (given.scheme === 'bearer')
        return { ...(await tokenHolder(given.token, deps)), bodyDigest: undefined }
      if (given.scheme === 'hpf-jws') {
        const { member, bodyDigest } = await signedBy(given.token, line, clock(), deps)
        return { ...registered(clients.member(member)), bodyDigest }
      }
      const client = channel === undefined ? undefined : clients.certified(channel)
      return { ...registered(client), bodyDigest: undefined }
    },
    count: (caller, requests) => countRequests(caller, requests, clock(), deps.rate),
    clientOf: async (form) => assertedClient(readTokenRequest(form), deps),
    issueToken: (client) => issueToken(client, deps),
    schemes: [
      ...(clients.ways.has('keys') ? (['Bearer'] as const) : []),
      ...(clients.ways.has('member') ? (['HPF-JWS'] as const) : []),
    ],
  }
}

/** A token of a client that was struck off holds no longer. */
async function tokenHolder(token: string, { clients, store, clock }: AccessDeps): Promise<OfficeClient> {
  const kept = await store.token(digestOf(token), clock())
  const client = kept && clients.keyed(kept.client)
  if (client) return client
  throw new GatewayError('ACCESS_TOKEN_INVALID', { where: 'Authorization' })
}

function registered(client: OfficeClient | undefined): OfficeClient {
  if (client) return client
  throw new GatewayError('OFFICE_FORBIDDEN')
}
