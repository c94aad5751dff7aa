import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { HeldAccount, HeldAccounts, HeldLoan } from './held.ts'

const accountRows = `
SELECT p.XingMing AS name, p.ZJLX AS idType, p.ZJHM AS idNumber, p.GRZH AS account,
       a.KHRQ AS opened, a.XHRQ AS closed, a.GRZHZT AS status, a.DJBZ AS frozen,
       a.GRJCJS AS base, a.DWYJCE AS unitMonthly, a.GRYJCE AS ownMonthly, a.GRZHYE AS balance, a.GRJZNY AS paidThrough,
       u.DWZH AS unitAccount, u.DWMC AS unitName, u.ZZJGDM AS unitCode,
       ua.DWJCBL AS unitRatio, ua.GRJCBL AS ownRatio, ua.JZNY AS unitPaidThrough
FROM GRXX p
JOIN GRZHXX a ON a.GRZH = p.GRZH
JOIN DWXX u ON u.DWZH = a.DWZH
JOIN DWZHXX ua ON ua.DWZH = a.DWZH
WHERE p.ZJHM = ?
ORDER BY p.GRZH`

/** The sandbox's cores mark both a reversed payment and its reversal, so what is left unmarked was paid. */
const paidMonthRows = `
SELECT DISTINCT FSNY AS month FROM GRYWMX
WHERE GRZH = ? AND GJHTQYWLX IN ('01', '02') AND CZBZ = '0'
ORDER BY FSNY`

const loanRows = `
SELECT c.JKHTBH AS contract, c.HTDKJE AS amount, d.DKYE AS balance, d.DKJQRQ AS settled
FROM JKHTXX c
JOIN DKZHXX d ON d.JKHTBH = c.JKHTBH
WHERE d.DKZT <> '08'
  AND (c.JKRZJH = ?1 OR c.JKHTBH IN (SELECT JKHTBH FROM GTJKRXX WHERE GTJKRZJHM = ?1))
ORDER BY c.JKHTBH`

type Row = Record<string, SQLOutputValue>

/** What the core database of a simulated centre holds. `path` is opened for each question, so that a core made anew is seen. */
export function heldInCore(path: string): HeldAccounts {
  return {
    byNumber(idNumber) {
      using database = new DatabaseSync(path, { readOnly: true })
      const rows = (sql: string, value: string) => database.prepare(sql).all(value)
      const loans = rows(loanRows, idNumber).map(loanOf)
      return rows(accountRows, idNumber).map((row) => {
        const months = rows(paidMonthRows, text(row, 'account')).map((paid) => text(paid, 'month'))
        return accountOf(row, months, loans)
      })
    },
  }
}

function accountOf(row: Row, paidMonths: string[], loans: HeldLoan[]): HeldAccount {
  return {
    name: text(row, 'name'),
    idType: text(row, 'idType'),
    idNumber: text(row, 'idNumber'),
    account: text(row, 'account'),
    unit: {
      account: text(row, 'unitAccount'),
      name: text(row, 'unitName'),
      creditCode: text(row, 'unitCode'),
    },
    opened: text(row, 'opened'),
    ...(row['closed'] !== null && { closed: text(row, 'closed') }),
    status: text(row, 'status'),
    frozen: text(row, 'frozen'),
    base: hundredths(row, 'base'),
    unitRatio: hundredths(row, 'unitRatio'),
    ownRatio: hundredths(row, 'ownRatio'),
    unitMonthly: hundredths(row, 'unitMonthly'),
    ownMonthly: hundredths(row, 'ownMonthly'),
    balance: hundredths(row, 'balance'),
    paidThrough: text(row, 'paidThrough'),
    unitPaidThrough: text(row, 'unitPaidThrough'),
    paidMonths,
    loans,
  }
}

function loanOf(row: Row): HeldLoan {
  return {
    contract: text(row, 'contract'),
    amount: hundredths(row, 'amount'),
    balance: hundredths(row, 'balance'),
    ...(row['settled'] !== null && { settled: text(row, 'settled') }),
  }
}

/** `"6000.00"` as 600000. */
function hundredths(row: Row, name: string): number {
  return Number(text(row, name).replace('.', ''))
}

function text(row: Row, name: string): string {
  const value = row[name]
  if (typeof value !== 'string') throw new RangeError(`${name} is no text`)
  return value
}
