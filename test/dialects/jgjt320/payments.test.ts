import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { monthlyEntries } from '../../../src/dialects/jgjt320/payments.ts'
import type { CoreRow } from '../../../src/dialects/jgjt320/values.ts'
import { paidMonths } from '../../../src/domain/continuity.ts'
import { paymentRow } from './rows.ts'

function paid(...rows: CoreRow[]) {
  return paidMonths(monthlyEntries(rows), { countBackPayments: true })
}

const payment = paymentRow()
const markedPayment = paymentRow({ CZBZ: '1' })
const reversal = paymentRow({ FSE: '-1680.00' })
const markedReversal = paymentRow({ FSE: '-1680.00', CZBZ: '1' })

describe('payments', () => {
  test('count for the month they are for, regular and back-payments apart', () => {
    expect(monthlyEntries([payment, paymentRow({ FSNY: '202609', GJHTQYWLX: '02' })])).toEqual([
      { month: '2026-10', kind: 'regular', amount: 168_000 },
      { month: '2026-09', kind: 'back-payment', amount: 168_000 },
    ])
  })

  test('without a reversal mark are not reversed', () => {
    expect(paid(paymentRow({ CZBZ: null }))).toEqual(['2026-10'])
  })

  test.each([
    ['a mark on the payment', [markedPayment]],
    ['a negative row', [payment, reversal]],
    ['a marked negative row', [payment, markedReversal]],
    ['a mark and a negative row', [markedPayment, reversal]],
    ['marks on both rows', [markedPayment, markedReversal]],
  ])('reversed by %s do not count, and paid anew they do', (_, rows) => {
    expect(paid(...rows)).toEqual([])
    expect(paid(...rows, payment)).toEqual(['2026-10'])
    expect(paid(payment, ...rows)).toEqual(['2026-10'])
  })

  test('reversed twice over, once marked and once not, are taken back once each', () => {
    expect(paid(markedPayment, markedReversal, payment, reversal)).toEqual([])
    expect(paid(markedPayment, markedReversal, payment, reversal, payment)).toEqual(['2026-10'])
  })

  test('of another month or kind are not touched by a reversal', () => {
    const september = paymentRow({ FSNY: '202609' })
    expect(paid(september, payment, reversal)).toEqual(['2026-09'])
    expect(paid(paymentRow({ FSNY: '202609', CZBZ: '1' }), payment, reversal)).toEqual([])
    expect(paid(paymentRow({ GJHTQYWLX: '02', CZBZ: '1' }), payment, reversal)).toEqual([])
  })

  test.each(['FSNY', 'FSE', 'GJHTQYWLX'])('need %s', (element) => {
    expect(() => monthlyEntries([paymentRow({ [element]: null })])).toThrow(
      expect.objectContaining({ code: 'CORE_RECORD_INVALID', where: `GRYWMX.${element}` }),
    )
  })

  test('give the same months in whatever order the rows come', () => {
    const row = fc.constantFrom(payment, markedPayment, reversal, markedReversal)
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        expect(paid(...rows.toReversed())).toEqual(paid(...rows))
      }),
    )
  })
})
