import { describe, expect, test } from '@jest/globals'
import type {
  DepositFacts,
  DialectDefinition,
  DialectField,
} from '../../../../src/contracts/generated/types.ts'
import type { ConverterName } from '../../../../src/dialects/engine/convert.ts'
import { Numeral } from '../../../../src/dialects/engine/tree.ts'
import { refused, understood } from './understood.ts'

/** The fact that a record gives where only this field is defined. */
function fact(
  name: string,
  field: DialectField,
  record: object,
  more: Partial<DialectDefinition> = {},
): unknown {
  const { facts } = understood(record, { [name]: field }, more)
  const [set = '', own = ''] = name.split('.')
  return (facts[set as keyof DepositFacts] as unknown as Record<string, unknown>)[own]
}

// The value hazards of domain.md §4.2, in its order
describe('hazards of values', () => {
  test.each([
    ['0.12', '0.12', 'fraction'],
    ['the number 0.12', new Numeral('0.12'), 'fraction'],
    ['12', new Numeral('12'), 'percent'],
    ['"12.00"', '12.00', 'percent'],
    ['"12.000"', '12.000', 'percent'],
    ['12%', '12%', 'percent'],
    ['12 %', '12 %', 'percent'],
    ['0.12 of an interface that writes both', '0.12', 'ratio'],
    ['12 of an interface that writes both', new Numeral('12'), 'ratio'],
  ] as const)('a ratio of 12 %% as %s', (_, bl, as) => {
    expect(fact('contribution.ownRatio', { from: 'bl', as }, { bl })).toBe(1200)
  })

  test('a ratio of 8 % as "8.000" is not 8 000', () => {
    expect(fact('contribution.ownRatio', { from: 'bl', as: 'percent' }, { bl: '8.000' })).toBe(800)
  })

  describe('taken for the other form', () => {
    const fields = (as: ConverterName): DialectDefinition['fields'] => ({
      'contribution.base': { from: 'js', as: 'yuan' },
      'contribution.ownRatio': { from: 'bl', as },
      'contribution.ownMonthly': { from: 'ce', as: 'yuan' },
    })

    test('a fraction is 0.12 %, and the monthly amount gives it away', () => {
      const { facts } = understood({ js: '8000', bl: '0.12', ce: '960' }, fields('percent'))
      expect(facts.contradictions).toMatchObject([{ rule: 'ratio-against-monthly' }])
    })

    test('a percentage is refused', () => {
      expect(() => understood({ js: '8000', bl: '12', ce: '960' }, fields('fraction'))).toThrow(
        refused('bl', /not a fraction of one$/),
      )
    })
  })

  test.each([
    ['202005', '202005'],
    ['the number 202005', new Numeral('202005')],
    ['2020-05', '2020-05'],
    ['20200501', '20200501'],
    ['2020-05-01 00:00:00', '2020-05-01 00:00:00'],
    ['2020年5月', '2020年5月'],
  ])('a month as %s', (_, ny) => {
    expect(fact('contribution.paidThrough', { from: 'ny', as: 'month' }, { ny })).toBe('2020-05')
  })

  test('a month as year and month apart', () => {
    const field: DialectField = { from: ['nian', 'yue'], as: 'year-and-month' }
    expect(fact('continuity.start', field, { nian: '2020', yue: new Numeral('5') })).toBe('2020-05')
  })

  test.each([
    ['20200513', '20200513'],
    ['the number 20200513', new Numeral('20200513')],
    ['2020-05-13', '2020-05-13'],
    ['2020-05-13 09:30:00', '2020-05-13 09:30:00'],
    ['2020-05-13 19:21:14 with a colon before the microseconds', '2020-05-13 19:21:14:812000'],
    ['2020/5/13', '2020/5/13'],
  ])('a day as %s', (_, rq) => {
    expect(fact('account.opened', { from: 'rq', as: 'date' }, { rq })).toBe('2020-05-13')
  })

  test('a moment as a day and a time of day apart', () => {
    const { facts } = understood(
      { d: '20201124', t: '093000' },
      { asOf: { from: ['d', 't'], as: 'date-time' } },
    )
    expect(facts.asOf).toBe('2020-11-24T09:30:00+08:00')
  })

  test.each([
    ['the number 6000', new Numeral('6000'), 'yuan'],
    ['the number 6000.0', new Numeral('6000.0'), 'yuan'],
    ['"6000"', '6000', 'yuan'],
    ['"6000.00"', '6000.00', 'yuan'],
    ['"6,000.00"', '6,000.00', 'yuan'],
    ['0.6 of ten thousand yuan', '0.6', 'ten-thousand-yuan'],
    ['fen of a bank', new Numeral('600000'), 'fen'],
  ] as const)('6 000 yuan as %s', (_, je, as) => {
    expect(fact('balance.amount', { from: 'je', as }, { je })).toBe(600_000)
  })

  test.each([
    ['T77 1e400', '1e400'],
    ['T77 2^53+1 fen', '90071992547409.93'],
    ['6e3', '6e3'],
  ])('an amount as %s is refused, and never a near one', (_, je) => {
    expect(() => fact('balance.amount', { from: 'je', as: 'yuan' }, { je: new Numeral(je) })).toThrow(
      refused('je', 'balance.amount: 不是以元计的金额 not an amount in yuan'),
    )
  })

  test('月缴存额 as the own part or as the total is what the definition says, and a wrong one gives itself away', () => {
    const asFact = (name: string): DialectDefinition['fields'] => ({
      'contribution.base': { from: 'js', as: 'yuan' },
      'contribution.unitRatio': { from: 'dw', as: 'percent' },
      'contribution.ownRatio': { from: 'gr', as: 'percent' },
      [name]: { from: 'yjce', as: 'yuan' },
    })
    const total = { js: '8000', dw: '12', gr: '12', yjce: '1920.00' }
    expect(understood(total, asFact('contribution.totalMonthly')).facts).not.toHaveProperty('contradictions')
    expect(understood(total, asFact('contribution.ownMonthly')).facts.contradictions).toEqual([
      {
        rule: 'ratio-against-monthly',
        facts: ['contribution.ownMonthly', 'contribution.base', 'contribution.ownRatio'],
      },
    ])
  })

  test('a month documented YYYYMM that comes as YYYYMMDD is read, and says so', () => {
    const { lineage } = understood(
      { d: '20200513' },
      { 'contribution.paidThrough': { from: 'd', as: 'month' } },
    )
    expect(lineage['contribution.paidThrough']?.notes).toEqual(['day-dropped'])
  })

  test('a day of which only the month comes is not made up', () => {
    const { missing } = understood({ d: '202005' }, { 'account.opened': { from: 'd', as: 'date' } })
    expect(missing).toContain('account.opened')
  })

  test.each(['xingming', 'xingMing', 'XingMing'])('a name under %s', (key) => {
    const more = { person: { name: 'xingMing', idNumber: 'id' } }
    expect(understood({ [key]: '沈清和' }, {}, more).unmapped).toEqual([])
  })

  test.each([
    ['left out', {}],
    ['null', { dwmc: null }],
    ['empty', { dwmc: '' }],
    ['无', { dwmc: '无' }],
  ])('an employer that is %s is not given, and is no employer of that name', (_, record) => {
    expect(fact('employer.name', { from: 'dwmc', as: 'text' }, record, { absent: ['无'] })).toBeUndefined()
  })

  test.each([
    ['LoanEndFlag 1, unsettled', '1', { '1': true, '2': false }],
    ['JQDK 1, settled', '2', { '1': false, '2': true }],
  ])('a flag by its own polarity: %s', (_, bz, flags) => {
    const field: DialectField = { from: 'bz', as: 'code', table: 'flags' }
    expect(fact('loans.unsettled', field, { bz }, { codes: { flags } })).toBe(true)
  })

  test('a true or false of JSON by a table, and by nothing else', () => {
    const more = { codes: { flags: { true: true, false: false } } }
    expect(fact('loans.unsettled', { from: 'bz', as: 'code', table: 'flags' }, { bz: true }, more)).toBe(true)
    expect(() => fact('employer.name', { from: 'bz', as: 'text' }, { bz: true })).toThrow(
      refused('bz', /^employer.name: .+ not a plain text/),
    )
  })

  test.each([
    ['1', '01'],
    ['01', '1'],
  ])('a code %s that the table has as %s is refused: neither is the other', (grzhzt, known) => {
    const more = { codes: { states: { [known]: 'normal' } } }
    expect(() =>
      fact('account.status', { from: 'grzhzt', as: 'code', table: 'states' }, { grzhzt }, more),
    ).toThrow(refused('grzhzt', 'account.status: 不是代码表中的代码 not a code of its table'))
  })

  test('an account number that somebody forgot to quote keeps its digits, and one with an exponent is none', () => {
    const field: DialectField = { from: 'grzh', as: 'text' }
    expect(fact('account.number', field, { grzh: new Numeral('32010012345678901234') })).toBe(
      '32010012345678901234',
    )
    expect(() => fact('account.number', field, { grzh: new Numeral('3.2e19') })).toThrow(
      refused('grzh', /^account.number: .+ not a plain text/),
    )
  })

  test.each([
    ['an old organisation code', 'D2143569X'],
    ['an old organisation code with its hyphen', 'D2143569-X'],
  ])('for the credit code %s is none, and no fault', (_, code) => {
    expect(fact('employer.creditCode', { from: 'xydm', as: 'text' }, { xydm: code })).toBeUndefined()
  })
})
