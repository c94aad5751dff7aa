import { describe, expect, test } from '@jest/globals'
import type { Request } from 'express'
import { createAddressTries } from '../../src/console/address-tries.ts'
import { signInTries } from '../../src/console/sign-in/routes.ts'
import { createRequestRate } from '../../src/domain/request-rate.ts'
import { createStillClock } from '../support/moving-clock.ts'

const proxy = '10.0.0.1'

function from(address: string): Request {
  return {
    socket: { remoteAddress: proxy },
    headers: { 'x-forwarded-for': address },
  } as unknown as Request
}

describe('whoever comes back from a sign-in', () => {
  test('CONSOLE_BUSY: the provider is asked about no more than 1,200 codes a minute of one address', async () => {
    const clock = createStillClock()
    const asked: string[] = []
    const tried = createAddressTries(signInTries, {
      rate: createRequestRate(),
      clock,
      keyedHash(text) {
        asked.push(text)
        return `hash ${asked.indexOf(text)}`
      },
      trustedProxies: [proxy],
    })
    for (let times = 0; times < 1_200; times += 1) await tried(from('198.51.100.7'))
    await expect(tried(from('198.51.100.7'))).rejects.toMatchObject({
      code: 'CONSOLE_BUSY',
      retryAfterSeconds: 61,
    })
    await tried(from('198.51.100.8'))
    clock.pass(61_000)
    await tried(from('198.51.100.7'))
    expect(new Set(asked)).toEqual(new Set(['sign-in from 198.51.100.7', 'sign-in from 198.51.100.8']))
  })
})
