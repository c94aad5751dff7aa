/** A certificate that was put on paper here. */
export interface Printing {
  number: string
  /** Verification code (验证码) as the paper shows it; at rest it is a keyed hash. */
  code: string
  /** The exchange that the original came with. */
  exchangeId: string
  /** Epoch milliseconds. */
  at: number
}

/** Everything fails with STORE_UNAVAILABLE. */
export interface PrintingStore {
  /** Durable when it resolves; the same paper twice is one. */
  keep(printing: Printing): Promise<void>
  /** The exchange of the original; undefined alike for an unknown number and for another code. */
  exchangeOf(number: string, code: string): Promise<string | undefined>
}
