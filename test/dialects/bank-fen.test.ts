import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { httpCall, jsonIn } from '../support/dialect-calls.ts'
import { noLoans, twelvePercent } from '../support/dialect-facts.ts'
import { invalid, repliesOf } from '../support/dialect-replies.ts'
import { foundIn } from '../support/replay.ts'

const { answered, changed, sample } = repliesOf('bank-fen')

describe('the request', () => {
  const call = httpCall(sample('normal').calls[0])

  test('is JSON about the person, for the centre asked', () => {
    expect([call.method, call.path]).toEqual(['POST', '/fund/deposit/query'])
    expect(jsonIn(call)).toEqual({
      serialNo: expect.stringMatching(/./),
      txDate: '20261124',
      txTime: '093000',
      centreCode: '320101000000000',
      receiverCode: '310000000000000',
      custName: '沈清和',
      certType: '01',
      certNo: '310101190001010011',
    })
  })

  test('is signed by the x-tif convention, over time and nonce alone', () => {
    const headers = Object.fromEntries(
      Object.entries(call.headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const { 'x-tif-timestamp': timestamp = '', 'x-tif-nonce': nonce = '' } = headers
    expect(headers['x-tif-paasid']).toBe('gateway')
    expect(timestamp).toBe(String(Date.UTC(2026, 10, 24, 1, 30) / 1000))
    expect(headers['x-tif-signature']).toBe(
      createHash('sha256').update(`${timestamp}TEST-TOKEN-0001${nonce}${timestamp}`).digest('hex'),
    )
    expect(JSON.stringify(call)).not.toContain('TEST-TOKEN')
  })
})

describe('an answer in bank-fen', () => {
  test('gives these facts', () => {
    const { facts, missing, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:30:00+08:00',
      account: { number: '3202010000001', opened: '2024-11-10', status: 'normal', frozen: false },
      employer: { name: '无锡示例科技有限公司', account: '3202008001', creditCode: '91310000MA0TEXT12T' },
      contribution: { ...twelvePercent, unitPaidThrough: '2026-10' },
      balance: { amount: 6_912_000 },
      continuity: {
        start: '2024-11',
        end: '2026-10',
        asOf: '2026-11',
        backPaymentsCounted: true,
        monthCount: 24,
        sixMonths: true,
      },
      loans: { ...noLoans, unsettledCount: 0 },
    })
    expect(missing).toEqual(['account.arrears', 'continuity.months', 'loans.fraud'])
    expect(unmapped).toEqual([])
  })

  test('of a sealed account says so, and of a settled loan when', () => {
    const { facts } = foundIn(sample('sealed', 'sealed'))
    expect(facts.account?.status).toBe('sealed')
    expect(facts.contribution).toMatchObject({ paidThrough: '2026-04', unitPaidThrough: '2026-10' })
    expect(facts.loans).toMatchObject({ count: 1, usage: 'one-settled', lastSettled: '2026-05-20' })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('has amounts in fen: none is a hundred times too much or too little', () => {
    const { facts } = foundIn(answered(changed('"bal": 6912000', '"bal": 1')))
    expect(facts.balance).toStrictEqual({ amount: 1 })
  })

  test.each(['69120.00', '6.912E6', '"69,120"', '69120.5'])(
    'is refused with amount %s: it may be yuan',
    (amount) => {
      expect(() => answered(changed('"bal": 6912000', `"bal": ${amount}`))).toThrow(invalid)
    },
  )

  test('has ratios as fractions: 12 is refused', () => {
    expect(() => answered(changed('"unitRatio": 0.12', '"unitRatio": 12'))).toThrow(invalid)
  })

  test('is read with numbers in texts, zeros in front, no run and the old number', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account).toMatchObject({ number: '3202010000017', frozen: true })
    expect(facts.contribution).toMatchObject({ unitRatio: 850, ownRatio: 500 })
    expect(facts.balance).toStrictEqual({ amount: 6_912_000 })
    expect(facts.loans).toMatchObject({ count: 1, unsettled: true, unsettledBalance: 65_432_109 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual(['data/remark'])
  })

  test('has zeros for no date, which is no fact', () => {
    const { facts } = foundIn(sample('nasty', 'old-number'))
    expect(facts.loans).not.toHaveProperty('lastSettled')
    expect(facts.continuity).not.toHaveProperty('start')
    expect(facts.continuity).not.toHaveProperty('monthCount')
  })

  test('says nothing by status 7, which is frozen or anything else', () => {
    const { facts, missing } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account).not.toHaveProperty('status')
    expect(missing).toContain('account.status')
  })

  test('contradicts itself where the flag of running loans is the wrong way round', () => {
    const { facts } = foundIn(answered(changed('"openLoanFlag": "0"', '"openLoanFlag": "1"')))
    expect(facts.contradictions).toContainEqual(expect.objectContaining({ rule: 'unsettled-against-loans' }))
  })
})

describe('the outcome', () => {
  test.each([['bad-signature', 401, 'CENTRE_REFUSED']])('of %s under HTTP %i is %s', (name, status, code) => {
    expect(() => sample(name, undefined, status)).toThrow(expect.objectContaining({ code }))
  })

  test('of a reply without a code cannot be told', () => {
    expect(() => answered('{}')).toThrow(invalid)
  })
})
