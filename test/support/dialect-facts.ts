import type { DepositFacts } from '../../src/contracts/generated/types.ts'

/** Parts of what normal samples say, where several dialects say the same. */

/** 12 % of 12 000 yuan on each side. */
export const twelvePercent = {
  base: 1_200_000,
  unitRatio: 1200,
  ownRatio: 1200,
  unitMonthly: 144_000,
  ownMonthly: 144_000,
  totalMonthly: 288_000,
  paidThrough: '2026-10',
} as const satisfies DepositFacts['contribution']

/** Of an interface that tells the amounts of loans. */
export const noLoans = {
  count: 0,
  unsettled: false,
  usage: 'none',
  contractTotal: 0,
  unsettledBalance: 0,
} as const satisfies DepositFacts['loans']

/** The certificate that both interfaces of the vendor in 宁波 and 舟山 show. */
export const ofNingbo = {
  sourceNumber: '20261124nbbj02',
  account: { number: '3302010000001', opened: '2020-05-13', status: 'normal', arrears: false },
  employer: { name: '宁波示例科技有限公司', account: '3302008001' },
  contribution: {
    base: 600_000,
    unitRatio: 800,
    ownRatio: 800,
    totalMonthly: 96_000,
    paidThrough: '2026-10',
  },
  balance: { amount: 440_876 },
  continuity: { start: '2020-05', end: '2026-10', asOf: '2026-11', monthCount: 78, sixMonths: true },
} as const satisfies Partial<DepositFacts>
