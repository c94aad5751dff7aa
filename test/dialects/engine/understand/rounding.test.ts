import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { DialectDefinition } from '../../../../src/contracts/generated/types.ts'
import { understood } from './understood.ts'

const fields: DialectDefinition['fields'] = {
  'contribution.base': { from: 'js', as: 'fen' },
  'contribution.ownRatio': { from: 'bl', as: 'percent' },
  'contribution.ownMonthly': { from: 'ce', as: 'fen' },
}

function of(js: number, bl: string, ce: number) {
  const { facts, lineage } = understood({ js, bl, ce }, fields)
  return { facts, notes: lineage['contribution.ownMonthly']?.notes }
}

/** 8 333.33 yuan at 7 % are 583.3331 yuan. */
const [base, ratio] = [833_333, '7']

describe('a monthly amount is as the centre says, never computed anew', () => {
  test.each([
    ['truncated to fen', 58_333, ['truncate-fen', 'round-fen']],
    ['up to fen', 58_334, ['ceil-fen']],
    ['truncated or rounded to jiao', 58_330, ['truncate-jiao', 'round-jiao']],
    ['up to jiao', 58_340, ['ceil-jiao']],
    ['truncated or rounded to yuan', 58_300, ['truncate-yuan', 'round-yuan']],
    ['up to yuan', 58_400, ['ceil-yuan']],
  ])('%s it is tolerated, and the lineage says by which roundings', (_, monthly, names) => {
    const { facts, notes } = of(base, ratio, monthly)
    expect(facts.contribution?.ownMonthly).toBe(monthly)
    expect(facts).not.toHaveProperty('contradictions')
    expect(notes).toEqual(names.map((name) => `rounding:${name}`))
  })

  test('exact, there is nothing to say', () => {
    expect(of(800_000, '12', 96_000).notes).toBeUndefined()
  })

  test.each([58_332, 58_335, 58_320, 58_200, 58_500])(
    '%i fen come of no rounding: that is told',
    (monthly) => {
      const { facts, notes } = of(base, ratio, monthly)
      expect(facts.contribution?.ownMonthly).toBe(monthly)
      expect(facts.contradictions).toMatchObject([{ rule: 'ratio-against-monthly' }])
      expect(notes).toBeUndefined()
    },
  )

  test('by any of the nine roundings, of whatever base and ratio, it is no contradiction', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000_000),
        fc.integer({ min: 500, max: 1200 }),
        fc.constantFrom(Math.floor, Math.round, Math.ceil),
        fc.constantFrom(1, 10, 100),
        (js, points, direction, unit) => {
          const monthly = direction((js * points) / (10_000 * unit)) * unit
          expect(of(js, (points / 100).toFixed(2), monthly).facts).not.toHaveProperty('contradictions')
        },
      ),
    )
  })
})

test('a total alone may be rounded as a whole or in its parts', () => {
  const total: DialectDefinition['fields'] = {
    'contribution.base': { from: 'js', as: 'fen' },
    'contribution.unitRatio': { from: 'dw', as: 'percent' },
    'contribution.ownRatio': { from: 'gr', as: 'percent' },
    'contribution.totalMonthly': { from: 'ce', as: 'fen' },
  }
  const rulesOf = (ce: number) =>
    (understood({ js: 1050, dw: '5', gr: '5', ce }, total).facts.contradictions ?? []).map(({ rule }) => rule)
  // 52.5 fen each: 104 and 106 in parts, 105 as a whole
  for (const fits of [104, 105, 106]) expect(rulesOf(fits)).toEqual([])
  expect(rulesOf(103)).toEqual(['ratio-against-monthly'])
})
