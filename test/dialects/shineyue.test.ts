import { describe, expect, test } from '@jest/globals'
import { httpCall, jsonIn } from '../support/dialect-calls.ts'
import { noLoans, twelvePercent } from '../support/dialect-facts.ts'
import { invalid, repliesOf } from '../support/dialect-replies.ts'
import { foundIn } from '../support/replay.ts'

const { answered, changed, sample } = repliesOf('shineyue')

describe('the request', () => {
  const call = httpCall(sample('normal').calls[0])

  test('is JSON about the person, with the token and the code of the centre', () => {
    expect([call.method, call.path]).toEqual(['POST', '/app-web/personal/public/yddkjczmcx.service'])
    expect(jsonIn(call)).toEqual({
      appid: 'delta-hub',
      sign: 'TEST-TOKEN-0001',
      citybm: 'C34020CS',
      zjbzxbm: 'C34020CS',
      xingming: '沈清和',
      zjhm: '310101190001010011',
    })
  })

  test('has the first six characters of the code of the centre in citycode', () => {
    expect(call.headers).toMatchObject({ citycode: 'C34020' })
  })
})

describe('an answer in shineyue', () => {
  test('gives these facts', () => {
    const { facts, missing, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:30:00+08:00',
      account: { number: '340200000001', opened: '2024-11-10', status: 'normal', frozen: false },
      employer: { name: '芜湖示例科技有限公司', account: '3402008001' },
      contribution: twelvePercent,
      balance: { amount: 6_912_000 },
      continuity: { start: '2024-11', asOf: '2026-11', monthCount: 24, sixMonths: true },
      loans: noLoans,
    })
    expect(missing).toEqual([
      'account.arrears',
      'employer.creditCode',
      'contribution.unitPaidThrough',
      'continuity.end',
      'continuity.backPaymentsCounted',
      'continuity.months',
      'loans.unsettledCount',
      'loans.fraud',
    ])
    expect(unmapped).toEqual([])
  })

  test('of a sealed account says so, and what was lent', () => {
    const { facts } = foundIn(sample('sealed', 'sealed'))
    expect(facts.account).toMatchObject({ status: 'sealed', frozen: false })
    expect(facts.contribution?.paidThrough).toBe('2026-04')
    expect(facts.loans).toMatchObject({ count: 1, usage: 'one-settled', contractTotal: 50_000_000 })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('does not take the first month ever paid (qsny) for the start of the run', () => {
    const { facts, unmapped } = foundIn(sample('sealed', 'sealed'))
    expect(facts.continuity).toMatchObject({ start: '2023-11', monthCount: 30 })
    expect(unmapped).toEqual([])
    const without = answered(changed('"zjlxjcqsny": "202411"', '"zjlxjcqsny": ""'))
    expect(foundIn(without).facts.continuity).not.toHaveProperty('start')
  })

  test('has no last month of the run, and none is made of the month paid through', () => {
    expect(foundIn(sample('normal')).facts.continuity).not.toHaveProperty('end')
  })

  test('is read with numbers for texts, a word for the status, another spelling and the old number', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account).toStrictEqual({
      number: '340200000017',
      opened: '2024-11-10',
      status: 'frozen',
      frozen: true,
    })
    expect(facts.employer).toStrictEqual({ account: '3402008001' })
    expect(facts.contribution).toMatchObject({ unitRatio: 850, ownRatio: 500, paidThrough: '2026-10' })
    expect(facts.balance).toStrictEqual({ amount: 6_912_050 })
    expect(facts.continuity).toStrictEqual({ asOf: '2026-11', monthCount: 0, sixMonths: false })
    expect(facts.loans).toMatchObject({ count: 1, unsettled: true, unsettledBalance: 65_432_109 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual(['data/0/grbh'])
  })

  test.each([
    ['01', '正常', 'normal'],
    ['02', '封存', 'sealed'],
    ['06', '冻结', 'frozen'],
    ['99', '其他', 'other'],
  ])('has status %s, or its word %s: %s', (code, word, status) => {
    for (const said of [code, word]) {
      const { facts } = foundIn(answered(changed('"grzhzt": "01"', `"grzhzt": "${said}"`)))
      expect(facts.account?.status).toBe(status)
    }
  })

  test('takes the open account of several, wherever it stands', () => {
    const { facts } = foundIn(sample('two-accounts', 'two-accounts'))
    expect(facts.account).toMatchObject({ number: '340200000003', status: 'normal' })
    expect(facts.continuity?.start).toBe('2024-11')
  })

  test.each(['03', '04', '05', '合并销户', '外部转出销户', '提取销户'])(
    'of closed accounts alone (%s) is that nothing is issued',
    (status) => {
      const bytes = changed('"grzhzt": "05"', `"grzhzt": "${status}"`, 'closed')
      expect(answered(bytes, 'closed').finding).toEqual({ outcome: 'not-issuable', reason: 'account-closed' })
    },
  )

  test('contradicts itself where the flag of unsettled loans has the polarity of settled ones', () => {
    const { facts } = foundIn(answered(changed('"sfywjqdgjjdk": "0"', '"sfywjqdgjjdk": "1"')))
    expect(facts.contradictions).toContainEqual(expect.objectContaining({ rule: 'unsettled-against-loans' }))
  })

  test('contradicts itself where a frozen account has no freeze', () => {
    const { facts } = foundIn(answered(changed('"grzhzt": "01"', '"grzhzt": "06"')))
    expect(facts.contradictions).toEqual([expect.objectContaining({ rule: 'freeze-against-status' })])
  })

  test.each([
    ['a ratio in percent', '"dwjcbl": "0.12"', '"dwjcbl": "12"'],
    ['a status that is in no table', '"grzhzt": "01"', '"grzhzt": "00"'],
    ['a freeze that nobody told of', '"djbz": "0"', '"djbz": "4"'],
    ['a flag that is neither 1 nor 0', '"sfywjqdgjjdk": "0"', '"sfywjqdgjjdk": "2"'],
    ['an amount in words', '"12000.00"', '"壹万贰仟元"'],
    ['no ret', '"ret": 0', '"code": 0'],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(invalid)
  })
})

describe('the outcome', () => {
  test.each([1, 2, 99, 500, '99'])('of an empty list under ret %j is no nobody', (ret) => {
    const bytes = JSON.stringify({ ret, msg: '', data: [] })
    expect(() => answered(bytes)).toThrow(expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }))
  })

  test('of ret 0 as a text is the same', () => {
    expect(foundIn(answered(changed('"ret": 0', '"ret": "0"'))).facts.loans?.count).toBe(0)
  })

  test.each([null, undefined, '', {}])('of ret 0 with %j for a list cannot be told', (data) => {
    const bytes = JSON.stringify({ ret: 0, msg: '查询成功', data })
    expect(() => answered(bytes)).toThrow(invalid)
  })
})
