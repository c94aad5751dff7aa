import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { FieldSet } from '../../../src/contracts/generated/types.ts'
import { depositFacts, type CoreSettings } from '../../../src/dialects/jgjt320/facts.ts'
import type { CoreRow } from '../../../src/dialects/jgjt320/values.ts'
import { GatewayError } from '../../../src/errors.ts'
import { accountRow, loanRow, paymentRow } from './rows.ts'

const asOf = '2026-11-24T09:30:00+08:00'
const settings: CoreSettings = { arrearsAfterMonths: 1, countBackPayments: true, ratioForm: 'percent' }
const allFields: FieldSet[] = ['account', 'employer', 'contribution', 'balance', 'continuity', 'loans']

function facts(
  account: CoreRow,
  fields: readonly FieldSet[],
  more: { payments?: CoreRow[]; settings?: Partial<CoreSettings> } = {},
) {
  const record = { account, payments: more.payments ?? [], loans: [] }
  return depositFacts(record, fields, asOf, { ...settings, ...more.settings })
}

describe('the facts', () => {
  test('are those of the field sets asked for, and no others', () => {
    expect(Object.keys(facts(accountRow(), []))).toEqual(['asOf'])
    for (const field of allFields) {
      expect(Object.keys(facts(accountRow(), [field]))).toEqual(['asOf', field])
    }
    expect(Object.keys(facts(accountRow(), allFields))).toEqual(['asOf', ...allFields])
  })

  test('do not fail on what was not asked for', () => {
    expect(facts(accountRow({ GRZHYE: 'much' }), ['employer'])).toHaveProperty('employer')
  })

  test('are absent where the core has none, never 0', () => {
    const nothing = Object.fromEntries(Object.keys(accountRow()).map((element) => [element, null]))
    expect(facts(nothing, ['account', 'employer', 'contribution', 'balance'])).toStrictEqual({
      asOf,
      account: {},
      employer: {},
      contribution: {},
      balance: {},
    })
  })

  test('keep a known 0', () => {
    expect(facts(accountRow({ GRZHYE: '0.00' }), ['balance']).balance).toStrictEqual({ amount: 0 })
  })

  test('give contribution in fen, basis points and months', () => {
    expect(facts(accountRow({ JZNY: '202609' }), ['contribution']).contribution).toStrictEqual({
      base: 1_200_000,
      unitRatio: 700,
      ownRatio: 700,
      unitMonthly: 84_000,
      ownMonthly: 84_000,
      totalMonthly: 168_000,
      paidThrough: '2026-10',
      unitPaidThrough: '2026-09',
    })
  })

  test('read ratios as the centre’s core writes them', () => {
    const row = accountRow({ DWJCBL: '0.12', GRJCBL: '0.07' })
    const { contribution } = facts(row, ['contribution'], { settings: { ratioForm: 'fraction' } })
    expect(contribution).toMatchObject({ unitRatio: 1200, ownRatio: 700 })
  })

  test('have no total of which one part is unknown', () => {
    expect(facts(accountRow({ DWYJCE: null }), ['contribution']).contribution).not.toHaveProperty(
      'totalMonthly',
    )
  })

  test.each([
    ['91310000MA0TEXT12T', '91310000MA0TEXT12T'],
    ['D2143569X', undefined],
    ['D2143569-X', undefined],
    [null, undefined],
  ])('take organisation code %s for credit code %s', (held, creditCode) => {
    expect(facts(accountRow({ ZZJGDM: held }), ['employer']).employer?.creditCode).toBe(creditCode)
  })

  test('name the last unbroken run and every paid month', () => {
    const payments = ['202607', '202609', '202610'].map((month) => paymentRow({ FSNY: month }))
    expect(facts(accountRow(), ['continuity'], { payments }).continuity).toStrictEqual({
      start: '2026-09',
      end: '2026-10',
      asOf: '2026-11',
      backPaymentsCounted: true,
      months: ['2026-07', '2026-09', '2026-10'],
      monthCount: 2,
      sixMonths: false,
    })
  })

  test('have no run without a paid month', () => {
    expect(facts(accountRow(), ['continuity']).continuity).toStrictEqual({
      asOf: '2026-11',
      backPaymentsCounted: true,
      months: [],
      monthCount: 0,
      sixMonths: false,
    })
  })

  test('say of loans what follows from their number', () => {
    const record = { account: accountRow(), payments: [], loans: [loanRow()] }
    expect(depositFacts(record, ['loans'], asOf, settings).loans).toMatchObject({
      count: 1,
      unsettledCount: 0,
      unsettled: false,
      usage: 'one-settled',
    })
  })

  test('count back-payments only where the centre does', () => {
    const payments = [paymentRow(), paymentRow({ FSNY: '202609', GJHTQYWLX: '02' })]
    const counted = facts(accountRow(), ['continuity'], { payments }).continuity
    const not = facts(accountRow(), ['continuity'], { payments, settings: { countBackPayments: false } })
    expect(counted?.months).toEqual(['2026-09', '2026-10'])
    expect(not.continuity).toMatchObject({
      backPaymentsCounted: false,
      months: ['2026-10'],
      start: '2026-10',
    })
  })

  test.each([
    ['GRZHXX', 'GRZHZT', 'account'],
    ['GRZHXX', 'KHRQ', 'account'],
    ['GRZHXX', 'DJBZ', 'account'],
    ['GRZHXX', 'GRJZNY', 'contribution'],
    ['GRZHXX', 'GRJCJS', 'contribution'],
    ['GRZHXX', 'GRYJCE', 'contribution'],
    ['GRZHXX', 'DWYJCE', 'contribution'],
    ['GRZHXX', 'GRZHYE', 'balance'],
    ['DWZHXX', 'DWJCBL', 'contribution'],
    ['DWZHXX', 'GRJCBL', 'contribution'],
    ['DWZHXX', 'JZNY', 'contribution'],
    ['DWXX', 'ZZJGDM', 'employer'],
  ] as const)('name %s.%s when it is not in form, and not its value', (table, element, field) => {
    const wrong = () => facts(accountRow({ [element]: '?310101190001010011' }), [field])
    expect(wrong).toThrow(
      expect.objectContaining({ code: 'CORE_RECORD_INVALID', where: `${table}.${element}` }),
    )
    expect(wrong).not.toThrow(/310101190001010011/)
  })

  test('whatever the core holds, come out or fail with CORE_RECORD_INVALID', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(null, '', '01', '02', '202610', '20261010', '-1.00'),
      fc.stringMatching(/^-?\d{1,17}(\.\d\d)?$/),
    )
    const changed = (row: CoreRow) =>
      fc
        .dictionary(fc.constantFrom(...Object.keys(row)), value, { maxKeys: 4 })
        .map((changes) => Object.assign({}, row, changes))
    const record = fc.record({
      account: changed(accountRow()),
      payments: fc.array(changed(paymentRow()), { maxLength: 4 }),
      loans: fc.array(changed(loanRow()), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(record, (rows) => {
        try {
          expect(depositFacts(rows, allFields, asOf, settings).asOf).toBe(asOf)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GatewayError)
          expect(thrown).toHaveProperty('code', 'CORE_RECORD_INVALID')
        }
      }),
      { numRuns: 500 },
    )
  })
})
