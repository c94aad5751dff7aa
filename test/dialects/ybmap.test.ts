import { createDecipheriv, createHash, verify } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { recordOf } from '../../src/sandbox/simulators/ybmap-record.ts'
import { heldAccount, monthsTo, now } from '../sandbox/simulators/held-by-hand.ts'
import { ybmapSettings } from '../sandbox/simulators/ybmap-request.ts'
import { askOverWire } from '../support/ask-over-wire.ts'
import { formIn, httpCall } from '../support/dialect-calls.ts'
import { ofNingbo } from '../support/dialect-facts.ts'
import { invalid, personOf, repliesOf } from '../support/dialect-replies.ts'
import { dialectOf, fixture, foundIn } from '../support/replay.ts'

const { answered, changed, sample } = repliesOf('ybmap')

/** UTF-8 read as ISO-8859-1. */
function misread(text: string): string {
  return Buffer.from(text).toString('latin1')
}

function decrypted(base64: string | null): string {
  const decipher = createDecipheriv('aes-128-ecb', ybmapSettings.aesKey, null)
  return decipher.update(base64 ?? '', 'base64', 'utf8') + decipher.final('utf8')
}

describe('the request', () => {
  const call = httpCall(sample('normal').calls[0])
  const form = formIn(call)

  test('is a form with the query as JSON in one of its fields', () => {
    expect([call.method, call.path]).toEqual(['POST', '/YBMAPZH-WEB/appapi00225.json'])
    expect(call.headers['Content-Type']).toBe('application/x-www-form-urlencoded')
    expect(Object.fromEntries(form)).toMatchObject({
      centerId: '00057400',
      brcCode: '05740008',
      buzType: '5498',
      channel: '40',
      tranDate: '2026-11-24',
      channelSeq: expect.stringMatching(/^YTJ[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    })
    expect(JSON.parse(form.get('ybmapMessage') ?? '')).toEqual({
      accname: '沈清和',
      certinum: '310101190001010011',
      projectname: '上海市公积金管理中心',
    })
  })

  test('has who asks and about whom encrypted', () => {
    const names = ['userId', 'userIdType', 'appid', 'appkey', 'appToken', 'clientIp']
    expect(names.map((name) => decrypted(form.get(name)))).toEqual([
      '310101190001010011',
      '10',
      'gateway',
      'TEST-APPKEY-0001',
      'TEST-TOKEN-0001',
      '127.0.0.1',
    ])
    expect(JSON.stringify(call)).not.toContain('TEST-')
  })

  test('has the + of Base64 percent-encoded, where a bare one would be a space', () => {
    expect(String(call.body)).not.toMatch(/[+ ]/)
  })

  test('is signed, all of it, as it is before its encoding', () => {
    const { headpara, headparaMD5 = '' } = call.headers
    expect(headpara).toBe([...form.keys()].join())
    const text = [...form].map(([name, value]) => `${name}=${value}`).join('&')
    const digest = Buffer.from(createHash('md5').update(text).digest('hex'))
    const signature = Buffer.from(headparaMD5, 'base64')
    expect(verify('sha1', digest, ybmapSettings.callerPublicKey, signature)).toBe(true)
  })

  test('cannot be written with a key that is none, and nothing is told of the key', () => {
    const keyless = repliesOf('ybmap', { settings: { ...ybmapSettings, signingKey: 'TEST-KEY' } })
    expect(() => keyless.sample('normal')).toThrow(
      expect.objectContaining({
        code: 'KEY_UNUSABLE',
        where: 'ybmap settings.signingKey',
        detail: '处理步骤失败 rsa-sha1-sign failed',
      }),
    )
  })
})

describe('an answer in ybmap', () => {
  test('gives these facts', () => {
    const { facts, missing, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T00:00:00+08:00',
      ...ofNingbo,
      loans: { count: 0, unsettled: false, usage: 'none', unsettledBalance: 0 },
    })
    expect(missing).toEqual(expect.arrayContaining(['account.frozen', 'loans.contractTotal']))
    expect(unmapped).toEqual([])
  })

  test('of a sealed account says so', () => {
    const { facts } = foundIn(sample('sealed', 'sealed'))
    expect(facts.account).toMatchObject({ status: 'sealed', arrears: false })
    expect(facts.continuity).toMatchObject({ start: '2022-01', end: '2026-04' })
    expect(facts.loans).toMatchObject({ count: 1, usage: 'one-settled', unsettled: false })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('is read with numbers for texts, commas, 年 and 月, a date with its time and the old number', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account).toMatchObject({ number: '3302010000017', opened: '2020-05-13' })
    expect(facts.employer).toStrictEqual({})
    expect(facts.contribution).toMatchObject({
      base: 1_200_000,
      unitRatio: 1200,
      ownRatio: 850,
      totalMonthly: 246_000,
    })
    expect(facts.balance).toStrictEqual({ amount: 123_456_789 })
    expect(facts.continuity).toMatchObject({ start: '2024-07', end: '2026-06' })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual(['remark'])
  })

  test('has its ratios as percentages: 8.000 is eight of a hundred', () => {
    expect(foundIn(answered(changed('"8.000"', '"0.080"'))).facts.contribution?.unitRatio).toBe(8)
  })

  test('may name the month paid through by either name, and contradicts itself where they differ', () => {
    const other = foundIn(sample('nasty', 'old-number'))
    expect(other.facts.contribution?.paidThrough).toBe('2026-06')
    const both = foundIn(answered(changed('"lpaym"', '"lastpaymonth": "2026-09", "lpaym"')))
    expect(both.facts.contribution?.paidThrough).toBe('2026-10')
    expect(both.facts.contradictions).toEqual([{ rule: 'two-sources', facts: ['contribution.paidThrough'] }])
  })

  test.each([
    ['a state that is no code', '"indiaccstate": "0"', '"indiaccstate": "3"'],
    ['a tick that is none', '"正常"', '"合并"'],
    ['a class of loans that nobody told of', '"flag": "0"', '"flag": "3"'],
    ['a year without its month', '"month1": "10"', '"month1": ""'],
    ['an amount in words', '"960.00"', '"玖佰陆拾元"'],
    ['a ratio above the whole', '"8.000"', '"800"'],
    ['an employer in mojibake', '宁波示例科技有限公司', misread('宁波示例科技有限公司')],
    ['a code that is neither of the two', '"000000"', '"0"'],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(invalid)
  })
  test('with the name in mojibake is refused: that does not say that there is no record', () => {
    expect(() => answered(changed('沈清和', misread('沈清和')))).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID', where: 'ybmap accname' }),
    )
  })
})

describe('the state', () => {
  test('that is coded counts where 其他 is ticked for 正常, and the contradiction is told', () => {
    const { facts } = foundIn(sample('ticked-other'))
    expect(facts.account).toMatchObject({ status: 'normal', arrears: false })
    expect(facts.contradictions).toEqual([{ rule: 'two-sources', facts: ['account.status'] }])
  })

  test('that is coded counts where the tick of another state stands beside it', () => {
    const { facts } = foundIn(answered(changed('"正常"', '"封存"')))
    expect(facts.account?.status).toBe('normal')
    expect(facts.contradictions).toEqual([{ rule: 'two-sources', facts: ['account.status'] }])
  })

  test('of no tick says nothing, as a frozen account has it too, and the tick 其他 does not speak for it', () => {
    const { facts, missing } = foundIn(sample('frozen', 'frozen'))
    expect(facts.account).not.toHaveProperty('status')
    expect(facts.account).not.toHaveProperty('arrears')
    expect(missing).toEqual(expect.arrayContaining(['account.status', 'account.arrears']))
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('欠款 is an arrears of a normal account', () => {
    expect(foundIn(sample('nasty', 'old-number')).facts.account).toMatchObject({
      status: 'normal',
      arrears: true,
    })
  })

  test('of no arrears contradicts the tick 欠款', () => {
    const { facts } = foundIn(answered(changed('"正常"', '"欠款"')))
    expect(facts.account).toMatchObject({ status: 'normal', arrears: false })
    expect(facts.contradictions).toEqual([{ rule: 'two-sources', facts: ['account.arrears'] }])
  })
})

describe('loans', () => {
  test('of class 2 are several, and their number is not made up', () => {
    const { facts, missing } = foundIn(sample('nasty', 'old-number'))
    expect(facts.loans).toStrictEqual({ usage: 'several-settled', unsettled: false, unsettledBalance: 0 })
    expect(missing).toContain('loans.count')
  })

  test('of which one is running have no class, and amt is what is owed', () => {
    const { facts } = foundIn(sample('running-loan', 'loan-unsettled'))
    expect(facts.loans).toStrictEqual({ unsettled: true, unsettledBalance: 65_432_109 })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('without a class, and nothing owed, are not said to be settled', () => {
    const { facts } = foundIn(answered(changed('"flag": "0"', '"flag": ""')))
    expect(facts.loans).toStrictEqual({ unsettledBalance: 0 })
  })

  test('whose amt is what was lent contradict their class: neither is resolved', () => {
    const { facts } = foundIn(sample('amount-lent', 'loan-settled'))
    expect(facts.loans).toMatchObject({
      usage: 'one-settled',
      unsettled: false,
      unsettledBalance: 50_000_000,
    })
    expect(facts.contradictions?.map(({ rule }) => rule)).toEqual([
      'unsettled-against-loans',
      'usage-against-loans',
    ])
  })
})

describe('the text of a fault', () => {
  test('is looked for in both places, each as it was meant and as ISO-8859-1 of UTF-8', () => {
    const outcomes = dialectOf('ybmap').definition.calls[0]?.reply.outcomes ?? []
    const told = outcomes.flatMap(({ at, contains, means }) =>
      contains ? [`${at} ${contains} ${means}`] : [],
    )
    const words = outcomes.flatMap(({ contains = '', means }) =>
      /\p{Script=Han}/u.test(contains) ? [{ contains, means }] : [],
    )
    const expected = words.flatMap(({ contains, means }) =>
      ['msg', 'errMsg'].flatMap((at) => [
        `${at} ${contains} ${means}`,
        `${at} ${misread(contains)} ${means}`,
      ]),
    )
    expect(new Set(told)).toEqual(new Set(expected))
    expect(told).toHaveLength(20)
  })

  test('asks about the old number under another serial', () => {
    const forms = sample('no-record', 'no-account').calls.map(formIn)
    expect(forms.map((form) => decrypted(form.get('userId')))).toEqual([
      '310101190001010070',
      '310101000101007',
    ])
    expect(new Set(forms.map((form) => form.get('channelSeq'))).size).toBe(2)
  })

  test('does not count where the code says that all is well', () => {
    const text = JSON.parse(fixture('ybmap', 'normal.json').toString()) as { msg: string }
    expect(foundIn(answered(changed(text.msg, '请稍后打印'))).facts.balance?.amount).toBe(440_876)
  })
})

test('amounts, ratios and runs come back as they were written', () => {
  const yuan = fc.integer({ min: 0, max: 10 ** 11 })
  const ratio = fc.integer({ min: 0, max: 10_000 })
  const run = fc.tuple(
    fc.integer({ min: 1990, max: 2026 }),
    fc.integer({ min: 1, max: 10 }),
    fc.integer({ min: 1, max: 400 }),
  )
  fc.assert(
    fc.property(yuan, yuan, yuan, ratio, ratio, run, (base, half, balance, unitRatio, ownRatio, months) => {
      const paidMonths = monthsTo(...months)
      const amounts = { base, unitMonthly: half, ownMonthly: half, balance, unitRatio, ownRatio }
      const record = recordOf(heldAccount({ ...amounts, paidMonths }), now, false)
      const { facts } = foundIn(answered(JSON.stringify({ recode: '000000', ...record })))
      expect(facts.contribution).toMatchObject({ base, unitRatio, ownRatio, totalMonthly: 2 * half })
      expect(facts.balance).toStrictEqual({ amount: balance })
      expect(facts.continuity?.start?.replace('-', '')).toBe(paidMonths.at(0))
      expect(facts.continuity?.end?.replace('-', '')).toBe(paidMonths.at(-1))
    }),
  )
})

test('a centre whose core holds the old number is asked again', async () => {
  const accounts = [heldAccount({ name: '秦望舒', idNumber: '310101000101017' })]
  const finding = await askOverWire({ dialect: 'ybmap', accounts }, { person: personOf('old-number') })
  expect(foundIn({ finding }).facts.balance).toStrictEqual({ amount: 6_912_000 })
})
