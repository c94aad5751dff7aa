import { GatewayError } from '../../errors.ts'
import type { ReceiverDeps, StoredAnswer } from '../ports.ts'
import type { Accepted, Understood } from '../stages.ts'

/**
 * One `jti` is executed once, across processes and restarts: claims it durably, or gives the stored answer to the same bytes.
 * After the signature, so that strangers can't burn ids. Fails with REPLAY_REFUSED or EXCHANGE_IN_PROGRESS.
 */
export async function claimOnce(
  exchange: Understood,
  deps: Pick<ReceiverDeps, 'store'>,
): Promise<Accepted | StoredAnswer> {
  const key = { issuer: exchange.member.code, id: exchange.envelope.jti }
  const claim = await deps.store.claim(key, exchange.digest, exchange.at)
  switch (claim.state) {
    case 'claimed':
      return { ...exchange, stage: 'accepted' }
    case 'repeated':
      return claim.answer
    case 'other-bytes':
      throw new GatewayError('REPLAY_REFUSED', { where: '/jti' })
    case 'in-progress':
      throw new GatewayError('EXCHANGE_IN_PROGRESS', {
        where: '/jti',
        retryAfterSeconds: claim.retryAfterSeconds,
      })
  }
}
