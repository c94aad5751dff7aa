import type { HeldAccount, HeldAccounts } from '../../../src/sandbox/simulators/held.ts'

/** Paid through October 2026 from November 2024, 12 % of 12 000 yuan on each side. */
export function heldAccount(more: Partial<HeldAccount> = {}): HeldAccount {
  return {
    name: '沈清和',
    idType: '01',
    idNumber: '310101190001010011',
    account: '3201010000001',
    unit: { account: '3201018001', name: '江苏示例研究院有限公司', creditCode: '91320000MA0TEXT39N' },
    opened: '20241110',
    status: '01',
    frozen: '0',
    base: 1_200_000,
    unitRatio: 1200,
    ownRatio: 1200,
    unitMonthly: 144_000,
    ownMonthly: 144_000,
    balance: 6_912_000,
    paidThrough: '202610',
    unitPaidThrough: '202610',
    paidMonths: monthsTo(2026, 10, 24),
    loans: [],
    ...more,
  }
}

/** So many months up to the given one, YYYYMM ascending. */
export function monthsTo(year: number, month: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const day = new Date(Date.UTC(year, month - count + i, 1))
    return day.toISOString().slice(0, 7).replace('-', '')
  })
}

export function held(...accounts: readonly HeldAccount[]): HeldAccounts {
  return { byNumber: (idNumber) => accounts.filter((account) => account.idNumber === idNumber) }
}

/** 2026-11-24 09:30:00.812 in China. */
export const now = Date.UTC(2026, 10, 24, 1, 30, 0, 812)
