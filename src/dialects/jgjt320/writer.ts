import type { Person } from '../../contracts/generated/types.ts'
import type { CalendarDate } from '../../domain/calendar.ts'
import { formatYuan, type Fen } from '../../domain/money.ts'
import type { CalendarMonth } from '../../domain/month.ts'
import type { BasisPoints } from '../../domain/ratio.ts'
import {
  accountStatuses,
  codeFor,
  idTypeCodes,
  loanStates,
  paymentKinds,
  type AccountStatus,
  type LoanState,
} from './codes.ts'

/** A depositing unit with its account. */
export interface UnitRecord {
  account: string
  name: string
  creditCode: string
  unitRatio: BasisPoints
  ownRatio: BasisPoints
  paidThrough: CalendarMonth
}

/** A person's account at a unit. */
export interface AccountRecord {
  number: string
  unit: string
  /** With the number as the core holds it, so perhaps of 15 digits. */
  person: Person
  status: AccountStatus
  opened: CalendarDate
  closed?: CalendarDate
  base: Fen
  ownMonthly: Fen
  unitMonthly: Fen
  balance: Fen
  paidThrough: CalendarMonth
}

/** One payment for a month, or with a negative amount its reversal. */
export interface PaymentRecord {
  serial: string
  account: string
  booked: CalendarDate
  kind: 'regular' | 'back-payment'
  month: CalendarMonth
  amount: Fen
  /** Marked as reversed (冲账标识). */
  reversed?: boolean
}

/** A loan with its contract and loan account. */
export interface LoanRecord {
  contract: string
  account: string
  amount: Fen
  signed: CalendarDate
  borrower: Person
  coBorrowers: readonly Person[]
  state: LoanState
  balance: Fen
  settled?: CalendarDate
}

/** Writes records as the standard has them; the ratios in percent. For sandboxes and benchmarks: the gateway itself only reads. */
export interface CoreWriter {
  unit(record: UnitRecord): void
  account(record: AccountRecord): void
  payment(record: PaymentRecord): void
  loan(record: LoanRecord): void
}

const unitRow = 'INSERT INTO DWXX (DWZH, DWMC, ZZJGDM) VALUES (?, ?, ?)'
const unitAccountRow = 'INSERT INTO DWZHXX (DWZH, DWJCBL, GRJCBL, DWZHZT, JZNY) VALUES (?, ?, ?, ?, ?)'
const personRow = 'INSERT INTO GRXX (GRZH, XingMing, ZJLX, ZJHM, CSNY) VALUES (?, ?, ?, ?, ?)'
const accountRow = `INSERT INTO GRZHXX (GRZH, DWZH, GRZHZT, KHRQ, XHRQ, GRJCJS, GRYJCE, DWYJCE, GRZHYE, GRJZNY, DJBZ)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const paymentRow = `INSERT INTO GRYWMX (YWLSH, GRZH, JZRQ, GJHTQYWLX, FSNY, FSE, CZBZ) VALUES (?, ?, ?, ?, ?, ?, ?)`
const contractRow = `INSERT INTO JKHTXX (JKHTBH, HTDKJE, JKHTQDRQ, JKRXM, JKRZJLX, JKRZJH) VALUES (?, ?, ?, ?, ?, ?)`
const coBorrowerRow = `INSERT INTO GTJKRXX (JKHTBH, GTJKRXM, GTJKRZJLX, GTJKRZJHM, CDGX) VALUES (?, ?, ?, ?, ?)`
const loanAccountRow = `INSERT INTO DKZHXX (DKZH, JKHTBH, DKFFE, DKFFRQ, DKYE, DKJQRQ, DKZT) VALUES (?, ?, ?, ?, ?, ?, ?)`

/** `run` executes one statement; the texts are constant. */
export function createCoreWriter(run: (sql: string, ...values: (string | null)[]) => void): CoreWriter {
  return {
    unit(u) {
      run(unitRow, u.account, u.name, u.creditCode)
      run(unitAccountRow, u.account, percent(u.unitRatio), percent(u.ownRatio), '01', compact(u.paidThrough))
    },
    account(a) {
      run(personRow, a.number, ...identity(a.person), birthMonth(a.person))
      run(
        accountRow,
        a.number,
        a.unit,
        codeFor(accountStatuses, a.status),
        compact(a.opened),
        a.closed ? compact(a.closed) : null,
        ...[a.base, a.ownMonthly, a.unitMonthly, a.balance].map(formatYuan),
        compact(a.paidThrough),
        a.status === 'frozen' ? '2' : '0',
      )
    },
    payment(p) {
      run(
        paymentRow,
        p.serial,
        p.account,
        compact(p.booked),
        codeFor(paymentKinds, p.kind),
        compact(p.month),
        formatYuan(p.amount),
        p.reversed ? '1' : '0',
      )
    },
    loan(l) {
      const { contract } = l
      run(contractRow, contract, formatYuan(l.amount), compact(l.signed), ...identity(l.borrower))
      for (const person of l.coBorrowers) run(coBorrowerRow, contract, ...identity(person), '99')
      run(
        loanAccountRow,
        l.account,
        contract,
        formatYuan(l.amount),
        compact(l.signed),
        formatYuan(l.balance),
        l.settled ? compact(l.settled) : null,
        codeFor(loanStates, l.state),
      )
    },
  }
}

function identity(person: Person): [string, string, string] {
  return [person.name, idTypeCodes[person.idType][0] ?? '99', person.idNumber]
}

/** Month of birth that the 18-digit numbers carry; an old number or another document does not tell it. */
function birthMonth({ idNumber }: Person): string | null {
  return /^\d{17}[\dX]$/.test(idNumber) ? idNumber.slice(6, 12) : null
}

function percent(ratio: BasisPoints): string {
  return (ratio / 100).toFixed(2)
}

/** Dates and months as the standard writes them, YYYYMMDD and YYYYMM. */
function compact(value: CalendarDate | CalendarMonth): string {
  return value.replaceAll('-', '')
}
