import { describe, expect, test } from '@jest/globals'
import { httpCall, jsonIn } from '../support/dialect-calls.ts'
import { invalid, repliesOf } from '../support/dialect-replies.ts'
import { foundIn } from '../support/replay.ts'

const { answered, changed, sample } = repliesOf('epoint')

describe('the request', () => {
  const call = httpCall(sample('normal').calls[0])

  test('is JSON with the token, and params about the person and the lending centre', () => {
    expect([call.method, call.path]).toEqual(['POST', '/rest/gjjyddk/getJcsyzm'])
    expect(jsonIn(call)).toEqual({
      token: 'TEST-TOKEN-0001',
      params: {
        ywbh: 'A1',
        sqsj: '20261124',
        zgxm: '沈清和',
        sfz: '310101190001010011',
        todwmc: '上海市公积金管理中心',
      },
    })
  })
})

describe('an answer in epoint', () => {
  test('gives these facts', () => {
    const { facts, missing, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T00:00:00+08:00',
      account: { number: '320500000001', status: 'normal', arrears: false },
      employer: { name: '苏州示例科技有限公司' },
      contribution: { base: 1_200_000, unitRatio: 1200, ownRatio: 1200, totalMonthly: 288_000 },
      balance: { amount: 6_912_000 },
      continuity: { start: '2024-11', end: '2026-10', asOf: '2026-11', monthCount: 24, sixMonths: true },
      loans: { count: 0, unsettled: false, usage: 'none', contractTotal: 0 },
    })
    expect(missing).toEqual(expect.arrayContaining(['account.opened', 'loans.unsettledBalance']))
    expect(unmapped).toEqual([])
  })

  test('of a sealed account says so, and what was lent', () => {
    const { facts } = foundIn(sample('sealed', 'sealed'))
    expect(facts.account).toMatchObject({ status: 'sealed', arrears: false })
    expect(facts.continuity).toMatchObject({ start: '2023-11', end: '2026-04', monthCount: 30 })
    expect(facts.loans).toStrictEqual({
      count: 1,
      unsettled: false,
      usage: 'one-settled',
      contractTotal: 50_000_000,
    })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('is read with numbers for texts, no commas, no percent sign, another spelling and the old number', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account).toMatchObject({ number: '320500000017', opened: '2024-11-10' })
    expect(facts.contribution).toStrictEqual({
      base: 1_200_000,
      unitRatio: 850,
      ownRatio: 500,
      totalMonthly: 162_000,
    })
    expect(facts.loans).toStrictEqual({ count: 1, unsettled: true, contractTotal: 80_000_000 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual(['custom/beizhu'])
  })

  test('has 无 and - where the form shows nothing, which are no facts', () => {
    const { facts, missing } = foundIn(sample('nasty', 'old-number'))
    expect(facts.employer).toStrictEqual({})
    expect(facts.continuity).toStrictEqual({})
    expect(missing).toEqual(expect.arrayContaining(['employer.name', 'continuity.start', 'continuity.end']))
  })

  test('has the month alone in which the account was opened, and no day is made up', () => {
    expect(foundIn(sample('normal')).facts.account).not.toHaveProperty('opened')
  })

  test('contradicts itself where the words for loans are none of so many', () => {
    const bytes = changed('"无贷款记录"', '"仅有一次贷款记录且贷款已还清"')
    const { facts } = foundIn(answered(bytes))
    expect(facts.loans).toMatchObject({ count: 0, usage: 'one-settled' })
    expect(facts.contradictions).toContainEqual(expect.objectContaining({ rule: 'usage-against-loans' }))
  })

  test.each(['2024-11 - 2026-10', '202411~202610', '2024/11—2026/10', '2024年11月-2026年10月'])(
    'has the run in one value: %s',
    (run) => {
      const { facts } = foundIn(answered(changed('2024年11月至2026年10月', run)))
      expect(facts.continuity).toMatchObject({ start: '2024-11', end: '2026-10' })
    },
  )

  test.each([
    ['a state that is no tick', '"正常"', '"已转出"'],
    ['a word for loans that nobody told of', '"无贷款记录"', '"有"'],
    ['a run without an end', '至2026年10月', ''],
    ['a run to this day', '2026年10月', '今'],
    ['an amount in words', '"12,000.00"', '"壹万贰仟元"'],
    ['a ratio above the whole', '"12%"', '"1200%"'],
    ['a code that is neither 1 nor 0', '"code": "1"', '"code": "2"'],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(invalid)
  })
})
