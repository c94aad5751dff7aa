import type { MemberCode, Person } from '../contracts/generated/types.ts'
import type { AccountStatus, LoanState } from '../dialects/jgjt320/codes.ts'
import { fen, type Fen } from '../domain/money.ts'
import { sandboxCentres } from './centres.ts'
import type { PersonaId } from './personas.ts'

/** What happened in one account. Months are counted back from the present one: 1 is last month. */
export interface AccountStory {
  status: AccountStatus
  paid: readonly number[]
  /** Paid later (补缴). */
  backPaid?: readonly number[]
  /** Of those paid: taken back (冲账). */
  reversed?: readonly number[]
  /** Of those reversed: paid once more. */
  paidAnew?: readonly number[]
  closed?: number
}

/** A loan, its months counted back too. */
export interface LoanStory {
  amount: Fen
  /** Outstanding principal. */
  balance: Fen
  signed: number
  settled?: number
  state: LoanState
  /** Where the person is only co-borrower: who borrows. */
  borrower?: Person
}

/** What a core holds of one persona. */
export interface Story {
  accounts: readonly AccountStory[]
  loan?: LoanStory
}

const steady: AccountStory = { status: 'normal', paid: months(24, 1) }

const spouse: Person = { name: '尤佳偶', idType: 'resident-id', idNumber: '310101190001010249' }

const stories: Partial<Record<PersonaId, Story>> = {
  sealed: { accounts: [{ status: 'sealed', paid: months(30, 7) }] },
  frozen: { accounts: [{ ...steady, status: 'frozen' }] },
  arrears: { accounts: [{ status: 'normal', paid: months(28, 5) }] },
  closed: { accounts: [{ status: 'withdrawn', paid: months(40, 17), closed: 16 }] },
  'two-accounts': { accounts: [{ status: 'withdrawn', paid: months(60, 37), closed: 36 }, steady] },
  'loan-settled': {
    accounts: [steady],
    loan: { amount: fen(50_000_000), balance: fen(0), signed: 60, settled: 6, state: 'settled' },
  },
  'loan-unsettled': {
    accounts: [steady],
    loan: { amount: fen(80_000_000), balance: fen(65_432_109), signed: 36, state: 'running' },
  },
  'co-borrower': {
    accounts: [steady],
    loan: {
      amount: fen(60_000_000),
      balance: fen(48_000_000),
      signed: 30,
      state: 'running',
      borrower: spouse,
    },
  },
  'voided-loan': {
    accounts: [steady],
    loan: { amount: fen(70_000_000), balance: fen(0), signed: 12, state: 'voided' },
  },
  gap: { accounts: [{ status: 'normal', paid: [...months(25, 13), ...months(11, 1)] }] },
  'one-month': { accounts: [{ status: 'normal', paid: [1] }] },
  'back-paid': {
    accounts: [{ status: 'normal', paid: [...months(24, 9), ...months(6, 1)], backPaid: [8, 7] }],
  },
  reversed: { accounts: [{ ...steady, reversed: [10, 5], paidAnew: [5] }] },
}

const paidBeforeMoving: Story = { accounts: [{ status: 'sealed', paid: months(48, 25) }] }

/** The same at every centre, but for the one who moved. */
export function storyOf(persona: PersonaId, centre: MemberCode): Story {
  if (persona === 'two-cities' && centre === sandboxCentres.hangzhou) return paidBeforeMoving
  return stories[persona] ?? { accounts: [steady] }
}

function months(from: number, to: number): number[] {
  return Array.from({ length: from - to + 1 }, (_, i) => from - i)
}
