import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { DialectDefinition } from '../../../../src/contracts/generated/types.ts'
import { at } from '../../../../src/dialects/engine/path.ts'
import { somebody } from '../definitions.ts'
import { tree } from '../trees.ts'
import { findingOf, understood } from './understood.ts'

const fields: DialectDefinition['fields'] = {
  asOf: { from: 'time', as: 'date-time' },
  'account.number': { from: 'grzh', as: 'text' },
  'account.status': { constant: 'normal' },
  'contribution.base': { from: 'jcjs', as: 'yuan' },
  'contribution.unitRatio': { from: 'dwjcbl', as: 'ratio' },
  'contribution.unitMonthly': { from: 'dwyjce', as: 'yuan' },
  'contribution.ownMonthly': { from: 'gryjce', as: 'yuan' },
  'contribution.paidThrough': { from: 'jzny', as: 'month' },
  'continuity.start': { from: ['year', 'month'], as: 'year-and-month' },
  'continuity.end': { from: 'jzny', as: 'month' },
}

describe('the way of a fact', () => {
  const record = {
    time: '2026-11-24 09:30:00',
    grzh: '1001',
    jcjs: '8333',
    dwjcbl: '0.08',
    dwyjce: '667.00',
    gryjce: '667.00',
    year: '2026',
    month: '1',
    jzny: '20261001',
  }
  const { facts, lineage } = understood(record, fields)

  test('is told of every fact and of no other', () => {
    const names = Object.entries(facts).flatMap(([set, value]) =>
      typeof value === 'object' ? Object.keys(value).map((name) => `${set}.${name}`) : [set],
    )
    expect(Object.keys(lineage).toSorted()).toEqual(names.toSorted())
  })

  test.each([
    ['a value read', 'account.number', { from: ['grzh'], by: 'text' }],
    ['a constant of the definition', 'account.status', { from: [], by: 'constant' }],
    ['one of two values', 'continuity.start', { from: ['year', 'month'], by: 'year-and-month' }],
    [
      'a month that came as a day',
      'contribution.paidThrough',
      { from: ['jzny'], by: 'month', notes: ['day-dropped'] },
    ],
    [
      'a ratio of an interface that writes both',
      'contribution.unitRatio',
      { from: ['dwjcbl'], by: 'ratio', notes: ['read-as-fraction'] },
    ],
    [
      'an amount with the roundings that make it',
      'contribution.unitMonthly',
      { from: ['dwyjce'], by: 'yuan', notes: ['rounding:round-yuan', 'rounding:ceil-yuan'] },
    ],
    [
      'what follows from others',
      'contribution.totalMonthly',
      {
        from: ['dwyjce', 'gryjce'],
        by: 'derived from contribution.unitMonthly, contribution.ownMonthly',
      },
    ],
    [
      'what follows from what follows',
      'continuity.sixMonths',
      { from: ['year', 'month', 'jzny'], by: 'derived from continuity.monthCount' },
    ],
    ['the month of a run', 'continuity.asOf', { from: ['time'], by: 'derived from asOf' }],
  ])('is told of %s', (_, fact, way) => {
    expect(lineage[fact]).toEqual(way)
  })

  test('is the question’s own moment where the centre tells none', () => {
    const { facts, lineage } = understood({}, {})
    expect(facts.asOf).toBe('2026-11-24T09:30:00+08:00')
    expect(lineage['asOf']).toEqual({ from: [], by: 'moment of the question' })
  })
})

describe('a place', () => {
  const number: DialectDefinition['fields'] = { 'account.number': { from: 'info/xingMing/grzh', as: 'text' } }

  test('leads from the whole reply, through lists and in its own spelling, to the value', () => {
    const reply = { data: [{ id: somebody.idNumber, Info: { xingming: { GRZH: '1001' } } }] }
    const finding = findingOf(reply, number, { record: { at: 'data' } })
    const place = 'data/0/Info/xingming/GRZH'
    expect(finding).toMatchObject({ normalised: { lineage: { 'account.number': { from: [place] } } } })
    expect(at(tree(reply), place)).toBe('1001')
  })

  test('with a slash in a name leads there too', () => {
    const fields: DialectDefinition['fields'] = { 'account.number': { from: 'a~1b', as: 'text' } }
    expect(understood({ 'a/b': '1001' }, fields).lineage['account.number']?.from).toEqual(['a~1b'])
  })

  test('leads nowhere where two names differ only in case: neither is taken', () => {
    const fields: DialectDefinition['fields'] = { 'account.number': { from: 'grzh', as: 'text' } }
    const both = understood({ GRZH: '1', grZh: '2' }, fields)
    expect(both.missing).toContain('account.number')
    expect(both.unmapped).toEqual(['GRZH', 'grZh'])
    expect(understood({ grzh: '1', GRZH: '2' }, fields).facts.account).toStrictEqual({ number: '1' })
  })
})

describe('what the definition does not know of', () => {
  const known: DialectDefinition['fields'] = { 'balance.amount': { from: 'ye', as: 'yuan' } }

  test('is told by its place, within lists and objects, and never by its value', () => {
    const { unmapped } = understood({ ye: '1', new: 'secret', more: { a: 1, b: [2, null] } }, known)
    expect(unmapped).toEqual(['new', 'more/a', 'more/b/0', 'more/b/1'])
  })

  test('is not told of what is ignored with a reason, nor of anything inside it', () => {
    const { unmapped } = understood({ ye: '1', addr: '…', file: { pdf: 'x' } }, known, {
      ignored: { addr: 'no field set asks for it', file: 'a picture of the same' },
    })
    expect(unmapped).toEqual([])
  })

  test('is told of at most a hundred places, whatever the answer holds', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue(), { maxKeys: 200 }),
        (more) => {
          const { id: _, ye: __, ...others } = more
          expect(understood({ ye: '1', ...others }, known).unmapped.length).toBeLessThanOrEqual(100)
        },
      ),
    )
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`n${i}`, i]))
    expect(understood({ ye: '1', ...many }, known).unmapped).toHaveLength(100)
  })
})
