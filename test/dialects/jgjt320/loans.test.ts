import { describe, expect, test } from '@jest/globals'
import { loanFacts } from '../../../src/dialects/jgjt320/loans.ts'
import { loanRow } from './rows.ts'

const running = loanRow({ JKHTBH: 'HT2', DKZH: 'DK2', DKYE: '300000.50', DKJQRQ: null, DKZT: '02' })
const voided = loanRow({ JKHTBH: 'HT3', DKZH: 'DK3', DKZT: '08' })

describe('loans', () => {
  test('none at all are known to be 0, without a settlement date', () => {
    expect(loanFacts([])).toStrictEqual({
      count: 0,
      unsettledCount: 0,
      contractTotal: 0,
      unsettledBalance: 0,
    })
  })

  test('are counted, summed and dated', () => {
    expect(loanFacts([loanRow(), running])).toStrictEqual({
      count: 2,
      unsettledCount: 1,
      contractTotal: 100_000_000,
      unsettledBalance: 30_000_050,
      lastSettled: '2026-05-20',
    })
  })

  test('that are voided do not count', () => {
    expect(loanFacts([voided])).toEqual(loanFacts([]))
    expect(loanFacts([loanRow(), voided])).toEqual(loanFacts([loanRow()]))
  })

  test('count once for each contract, with all its loan accounts', () => {
    const first = loanRow({ DKZH: 'DK1', DKYE: '100.00', DKJQRQ: null, DKZT: '02' })
    const second = loanRow({ DKZH: 'DK2', DKYE: '200.00', DKJQRQ: null, DKZT: '02' })
    expect(loanFacts([first, second])).toStrictEqual({
      count: 1,
      unsettledCount: 1,
      contractTotal: 50_000_000,
      unsettledBalance: 30_000,
    })
  })

  test('signed but not lent count as unsettled and owe nothing', () => {
    const toLend = loanRow({ DKZH: null, DKYE: null, DKJQRQ: null, DKZT: null })
    expect(loanFacts([toLend])).toStrictEqual({
      count: 1,
      unsettledCount: 1,
      contractTotal: 50_000_000,
      unsettledBalance: 0,
    })
  })

  test.each([
    ['a settlement date', { DKYE: null, DKJQRQ: '20260520', DKZT: null }],
    ['the vendor’s state', { DKYE: null, DKJQRQ: null, DKZT: '03' }],
    ['nothing owed', { DKYE: '0.00', DKJQRQ: null, DKZT: null }],
    ['nothing owed while running', { DKYE: '0.00', DKJQRQ: null, DKZT: '02' }],
  ])('are settled by %s', (_, changes) => {
    expect(loanFacts([loanRow(changes)])).toMatchObject({ unsettledCount: 0, unsettledBalance: 0 })
  })

  test.each([
    ['something is owed in spite of a date', { DKYE: '0.01', DKJQRQ: '20260520', DKZT: '03' }],
    ['nothing is owed because nothing was lent', { DKYE: '0.00', DKJQRQ: null, DKZT: '01' }],
    ['nothing is owed because it was written off', { DKYE: '0.00', DKJQRQ: null, DKZT: '04' }],
    ['nothing is known of it', { DKYE: null, DKJQRQ: null, DKZT: null }],
  ])('are unsettled when %s', (_, changes) => {
    expect(loanFacts([loanRow(changes)])).toMatchObject({ unsettledCount: 1 })
  })

  test('with an unknown amount have an unknown total', () => {
    expect(loanFacts([loanRow({ HTDKJE: null }), running])).not.toHaveProperty('contractTotal')
  })

  test('unsettled with an unknown balance have an unknown balance together', () => {
    const unknown = loanRow({ DKYE: null, DKJQRQ: null, DKZT: '05' })
    expect(loanFacts([unknown, running])).not.toHaveProperty('unsettledBalance')
  })

  test('give the latest settlement date, or none when one is unknown', () => {
    const earlier = loanRow({ JKHTBH: 'HT4', DKJQRQ: '20191231' })
    const undated = loanRow({ JKHTBH: 'HT5', DKJQRQ: null })
    expect(loanFacts([loanRow(), earlier]).lastSettled).toBe('2026-05-20')
    expect(loanFacts([earlier, loanRow()]).lastSettled).toBe('2026-05-20')
    expect(loanFacts([loanRow(), undated])).not.toHaveProperty('lastSettled')
  })

  test('in a state that nobody explained are refused, since it might mean voided', () => {
    expect(() => loanFacts([loanRow({ DKZT: '07' })])).toThrow(
      expect.objectContaining({ code: 'CORE_RECORD_INVALID', where: 'DKZHXX.DKZT' }),
    )
  })
})
