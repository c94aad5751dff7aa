import { GatewayError } from '../errors.ts'

/** How far a request's `iat` may lie from our clock, either way, in seconds. */
export const maxSkewSeconds = 60
/** How far `exp` may lie behind `iat`, in seconds. */
export const maxLifeSeconds = 300

/**
 * A request is fresh when it was issued within 60 s of our clock, has not expired, and lives 300 s at most.
 * Times are RFC 7519 NumericDates in whole seconds, `now` is in epoch milliseconds. Fails with CLOCK_SKEW or REQUEST_EXPIRED.
 */
export function assertFresh(claims: { iat: number; exp: number }, now: number): void {
  const seconds = Math.floor(now / 1000)
  const skew = claims.iat - seconds
  if (Math.abs(skew) > maxSkewSeconds) {
    throw new GatewayError('CLOCK_SKEW', { where: '/iat', skewSeconds: skew })
  }
  if (claims.exp <= seconds || claims.exp <= claims.iat || claims.exp - claims.iat > maxLifeSeconds) {
    throw new GatewayError('REQUEST_EXPIRED', { where: '/exp', skewSeconds: skew })
  }
}
