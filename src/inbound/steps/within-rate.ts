import type { RequestRate } from '../../domain/request-rate.ts'
import { GatewayError } from '../../errors.ts'
import type { Authorised } from '../stages.ts'

/** No more requests a minute than the agreement allows this consumer of this provider. Fails with RATE_LIMITED. */
export async function withinRate(
  { agreement, member, envelope, at }: Authorised,
  deps: { rate: RequestRate },
): Promise<void> {
  const limit = agreement?.requestsPerMinute
  if (!agreement || limit === undefined) return
  const { waitSeconds } = await deps.rate.admit(`${agreement.id} ${member.code} ${envelope.aud}`, limit, at)
  if (waitSeconds === 0) return
  throw new GatewayError('RATE_LIMITED', {
    where: `agreement ${agreement.id}`,
    detail: `每分钟请求数上限 requests a minute: ${limit}`,
    retryAfterSeconds: waitSeconds,
  })
}
