import type { Clock } from '../../clock.ts'
import type { RequestRate } from '../../domain/request-rate.ts'
import { assertSeldomEnough } from '../seldom-enough.ts'

export interface TriesDeps {
  rate: RequestRate
  clock: Clock
  /** So that nobody's address stands in the store. */
  keyedHash(text: string): string
}

/** How often something may be tried within 60 s, by whoever and for whatever, before anybody knows whether it is right. */
export interface Tries {
  /** Fails with CHECK_BUSY. */
  by(address: string): Promise<void>
  /** The same for a certificate's number, whether there is one or not: so nobody guesses codes from many addresses. Fails with CHECK_BUSY. */
  about(number: string): Promise<void>
}

const perAddress = 30
const perNumber = 10

export function createTries({ keyedHash, ...deps }: TriesDeps): Tries {
  const admit = (who: string, limit: number) => assertSeldomEnough(who, limit, 'CHECK_BUSY', deps)
  return {
    by: (address) => admit(`check from ${keyedHash(`check from ${address}`)}`, perAddress),
    about: (number) => admit(`check of ${number}`, perNumber),
  }
}
