import type { LoanFacts } from '../../contracts/generated/types.ts'
import { compareDates, type CalendarDate } from '../../domain/calendar.ts'
import { fen, type Fen } from '../../domain/money.ts'
import { loanStates, type LoanState } from './codes.ts'
import { onlyKnown } from './only-known.ts'
import { code, date, must, text, total, yuan, type CoreRow } from './values.ts'

/** A loan contract with its loan accounts; none before the money is lent. */
interface Contract {
  amount: Fen | undefined
  accounts: LoanAccount[]
}

interface LoanAccount {
  state: LoanState | undefined
  /** Outstanding principal. */
  balance: Fen | undefined
  settled: CalendarDate | undefined
}

/**
 * The use of loans, from contracts (tables 6.0.2, 6.0.4) joined with their loan accounts (6.0.5). A contract counts
 * once, however many roles the person or accounts the contract has; one whose accounts are all voided (已作废) does not.
 * No loans is known to be 0 loans and 0 yuan. A sum with an unknown term is unknown.
 */
export function loanFacts(rows: readonly CoreRow[]): LoanFacts {
  const contracts = liveContracts(rows)
  const accounts = contracts.flatMap((contract) => contract.accounts)
  const settled = accounts.filter(isSettled)
  return onlyKnown<LoanFacts>({
    count: contracts.length,
    unsettledCount: contracts.filter((contract) => !isRepaid(contract)).length,
    contractTotal: total(
      contracts.map((contract) => contract.amount),
      'JKHTXX',
      'HTDKJE',
    ),
    unsettledBalance: total(
      accounts.map((account) => (isSettled(account) ? fen(0) : account.balance)),
      'DKZHXX',
      'DKYE',
    ),
    lastSettled: latest(settled.map((account) => account.settled)),
  })
}

function liveContracts(rows: readonly CoreRow[]): Contract[] {
  const contracts = new Map<string, Contract>()
  for (const row of rows) {
    const number = must(text(row, 'JKHTXX', 'JKHTBH'), 'JKHTXX', 'JKHTBH')
    const account = loanAccount(row)
    if (account?.state === 'voided') continue
    const contract = contracts.get(number) ?? { amount: yuan(row, 'JKHTXX', 'HTDKJE'), accounts: [] }
    if (account) contract.accounts.push(account)
    contracts.set(number, contract)
  }
  return [...contracts.values()]
}

function loanAccount(row: CoreRow): LoanAccount | undefined {
  if (text(row, 'DKZHXX', 'DKZH') === undefined) return undefined
  return {
    state: code(row, 'DKZHXX', 'DKZT', loanStates),
    balance: yuan(row, 'DKZHXX', 'DKYE'),
    settled: date(row, 'DKZHXX', 'DKJQRQ'),
  }
}

/** Before lending there is no loan account, or one that owes nothing yet: agreed, and not repaid. */
function isRepaid(contract: Contract): boolean {
  return contract.accounts.length > 0 && contract.accounts.every(isSettled)
}

/**
 * The standard has no loan state: settled is a settlement date or nothing owed (6.0.5). What is still owed outweighs
 * a date; and nothing owed is no settlement while the money is not lent, or was written off (呆账).
 */
function isSettled({ state, balance, settled }: LoanAccount): boolean {
  if (balance !== undefined && balance > 0) return false
  if (settled !== undefined || state === 'settled') return true
  return balance === 0 && (state === undefined || state === 'running' || state === 'overdue')
}

/** The last of the dates; unknown when one of them is. */
function latest(dates: readonly (CalendarDate | undefined)[]): CalendarDate | undefined {
  const known = dates.filter((date) => date !== undefined)
  return known.length < dates.length ? undefined : known.sort(compareDates).at(-1)
}
