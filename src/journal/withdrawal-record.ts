import { digestOf } from '../domain/digest.ts'

/** That a certificate which we issued was withdrawn (撤销). */
export interface WithdrawalRecord {
  number: string
  /** Epoch milliseconds. */
  at: number
  reason: string
}

/** SHA-256 of instant, number, reason and a salt as a JSON array, as docs/protocol.md has it; the salt keeps a guessed reason from being tried out. */
export function withdrawalDigest({ at, number, reason }: WithdrawalRecord, salt: string): string {
  return digestOf(JSON.stringify([at, number, reason, salt]))
}
