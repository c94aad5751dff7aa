import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { summed } from '../../src/availability/day-counts.ts'
import type { DayCount } from '../../src/availability/ports.ts'
import { centreStatus } from '../../src/availability/status.ts'
import { createContracts } from '../../src/contracts/contracts.ts'

const centre = { code: '310000000000000', name: '上海' }
const noon = Date.parse('2026-11-28T12:00:00+08:00')

function day(date: string, asked: number, responded: number): DayCount {
  const lastRespondedAt = responded > 0 ? noon : undefined
  return { centre: centre.code, day: date, asked, responded, lastRespondedAt }
}

const counts = fc.array(
  fc
    .record({
      day: fc.constantFrom('2026-11-26', '2026-11-27', '2026-11-28'),
      centre: fc.constantFrom(centre.code, '330100000000000'),
      asked: fc.integer({ min: 1, max: 1_000_000 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      at: fc.integer({ min: 1, max: noon }),
    })
    .map(({ part, at, ...count }): DayCount => {
      const responded = Math.floor(count.asked * part)
      return { ...count, responded, lastRespondedAt: responded > 0 ? at : undefined }
    }),
)

describe('the status of a centre', () => {
  test('says nothing of availability where nobody asked, and never 100 %', () => {
    const status = centreStatus(centre, undefined, [
      { ...day('2026-11-28', 3, 3), centre: '330100000000000' },
    ])
    expect(status).toEqual({ ...centre, state: 'unknown', asked: 0, responded: 0, history: [] })
  })

  test('is the share of what was asked, by day and in all, rounded down', () => {
    const days = [day('2026-11-28', 3, 2), day('2026-11-26', 999_999, 999_998)]
    expect(centreStatus(centre, undefined, days)).toMatchObject({
      availability: 9999,
      lastRespondedAt: '2026-11-28T12:00:00+08:00',
      history: [
        { day: '2026-11-26', asked: 999_999, responded: 999_998, availability: 9999 },
        { day: '2026-11-28', asked: 3, responded: 2, availability: 6666 },
      ],
    })
  })

  test('where nothing came back is 0, and not absent', () => {
    const status = centreStatus(centre, undefined, [day('2026-11-28', 1, 0)])
    expect(status.availability).toBe(0)
    expect(status).not.toHaveProperty('lastRespondedAt')
  })

  test.each([
    ['closed', 'well'],
    ['open', 'failing'],
    ['half-open', 'failing'],
    ['unproven', 'unknown'],
  ] as const)('while its breaker is %s: %s', (state, shown) => {
    const nextAttemptAt = state === 'open' ? noon : undefined
    const health = { code: centre.code, state, ...(nextAttemptAt && { nextAttemptAt }) }
    const status = centreStatus(centre, health, [])
    expect(status.state).toBe(shown)
    expect(status.nextAttemptAt).toBe(state === 'open' ? '2026-11-28T12:00:00+08:00' : undefined)
  })

  test('is the same however the counts are summed up before, and fits its schema', () => {
    const contracts = createContracts()
    fc.assert(
      fc.property(counts, fc.nat(20), (given, cut) => {
        const whole = summed(given)
        const parts = summed([...summed(given.slice(0, cut)), ...summed(given.slice(cut))])
        const status = centreStatus(centre, undefined, whole)
        expect(centreStatus(centre, undefined, parts)).toEqual(status)
        const answer = { asOf: '2026-11-28T12:00:00+08:00', days: 30, centres: [status] }
        expect(contracts.check('office.status', answer)).toMatchObject({ ok: true })
        const all = given.filter((each) => each.centre === centre.code)
        expect(status.asked).toBe(all.reduce((sum, each) => sum + each.asked, 0))
        expect(status.availability === undefined).toBe(all.length === 0)
      }),
    )
  })
})
