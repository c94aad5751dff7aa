import type { Person } from '../contracts/generated/types.ts'
import type { CoreWriter, PaymentRecord } from '../dialects/jgjt320/writer.ts'
import { parseDate, type CalendarDate } from '../domain/calendar.ts'
import { addFen, fen, type Fen } from '../domain/money.ts'
import { addMonths, type CalendarMonth } from '../domain/month.ts'
import type { BasisPoints } from '../domain/ratio.ts'
import type { AccountStory, LoanStory } from './core-stories.ts'

/** Whose account it is, where, and which month is the present one. */
export interface Setting {
  number: string
  unit: string
  ratio: BasisPoints
  person: Person
  present: CalendarMonth
}

/** Everybody's monthly base (缴存基数): 12 000 yuan. */
const base = fen(1_200_000)

/** Writes an account with its payments, so that the balance is their sum. */
export function writeAccount(core: CoreWriter, setting: Setting, story: AccountStory): void {
  const { number, unit, person, present } = setting
  const share = fen((base * setting.ratio) / 10_000)
  const payments = paymentsOf(setting, story, fen(2 * share))
  const months = [...story.paid, ...(story.backPaid ?? [])]
  for (const payment of payments) core.payment(payment)
  core.account({
    number,
    unit,
    person,
    status: story.status,
    opened: dayOf(addMonths(present, -Math.max(...months)), '10'),
    ...(story.closed && { closed: dayOf(addMonths(present, -story.closed), '20') }),
    base,
    ownMonthly: share,
    unitMonthly: share,
    balance: story.closed ? fen(0) : addFen(...payments.map((payment) => payment.amount)),
    paidThrough: addMonths(present, -Math.min(...months)),
  })
}

/** Writes a loan of the account's person. */
export function writeLoan(core: CoreWriter, setting: Setting, story: LoanStory): void {
  const { number, person, present } = setting
  core.loan({
    contract: `HT${number}`,
    account: `DK${number}`,
    amount: story.amount,
    signed: dayOf(addMonths(present, -story.signed), '12'),
    borrower: story.borrower ?? person,
    coBorrowers: story.borrower ? [person] : [],
    state: story.state,
    balance: story.balance,
    ...(story.settled && { settled: dayOf(addMonths(present, -story.settled), '20') }),
  })
}

/** A reversal here marks the row that it takes back and adds a negative one. */
function paymentsOf(setting: Setting, story: AccountStory, amount: Fen): PaymentRecord[] {
  const { number: account, present } = setting
  const { backPaid = [], reversed = [], paidAnew = [] } = story
  const rows: PaymentRecord[] = []
  for (const back of story.paid) add(back, '15', { reversed: reversed.includes(back) })
  for (const back of reversed) add(back, '16', { amount: fen(-amount), reversed: true })
  for (const back of paidAnew) add(back, '18')
  const bookedLater = dayOf(addMonths(present, -1), '18')
  for (const back of backPaid) add(back, '18', { kind: 'back-payment', booked: bookedLater })
  return rows

  function add(back: number, day: string, more?: Partial<PaymentRecord>): void {
    const month = addMonths(present, -back)
    const serial = `${account}${String(rows.length + 1).padStart(4, '0')}`
    rows.push({ serial, account, kind: 'regular', month, booked: dayOf(month, day), amount, ...more })
  }
}

function dayOf(month: CalendarMonth, day: string): CalendarDate {
  const date = parseDate(`${month}-${day}`)
  if (date === undefined) throw new RangeError(`no day ${day} in ${month}`)
  return date
}
