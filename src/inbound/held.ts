import { GatewayError } from '../errors.ts'
import type { Held, StoredAnswer } from './ports.ts'

/** The answer of an exchange that is not executed now. Fails with REPLAY_REFUSED or EXCHANGE_IN_PROGRESS. */
export function answerOf(held: Held): StoredAnswer {
  switch (held.state) {
    case 'repeated':
      return held.answer
    case 'other-bytes':
      throw new GatewayError('REPLAY_REFUSED', { where: '/jti' })
    case 'in-progress':
      throw new GatewayError('EXCHANGE_IN_PROGRESS', {
        where: '/jti',
        retryAfterSeconds: held.retryAfterSeconds,
      })
  }
}
