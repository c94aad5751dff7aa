import { describe, expect, test } from '@jest/globals'
import { createIssuerStanding } from '../../../src/console/cases/issuer-standing.ts'
import type { DepositCertificate } from '../../../src/contracts/generated/types.ts'
import type { Ask } from '../../../src/outbound/ask.ts'

const certificate = {
  iss: '310000000000000',
  number: '31000020261124000001O',
  purpose: 'remote-housing-loan',
} as DepositCertificate
const original = { exchangeId: 'an exchange', certificate, token: Buffer.from('a.b.c') }

function asking() {
  const world = {
    now: 1_000_000,
    asked: 0,
    answer: { outcome: 'valid' } as Record<string, unknown> | undefined,
  }
  const ask: Ask = async ({ to }) => {
    world.asked += 1
    const state = world.answer ? ('answered' as const) : ('not-asked' as const)
    return {
      results: [{ centre: to[0] ?? '', elapsedMs: 1, state, ...(world.answer && { answer: world.answer }) }],
    }
  }
  const standing = createIssuerStanding({
    self: { code: '320101000000000' },
    clock: () => world.now,
    certificates: { issued: async () => undefined },
    ask,
  })
  return { world, standing }
}

describe('whether the issuing centre stands to a certificate', () => {
  test('costs it one question a minute, however many look and print', async () => {
    const { world, standing } = asking()
    await Promise.all([standing(original), standing(original)])
    expect(await standing(original)).toEqual({ state: 'holds' })
    expect(world.asked).toBe(1)
    expect(await standing({ ...original, exchangeId: 'another exchange' })).toEqual({ state: 'holds' })
    expect(world.asked).toBe(2)
  })

  test('is asked anew after a minute, and then what was withdrawn is told with its time', async () => {
    const { world, standing } = asking()
    await standing(original)
    world.answer = { outcome: 'revoked', revokedAt: '2026-11-28T09:30:00+08:00' }
    world.now += 60_000
    expect(await standing(original)).toEqual({
      state: 'fails',
      why: 'revoked',
      at: '2026-11-28T09:30:00+08:00',
    })
  })

  test('is asked anew where the clock has gone back since', async () => {
    const { world, standing } = asking()
    await standing(original)
    world.now -= 3_600_000
    await standing(original)
    expect(world.asked).toBe(2)
  })

  test('is asked anew at once where the centre could not be asked', async () => {
    const { world, standing } = asking()
    world.answer = undefined
    expect(await standing(original)).toEqual({ state: 'not-told', why: 'not-reached' })
    world.answer = { outcome: 'valid' }
    expect(await standing(original)).toEqual({ state: 'holds' })
  })
})
