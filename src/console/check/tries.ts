import type { Clock } from '../../clock.ts'
import type { RequestRate } from '../../domain/request-rate.ts'
import { assertSeldomEnough } from '../seldom-enough.ts'

export interface TriesDeps {
  rate: RequestRate
  clock: Clock
  /** So that nobody's address stands in the store. */
  keyedHash(text: string): string
}

/**
 * How often something may be tried within 60 s, by whoever, before anybody knows whether it is right. Not for a number: a code has
 * 60 bits, which nobody guesses from however many addresses, and anybody could use up the tries of a number that is not theirs.
 */
export interface Tries {
  /** Fails with CHECK_BUSY. */
  by(address: string): Promise<void>
}

const perAddress = 30

export function createTries({ keyedHash, ...deps }: TriesDeps): Tries {
  return {
    by: (address) =>
      assertSeldomEnough(`check from ${keyedHash(`check from ${address}`)}`, perAddress, 'CHECK_BUSY', deps),
  }
}
