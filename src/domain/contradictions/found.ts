import type { Contradiction, DepositFacts } from '../../contracts/generated/types.ts'
import { unsettledAgainstLoans, usageAgainstLoans } from './loans.ts'
import { ratioAgainstMonthly, totalAgainstParts } from './monthly.ts'
import type { ContradictionRule } from './rule.ts'
import {
  countAgainstRun,
  runAfterPaidThrough,
  runBeforeOpening,
  runOrder,
  sixMonthsAgainstRun,
} from './run.ts'

const rules: readonly (readonly [Contradiction['rule'], ContradictionRule])[] = [
  ['total-against-parts', totalAgainstParts],
  ['ratio-against-monthly', ratioAgainstMonthly],
  ['unsettled-against-loans', unsettledAgainstLoans],
  ['usage-against-loans', usageAgainstLoans],
  ['six-months-against-run', sixMonthsAgainstRun],
  ['count-against-run', countAgainstRun],
  ['run-order', runOrder],
  ['run-after-paid-through', runAfterPaidThrough],
  ['run-before-opening', runBeforeOpening],
  ['freeze-against-status', freezeAgainstStatus],
]

/** What of these facts cannot all be true, by every rule; facts that only follow from others must not be among them. */
export function contradictionsOf(stated: DepositFacts): Contradiction[] {
  return rules
    .map(([rule, broken]) => ({ rule, facts: [...broken(stated)] }))
    .filter(({ facts }) => facts.length > 0)
}

/** An account that is frozen as a whole is frozen. Parts of the balance may be frozen under any status. */
function freezeAgainstStatus({ account = {} }: DepositFacts): string[] {
  return account.status === 'frozen' && account.frozen === false ? ['account.status', 'account.frozen'] : []
}
