import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { DialectDefinition } from '../../../../src/contracts/generated/types.ts'
import type { ConverterName } from '../../../../src/dialects/engine/convert.ts'
import { factRules } from '../../../../src/dialects/engine/fact-rules.ts'
import { GatewayError } from '../../../../src/errors.ts'
import { refused, understood } from './understood.ts'

const secret = '沈清和的秘密'

describe('a value that is not of its form', () => {
  test.each<[string, ConverterName, string]>([
    ['account.opened', 'date', '不是日期 not a date'],
    ['asOf', 'date-time', '不是时刻 not a moment'],
    ['contribution.paidThrough', 'month', '不是月份 not a month'],
    ['continuity.start', 'first-month', '不是起止两个月份 not two months from first to last'],
    ['continuity.months', 'months', '不是月份列表 not a list of months'],
    ['balance.amount', 'yuan', '不是以元计的金额 not an amount in yuan'],
    ['balance.amount', 'ten-thousand-yuan', '不是以万元计的金额 not an amount in ten thousand yuan'],
    ['balance.amount', 'fen', '不是以分计的整数金额 not an amount in whole fen'],
    ['contribution.ownRatio', 'percent', '不是百分数 not a percentage'],
    ['contribution.ownRatio', 'fraction', '不是小数形式的比例 not a fraction of one'],
    ['contribution.ownRatio', 'ratio', '无法确定是百分数还是小数 not clearly a percentage or a fraction'],
    ['loans.count', 'count', '不是计数 not a count'],
  ])('for %s by %s is refused by place, fact and rule', (fact, as, rule) => {
    const read = () => understood({ a: { b: secret } }, { [fact]: { from: 'a/b', as } })
    expect(read).toThrow(refused('a/b', `${fact}: ${rule}`))
  })

  test.each<[string, ConverterName, unknown]>([
    ['loans.count', 'count', 1001],
    ['continuity.monthCount', 'count', 841],
    ['employer.creditCode', 'text', '91310000MA0TEXT12'],
    ['asOf', 'date-time', '1899-12-31 00:00:00'],
  ])('for %s by %s is refused out of its range: %s', (fact, as, v) => {
    expect(() => understood({ v }, { [fact]: { from: 'v', as } })).toThrow(
      refused('v', `${fact}: 超出取值范围 out of its range`),
    )
  })

  test('of a field set that nobody asked for is not looked at', () => {
    const fields: DialectDefinition['fields'] = { 'balance.amount': { from: 'ye', as: 'yuan' } }
    expect(understood({ ye: secret }, fields, {}, { fields: ['loans'] }).facts).not.toHaveProperty('balance')
  })

  test('that is a list or an object is no value', () => {
    for (const v of [['1'], { v: '1' }]) {
      expect(() => understood({ v }, { 'balance.amount': { from: 'v', as: 'yuan' } })).toThrow(
        refused('v', 'balance.amount: 不是以元计的金额 not an amount in yuan'),
      )
    }
  })
})

test('whatever a value is, each fact is read from it or refused, and no refusal repeats it', () => {
  const codes = { table: { '1': true } }
  fc.assert(
    fc.property(
      fc.constantFrom(...[...factRules].filter(([fact]) => fact !== 'asOf')),
      fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary', minLength: 8 })),
      fc.nat(),
      ([fact, { converters }], v, n) => {
        const as = converters[n % converters.length] ?? 'text'
        const from = as === 'year-and-month' ? ['v', 'v'] : 'v'
        const table = as === 'code' ? { table: 'table' } : {}
        try {
          understood({ v }, { [fact]: { from, as, ...table } as never }, { codes })
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GatewayError)
          expect(thrown).toMatchObject({ code: 'CENTRE_ANSWER_INVALID' })
          const { where = '', detail = '' } = thrown as GatewayError
          if (typeof v === 'string' && v.length >= 8) expect(`${where} ${detail}`).not.toContain(v)
        }
      },
    ),
    { numRuns: 2000 },
  )
})
