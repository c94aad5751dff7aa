import { describe, expect, test } from '@jest/globals'
import type { DialectDefinition } from '../../../../src/contracts/generated/types.ts'
import { refused, understood } from './understood.ts'

const fields: DialectDefinition['fields'] = {
  'balance.amount': { from: 'grzhye', as: 'yuan' },
  'account.opened': { from: 'khrq', as: 'date', absent: ['00000000'] },
  'account.status': { from: 'grzhzt', as: 'code', table: 'states' },
}
const codes = { states: { '01': 'normal', '00': null } }
const asked = { fields: ['balance', 'account'] } as const

function missingOf(record: object, absent: string[] = []): readonly string[] {
  return understood(record, fields, { codes, absent }, asked).missing
}

const given = { grzhye: '0.00', khrq: '20200513', grzhzt: '01' }

describe('a fact that the centre did not give (对方未提供)', () => {
  test.each([
    ['left out', {}],
    ['null', { grzhye: null }],
    ['empty', { grzhye: '' }],
    ['blank', { grzhye: '  ' }],
    ['无', { grzhye: '无' }],
  ])('is named where its value is %s', (_, changes) => {
    const { grzhye: __, ...others } = given
    const record = { ...others, ...changes }
    expect(missingOf(record, ['无'])).toContain('balance.amount')
    expect(understood(record, fields, { codes, absent: ['无'] }, asked).facts.balance).toStrictEqual({})
  })

  test('is never made of a zero: 0.00 is an amount', () => {
    const { facts, missing } = understood(given, fields, { codes }, asked)
    expect(facts.balance).toStrictEqual({ amount: 0 })
    expect(missing).not.toContain('balance.amount')
  })

  test('is named where a field has its own text for it, and only that field', () => {
    expect(missingOf({ ...given, khrq: '00000000' })).toContain('account.opened')
    expect(() => missingOf({ ...given, grzhye: '无' })).toThrow(
      refused('grzhye', /^balance.amount: .+ not an/),
    )
  })

  test('is named where its code says nothing', () => {
    expect(missingOf({ ...given, grzhzt: '00' })).toContain('account.status')
  })

  test('is named where the definition has no field for it', () => {
    expect(missingOf(given)).toEqual(['account.number', 'account.frozen', 'account.arrears'])
  })

  test('is not named where nobody asked for it', () => {
    const { missing, facts } = understood({}, fields, { codes }, { fields: ['balance'] })
    expect(missing).toEqual(['balance.amount'])
    expect(Object.keys(facts)).toEqual(['asOf', 'balance'])
  })
})

describe('what there cannot be is not missing', () => {
  const numbers: DialectDefinition['fields'] = {
    'continuity.monthCount': { from: 'months', as: 'count' },
    'loans.count': { from: 'loans', as: 'count' },
    'loans.unsettledCount': { from: 'open', as: 'count' },
  }
  const missing = (record: object) =>
    understood(record, numbers, {}, { fields: ['continuity', 'loans'] }).missing

  test('the ends of a run of no months', () => {
    expect(missing({ months: 0 })).not.toContain('continuity.start')
    expect(missing({ months: 1 })).toContain('continuity.start')
  })

  test('the day on which somebody without loans settled one', () => {
    expect(missing({ loans: 0 })).not.toContain('loans.lastSettled')
    expect(missing({ loans: 1 })).toContain('loans.lastSettled')
  })

  test('the tick of settled loans while one is not', () => {
    expect(missing({ loans: 1, open: 1 })).not.toContain('loans.usage')
    expect(missing({ loans: 1 })).toContain('loans.usage')
  })
})

test('of a value in several parts half is no value, and none is refused for what is not there', () => {
  const run: DialectDefinition['fields'] = {
    'continuity.start': { from: ['year', 'month'], as: 'year-and-month' },
  }
  const only = { fields: ['continuity'] } as const
  expect(understood({ year: '', month: '' }, run, {}, only).missing).toContain('continuity.start')
  expect(() => understood({ year: '2024', month: '' }, run, {}, only)).toThrow(
    refused('year and month', 'continuity.start: 不是年份与月份 not a year and a month'),
  )
})
