import type { Clock } from '../clock.ts'
import type { RequestRate } from '../domain/request-rate.ts'
import { type ErrorCode, GatewayError } from '../errors.ts'

/** How often somebody may do something within 60 s. `code`: what it fails with beyond that. */
export async function assertSeldomEnough(
  who: string,
  perMinute: number,
  code: Extract<ErrorCode, 'CONSOLE_BUSY' | 'CHECK_BUSY'>,
  { rate, clock }: { rate: RequestRate; clock: Clock },
): Promise<void> {
  const { waitSeconds } = await rate.admit(who, perMinute, clock())
  if (waitSeconds > 0) throw new GatewayError(code, { retryAfterSeconds: waitSeconds })
}
