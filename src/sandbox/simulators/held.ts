/** What a simulated centre's core system holds of one account, as its vendor would read it. Codes are those of JGJ/T 320. */
export interface HeldAccount {
  name: string
  /** Annex A.1. */
  idType: string
  /** As the core has it, so perhaps of 15 digits. */
  idNumber: string
  account: string
  unit: { account: string; name: string; creditCode: string }
  /** YYYYMMDD. */
  opened: string
  closed?: string
  /** Annex A.6. */
  status: string
  /** Freeze flag (djbz): 0 none, 1 pays in only, 2 neither in nor out. */
  frozen: string
  /** Money in fen, ratios in hundredths of a percent. */
  base: number
  unitRatio: number
  ownRatio: number
  unitMonthly: number
  ownMonthly: number
  balance: number
  /** YYYYMM. */
  paidThrough: string
  unitPaidThrough: string
  /** Every month paid and not reversed, back-payments among them, YYYYMM ascending. */
  paidMonths: readonly string[]
  /** As borrower or co-borrower, without voided ones. */
  loans: readonly HeldLoan[]
}

export interface HeldLoan {
  contract: string
  /** Fen. */
  amount: number
  /** Outstanding principal, fen. */
  balance: number
  /** YYYYMMDD. */
  settled?: string
}

/** The core of one simulated centre. */
export interface HeldAccounts {
  /** Every account under this number exactly as written. */
  byNumber(idNumber: string): readonly HeldAccount[]
}
