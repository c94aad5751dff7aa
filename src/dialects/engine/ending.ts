import type { DialectOutcome } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import type { DialectFinding } from './normalised.ts'
import { outcomeOf } from './outcomes.ts'
import { refusal } from './refusal.ts'
import type { Tree } from './tree.ts'

/**
 * What a reply to a call ends the conversation with; undefined where it goes on. Fails with CENTRE_REFUSED, with
 * CENTRE_UNAVAILABLE where it says busy or fault, and with CENTRE_ANSWER_INVALID where it says nothing that is known.
 */
export function endingOf(
  reply: Tree,
  outcomes: readonly DialectOutcome[],
  call: string,
  dialect: string,
): DialectFinding | undefined {
  const where = `${dialect} ${call}`
  const outcome = outcomeOf(reply, outcomes)
  switch (outcome?.means) {
    case 'answered':
      return undefined
    case 'no-record':
      return { outcome: 'no-record' }
    case 'account-closed':
      return { outcome: 'not-issuable', reason: 'account-closed' }
    case 'refused':
      throw new GatewayError('CENTRE_REFUSED', { where, detail: '应答表示拒绝 the reply says so' })
    case 'busy':
    case 'fault':
      throw new GatewayError('CENTRE_UNAVAILABLE', {
        where,
        detail: `应答表示暂不可用 the reply says ${outcome.means}`,
      })
    case undefined:
      throw refusal(dialect, call, '应答含义不明 says nothing that is known')
  }
}
