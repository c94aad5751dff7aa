import type { OfficeRight } from '../contracts/generated/types.ts'
import { digestOf } from '../domain/digest.ts'
import type { RateVerdict, RequestRate } from '../domain/request-rate.ts'
import { GatewayError } from '../errors.ts'
import type { OfficeClient } from './client.ts'

/** Who makes one request to the office listener. */
export interface Caller extends OfficeClient {
  /** SHA-256 of the body that was signed; undefined where the caller did not sign the request. */
  bodyDigest: string | undefined
}

/** Fails with OFFICE_RIGHT_MISSING. */
export function assertMay({ name, may }: OfficeClient, ...needs: readonly OfficeRight[]): void {
  const missing = needs.find((right) => !may.has(right))
  if (missing === undefined) return
  throw new GatewayError('OFFICE_RIGHT_MISSING', {
    where: `office.clients (${name}).may`,
    detail: `需要权限 needs ${missing}`,
  })
}

/** The body is the one that was signed. Fails with AUTHORIZATION_INVALID. */
export function assertBody({ bodyDigest }: Pick<Caller, 'bodyDigest'>, bytes: Uint8Array): void {
  if (bodyDigest === undefined || bodyDigest === digestOf(bytes)) return
  throw new GatewayError('AUTHORIZATION_INVALID', {
    where: '/bodyDigest',
    detail: '报文体与签名时不同 the body is another',
  })
}

/** What was found of requests that the caller may make by its limit, or may not. */
export function countRequests(
  { name, requestsPerMinute }: OfficeClient,
  requests: number,
  now: number,
  rate: RequestRate,
): RateVerdict | Promise<RateVerdict> {
  return rate.admit(`office ${name}`, requestsPerMinute, now, requests)
}

/** Fails with OFFICE_RATE_LIMITED. */
export function assertCounted({ name, requestsPerMinute }: OfficeClient, { waitSeconds }: RateVerdict): void {
  if (waitSeconds === 0) return
  throw new GatewayError('OFFICE_RATE_LIMITED', {
    where: `office.clients (${name}).requestsPerMinute`,
    detail: `每分钟请求数上限 requests a minute: ${requestsPerMinute}`,
    ...(waitSeconds !== Infinity && { retryAfterSeconds: waitSeconds }),
  })
}
