import { describe, expect, test } from '@jest/globals'
import { httpCall, jsonIn } from '../support/dialect-calls.ts'
import { noLoans, twelvePercent } from '../support/dialect-facts.ts'
import { invalid, repliesOf } from '../support/dialect-replies.ts'
import { foundIn } from '../support/replay.ts'

const { answered, changed, sample } = repliesOf('huidao')

describe('the requests', () => {
  const [preCheck, query] = sample('normal').calls.map(httpCall)

  test('are first the pre-check, of name and number alone', () => {
    expect(preCheck?.path).toBe('/gateway/yddk/checkKjzm')
    expect(jsonIn(preCheck)).toEqual({
      xingMing: '沈清和',
      zjhm: '310101190001010011',
      zjlx: '111',
    })
  })

  test('then the certificate, for the lending centre, under a number of our own', () => {
    expect(query?.path).toBe('/gateway/yddk/queryZm')
    expect(jsonIn(query)).toEqual({
      ywbh: expect.stringMatching(/^CSJ[0-9]{16}$/),
      xingMing: '沈清和',
      zjhm: '310101190001010011',
      zjlx: '111',
      jcdzxdm: '320101000000000',
      jcdzxmc: '江苏省省级机关住房资金管理中心',
      dkdzxdm: '310000000000000',
      dkdzxmc: '上海市公积金管理中心',
      sqsj: '20261124',
    })
  })

  test('are signed each under the name of its interface', () => {
    expect(preCheck?.headers).toMatchObject({ appid: 'delta-hub', apiname: 'yddk-checkKjzm' })
    expect(query?.headers).toMatchObject({ appid: 'delta-hub', apiname: 'yddk-queryZm' })
    expect(preCheck?.headers['signature']).not.toBe(query?.headers['signature'])
  })

  test('call whatever is no resident identity card 001', () => {
    expect(jsonIn(sample('no-record', 'hmt').calls[0])).toMatchObject({ zjlx: '001' })
  })
})

describe('a certificate in huidao', () => {
  test('gives these facts', () => {
    const { facts, missing, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:00:00+08:00',
      sourceNumber: 'NT20261124000017',
      account: { number: '320600000001', opened: '2024-11-10', status: 'normal', frozen: false },
      employer: { name: '南通示例科技有限公司', account: '3206008001', creditCode: '91320000MA0TEXT39N' },
      contribution: { ...twelvePercent, unitPaidThrough: '2026-10' },
      balance: { amount: 6_912_000 },
      continuity: { start: '2024-11', end: '2026-10', asOf: '2026-11', monthCount: 24, sixMonths: true },
      loans: { ...noLoans, unsettledCount: 0 },
    })
    expect(missing).toEqual([
      'account.arrears',
      'continuity.backPaymentsCounted',
      'continuity.months',
      'loans.fraud',
    ])
    expect(unmapped).toEqual([])
  })

  test('of a sealed account says so, and when the loan was settled', () => {
    const { facts } = foundIn(sample('sealed', 'sealed'))
    expect(facts.account?.status).toBe('sealed')
    expect(facts.loans).toMatchObject({ count: 1, usage: 'one-settled', lastSettled: '2026-05-20' })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('is read with numbers for texts, other spellings and the old number', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account).toStrictEqual({
      number: '320600000017',
      opened: '2024-11-10',
      status: 'frozen',
      frozen: true,
    })
    expect(facts.employer).toStrictEqual({ account: '3206008001' })
    expect(facts.contribution).toMatchObject({ unitRatio: 850, ownRatio: 500, totalMonthly: 162_000 })
    expect(facts.balance).toStrictEqual({ amount: 6_912_001 })
    expect(facts.loans).toMatchObject({ count: 1, unsettled: true, unsettledBalance: 65_432_109 })
    expect(unmapped).toEqual(['data/grbh'])
  })

  test.each([
    ['"sfmly": "1"', '"sfmly": "0"', 'six-months-against-run'],
    ['"sfywjq": "0"', '"sfywjq": "1"', 'unsettled-against-loans'],
    ['"yjce": "2880.00"', '"yjce": "1440.00"', 'total-against-parts'],
    ['"lxjcys": "24"', '"lxjcys": "23"', 'count-against-run'],
  ])('with %s as %s contradicts itself: %s', (from, to, rule) => {
    expect(foundIn(answered(changed(from, to))).facts.contradictions).toEqual([
      expect.objectContaining({ rule }),
    ])
  })

  test.each([
    ['"zhzt": "01"', '"zhzt": "00"'],
    ['"dwjcbl": "12%"', '"dwjcbl": "一成二"'],
  ])('with %s as %s is not used', (from, to) => {
    expect(() => answered(changed(from, to))).toThrow(invalid)
  })
})

describe('what a reply says of itself', () => {
  test('a code of 200 that is no success is not used', () => {
    const bytes = changed('"isSuccess": true', '"isSuccess": false')
    expect(() => answered(bytes)).toThrow(expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }))
  })

  test('a good certificate stays one where its text says that something else was not found', () => {
    expect(answered(changed('成功', '成功，未查询到贷款记录')).finding.outcome).toBe('found')
  })
})
