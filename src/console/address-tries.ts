import type { Request } from 'express'
import type { Clock } from '../clock.ts'
import type { RequestRate } from '../domain/request-rate.ts'
import { addressOf } from '../http/address.ts'
import { assertSeldomEnough } from './seldom-enough.ts'

export interface AddressTriesDeps {
  rate: RequestRate
  clock: Clock
  /** So that nobody's address stands in the store. */
  keyedHash(text: string): string
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[]
}

export interface TriesAllowed {
  what: string
  perMinute: number
  /** Of the refusal. */
  code: 'CHECK_BUSY' | 'CONSOLE_BUSY'
}

/** One more of what anybody may try without being known, by where it comes from. Fails with the code of the refusal. */
export type AddressTries = (request: Request) => Promise<void>

export function createAddressTries(
  { what, perMinute, code }: TriesAllowed,
  { keyedHash, trustedProxies, ...deps }: AddressTriesDeps,
): AddressTries {
  const proxies = new Set(trustedProxies)
  return (request) => {
    const from = keyedHash(`${what} from ${addressOf(request, proxies)}`)
    return assertSeldomEnough(`${what} from ${from}`, perMinute, code, deps)
  }
}
