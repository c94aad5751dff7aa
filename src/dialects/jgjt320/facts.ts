import type {
  BalanceFacts,
  ContinuityFacts,
  ContributionFacts,
  DepositFacts,
  EmployerFacts,
  FieldSet,
} from '../../contracts/generated/types.ts'
import { paidMonths } from '../../domain/continuity.ts'
import { withDerivedFacts } from '../../domain/derived-facts.ts'
import { isOrganisationCode } from '../../domain/identity/credit-code.ts'
import { monthOf, type CalendarMonth } from '../../domain/month.ts'
import { accountFacts } from './account.ts'
import { loanFacts } from './loans.ts'
import { onlyKnown } from './only-known.ts'
import { monthlyEntries } from './payments.ts'
import { invalid, month, ratio, text, yuan, type CoreRow, type RatioForm } from './values.ts'

/** What a centre sets for its own core. */
export interface CoreSettings {
  /** A normal account is in arrears (欠缴) when it is paid through a month more than this many before the present one. */
  arrearsAfterMonths: number
  /** Whether back-payments (补缴) count as paid months. */
  countBackPayments: boolean
  /** How the core writes ratios. */
  ratioForm: RatioForm
}

/** What the core holds of one person: rows of the texts in queries.ts; empty where a field set was not asked for. */
export interface CoreRecord {
  account: CoreRow
  payments: readonly CoreRow[]
  loans: readonly CoreRow[]
}

/**
 * Facts by rule from the core's rows, and what follows from those facts; only the field sets asked for. `asOf` is an
 * instant by RFC 3339 in China time.
 * Fails with CORE_RECORD_INVALID, naming table and element.
 */
export function depositFacts(
  record: CoreRecord,
  fields: readonly FieldSet[],
  asOf: string,
  settings: CoreSettings,
): DepositFacts {
  const facts: DepositFacts = { asOf }
  const { account } = record
  const present = monthOf(asOf)
  if (fields.includes('account')) facts.account = accountFacts(account, present, settings.arrearsAfterMonths)
  if (fields.includes('employer')) facts.employer = employerFacts(account)
  if (fields.includes('contribution')) facts.contribution = contributionFacts(account, settings.ratioForm)
  if (fields.includes('balance')) facts.balance = balanceFacts(account)
  if (fields.includes('continuity')) {
    facts.continuity = continuityFacts(record.payments, present, settings.countBackPayments)
  }
  if (fields.includes('loans')) facts.loans = loanFacts(record.loans)
  return withDerivedFacts(facts)
}

function employerFacts(row: CoreRow): EmployerFacts {
  return onlyKnown<EmployerFacts>({
    name: text(row, 'DWXX', 'DWMC'),
    account: text(row, 'GRZHXX', 'DWZH'),
    creditCode: creditCode(row),
  })
}

/** The element holds a credit code (GB 32100) or, from before 2015, an organisation code (GB 11714), which is none. */
function creditCode(row: CoreRow): string | undefined {
  const held = text(row, 'DWXX', 'ZZJGDM')
  if (held === undefined || isOrganisationCode(held)) return undefined
  if (/^[0-9A-HJ-NP-RT-UWXY]{18}$/.test(held)) return held
  throw invalid('DWXX', 'ZZJGDM')
}

function contributionFacts(row: CoreRow, form: RatioForm): ContributionFacts {
  return onlyKnown<ContributionFacts>({
    base: yuan(row, 'GRZHXX', 'GRJCJS'),
    unitRatio: ratio(row, 'DWZHXX', 'DWJCBL', form),
    ownRatio: ratio(row, 'DWZHXX', 'GRJCBL', form),
    unitMonthly: yuan(row, 'GRZHXX', 'DWYJCE'),
    ownMonthly: yuan(row, 'GRZHXX', 'GRYJCE'),
    paidThrough: month(row, 'GRZHXX', 'GRJZNY'),
    unitPaidThrough: month(row, 'DWZHXX', 'JZNY'),
  })
}

function balanceFacts(row: CoreRow): BalanceFacts {
  return onlyKnown<BalanceFacts>({ amount: yuan(row, 'GRZHXX', 'GRZHYE') })
}

function continuityFacts(
  payments: readonly CoreRow[],
  asOf: CalendarMonth,
  countBackPayments: boolean,
): ContinuityFacts {
  const months = paidMonths(monthlyEntries(payments), { countBackPayments })
  return { asOf, backPaymentsCounted: countBackPayments, months }
}
