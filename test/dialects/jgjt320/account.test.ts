import { describe, expect, test } from '@jest/globals'
import { accountFacts, chooseAccount } from '../../../src/dialects/jgjt320/account.ts'
import type { CoreRow } from '../../../src/dialects/jgjt320/values.ts'
import { monthOf } from '../../../src/domain/month.ts'
import { accountRow } from './rows.ts'

const asOf = monthOf('2026-11-24')

function facts(changes: CoreRow, arrearsAfterMonths = 1) {
  return accountFacts(accountRow(changes), asOf, arrearsAfterMonths)
}

describe('the account', () => {
  test('gives number, opening date, status, freeze and arrears', () => {
    expect(facts({})).toStrictEqual({
      number: '310000000010',
      opened: '2024-11-10',
      status: 'normal',
      frozen: false,
      arrears: false,
    })
  })

  test.each([
    ['01', 'normal'],
    ['02', 'sealed'],
    ['03', 'merged'],
    ['04', 'transferred-out'],
    ['05', 'withdrawn'],
    ['06', 'frozen'],
    ['99', 'other'],
  ])('has status %s as %s (annex A.6)', (code, status) => {
    expect(facts({ GRZHZT: code }).status).toBe(status)
  })

  test('leaves out what the core does not have', () => {
    expect(facts({ GRZH: null, KHRQ: '', GRZHZT: null, DJBZ: null, GRJZNY: null })).toStrictEqual({})
  })

  test.each([
    ['06', '0', true],
    ['06', null, true],
    ['01', '1', true],
    ['01', '2', true],
    ['02', '3', true],
    ['01', '0', false],
    ['01', null, false],
    [null, '1', true],
    [null, '0', false],
  ])('with status %s and freeze flag %s is frozen: %s', (status, flag, frozen) => {
    expect(facts({ GRZHZT: status, DJBZ: flag }).frozen).toBe(frozen)
  })

  test.each([
    ['202610', 1, false],
    ['202609', 1, true],
    ['202609', 2, false],
    ['202608', 2, true],
    ['202612', 0, false],
    ['202611', 0, false],
    ['202610', 0, true],
  ])('paid through %s is overdue after %s months: %s', (paidThrough, setting, arrears) => {
    expect(facts({ GRJZNY: paidThrough }, setting).arrears).toBe(arrears)
  })

  test('that is not normal is never in arrears', () => {
    expect(facts({ GRZHZT: '02', GRJZNY: '202001' }).arrears).toBe(false)
    expect(facts({ GRZHZT: '06', GRJZNY: '202001' }).arrears).toBe(false)
  })

  test('whose paid-through month is unknown has unknown arrears', () => {
    expect(facts({ GRJZNY: null })).not.toHaveProperty('arrears')
  })
})

function chosen(...changes: CoreRow[]): unknown {
  return chooseAccount(changes.map((each) => accountRow(each)))?.['GRZH']
}

describe('of several accounts', () => {
  test.each(['03', '04', '05'])('one closed by status %s is not chosen', (status) => {
    expect(chosen({ GRZHZT: status })).toBeUndefined()
  })

  test('one with a closing date is not chosen, whatever its status', () => {
    expect(chosen({ XHRQ: '20260101' })).toBeUndefined()
  })

  test('the open one is chosen', () => {
    expect(chosen({ GRZH: '1', GRZHZT: '05' }, { GRZH: '2', GRZHZT: '02' })).toBe('2')
  })

  test('of open ones the normal comes before frozen, sealed and other', () => {
    const rows = ['99', '02', '06', '01'].map((status) => ({ GRZH: status, GRZHZT: status }))
    expect(chosen(...rows)).toBe('01')
    expect(chosen(...rows.slice(0, 3))).toBe('06')
    expect(chosen(...rows.slice(0, 2))).toBe('02')
  })

  test('of equals the one opened last, then the higher number', () => {
    expect(chosen({ GRZH: '9', KHRQ: '20200101' }, { GRZH: '1', KHRQ: '20210101' })).toBe('1')
    expect(chosen({ GRZH: '8', KHRQ: null }, { GRZH: '1', KHRQ: '20210101' })).toBe('1')
    expect(chosen({ GRZH: '1' }, { GRZH: '2' })).toBe('2')
  })
})
