import type { Request } from 'express'
import type { Clock } from '../../clock.ts'
import type { RequestRate } from '../../domain/request-rate.ts'
import { addressOf } from '../../http/address.ts'
import { assertSeldomEnough } from '../seldom-enough.ts'

export interface SignInTriesDeps {
  rate: RequestRate
  clock: Clock
  /** So that nobody's address stands in the store. */
  keyedHash(text: string): string
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[]
}

/** Who asks the provider about a code, within 60 s from one address. Fails with CONSOLE_BUSY. */
export type SignInTries = (request: Request) => Promise<void>

/**
 * More than all desks of all centres behind one address at nine o'clock, so that nobody there can use up what others need by much less
 * than a flood; and less than a provider notices.
 */
const perAddress = 1_200

/** Anybody may begin a sign-in, and come back from it with codes that they made up: each would be one question to the provider. */
export function createSignInTries({ keyedHash, trustedProxies, ...deps }: SignInTriesDeps): SignInTries {
  const proxies = new Set(trustedProxies)
  return (request) => {
    const from = keyedHash(`sign-in from ${addressOf(request, proxies)}`)
    return assertSeldomEnough(`sign-in from ${from}`, perAddress, 'CONSOLE_BUSY', deps)
  }
}
