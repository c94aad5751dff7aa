import type { ServerResponse } from 'node:http'
import type { Access } from '../../access/access.ts'
import type { OfficeClient } from '../../access/client.ts'
import type { RateVerdict } from '../../domain/request-rate.ts'
import type { GatewayError } from '../../errors.ts'

/** The limit, what is left of it, and the seconds until more is (draft-ietf-httpapi-ratelimit-headers-10). */
export function showRate(
  response: ServerResponse,
  { requestsPerMinute }: OfficeClient,
  { left, moreInSeconds }: RateVerdict,
): void {
  response.setHeader('ratelimit-policy', `"office";q=${requestsPerMinute};w=60`)
  response.setHeader('ratelimit', `"office";r=${left};t=${moreInSeconds}`)
}

/** How to say who one is (RFC 9110 section 11.6.1, RFC 6750 section 3); nothing where TLS certificates are the only way. */
export function challenge(
  response: ServerResponse,
  { code }: Pick<GatewayError, 'code'>,
  { schemes }: Pick<Access, 'schemes'>,
): void {
  const error = code === 'ACCESS_TOKEN_INVALID' ? ', error="invalid_token"' : ''
  const challenges = schemes.map((scheme) => `${scheme} realm="office"${scheme === 'Bearer' ? error : ''}`)
  if (challenges.length > 0) response.setHeader('www-authenticate', challenges)
}
