import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Person } from '../../src/contracts/generated/types.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { recordOf } from '../../src/sandbox/simulators/huidao-record.ts'
import { createHuidao } from '../../src/sandbox/simulators/huidao.ts'
import { heldAccount, now } from '../sandbox/simulators/held-by-hand.ts'
import { askOverWire, type SimulatedCentre } from '../support/ask-over-wire.ts'
import { dialectOf, fixture, foundIn, questionAbout, replay, type Replayed } from '../support/replay.ts'

const dialect = dialectOf('huidao')
const settings = { appid: 'delta-hub', appKey: '01234567-89ab-cdef-0123-456789abcdef' }

function person(id: PersonaId): Person {
  const persona = personas.find((each) => each.id === id)
  if (!persona) throw new RangeError(id)
  return persona.person
}

/** The pre-check passes, and the certificate is these bytes. */
function answered(bytes: Buffer, about: PersonaId = 'normal', status = 200): Replayed {
  return replay(dialect, settings, questionAbout(person(about)), ({ name }) =>
    name === 'pre-check' ? { status: 200, bytes: fixture('huidao', 'pre-check.json') } : { status, bytes },
  )
}

/** The pre-check itself is answered so. */
function checked(name: string, about: PersonaId = 'normal'): Replayed {
  const bytes = fixture('huidao', `${name}.json`)
  return replay(dialect, settings, questionAbout(person(about)), () => ({ status: 200, bytes }))
}

function sample(name: string, about?: PersonaId, status?: number): Replayed {
  return answered(fixture('huidao', `${name}.json`), about, status)
}

function changed(from: string, to: string): Buffer {
  const text = fixture('huidao', 'normal.json').toString()
  if (!text.includes(from)) throw new RangeError(from)
  return Buffer.from(text.replace(from, to))
}

const invalid = expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' })

describe('the requests', () => {
  const [preCheck, query] = sample('normal').calls
  if (preCheck?.transport !== 'http' || query?.transport !== 'http') throw new Error('no calls over HTTP')

  test('are first the pre-check, of name and number alone', () => {
    expect(preCheck.path).toBe('/gateway/yddk/checkKjzm')
    expect(JSON.parse(String(preCheck.body))).toEqual({
      xingMing: '沈清和',
      zjhm: '310101190001010011',
      zjlx: '111',
    })
  })

  test('then the certificate, for the lending centre, under a number of our own', () => {
    expect(query.path).toBe('/gateway/yddk/queryZm')
    expect(JSON.parse(String(query.body))).toEqual({
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
    expect(preCheck.headers).toMatchObject({ appid: 'delta-hub', apiname: 'yddk-checkKjzm' })
    expect(query.headers).toMatchObject({ appid: 'delta-hub', apiname: 'yddk-queryZm' })
    expect(preCheck.headers['signature']).not.toBe(query.headers['signature'])
  })

  test('call whatever is no resident identity card 001', () => {
    const [call] = sample('no-record', 'hmt').calls
    expect(call?.transport === 'http' && JSON.parse(String(call.body))).toMatchObject({ zjlx: '001' })
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
      contribution: {
        base: 1_200_000,
        unitRatio: 1200,
        ownRatio: 1200,
        unitMonthly: 144_000,
        ownMonthly: 144_000,
        totalMonthly: 288_000,
        paidThrough: '2026-10',
        unitPaidThrough: '2026-10',
      },
      balance: { amount: 6_912_000 },
      continuity: { start: '2024-11', end: '2026-10', asOf: '2026-11', monthCount: 24, sixMonths: true },
      loans: {
        count: 0,
        unsettledCount: 0,
        unsettled: false,
        usage: 'none',
        contractTotal: 0,
        unsettledBalance: 0,
      },
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

  test('under another name is no record', () => {
    expect(answered(changed('沈清和', '沈清禾')).finding.outcome).toBe('no-record')
  })

  test.each([
    ['310101190001010011', '310101190001010046'],
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

describe('what ends with the pre-check', () => {
  test('nobody, after the old number was tried too', () => {
    const { finding, calls } = checked('no-record', 'old-number')
    expect([finding.outcome, calls.length]).toEqual(['no-record', 2])
  })

  test('a closed account', () => {
    expect(checked('closed', 'closed').finding).toEqual({ outcome: 'not-issuable', reason: 'account-closed' })
  })

  test.each([
    ['refusal', 'CENTRE_REFUSED'],
    ['not-allowed', 'CENTRE_REFUSED'],
    ['busy', 'CENTRE_UNAVAILABLE'],
    ['fault', 'CENTRE_UNAVAILABLE'],
  ])('%s: %s', (name, code) => {
    expect(() => checked(name)).toThrow(expect.objectContaining({ code }))
  })
})

describe('over the wire', () => {
  const centre: SimulatedCentre = { dialect: 'huidao', create: createHuidao, settings }

  test('the simulated centre is understood whole', async () => {
    const { facts, unmapped } = foundIn({ finding: await askOverWire(centre) })
    expect(facts.balance).toStrictEqual({ amount: 6_912_000 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual([])
  })

  test.each([
    ['application', { appid: 'somebody' }],
    ['key', { appKey: 'ffffffff-89ab-cdef-0123-456789abcdef' }],
  ])('another %s than ours is refused', async (_, callerSettings) => {
    await expect(askOverWire({ ...centre, callerSettings })).rejects.toMatchObject({ code: 'CENTRE_REFUSED' })
  })

  test.each([
    ['down', 'CENTRE_UNAVAILABLE'],
    ['wrong-status', 'CENTRE_UNAVAILABLE'],
    ['empty', 'CENTRE_ANSWER_INVALID'],
    ['truncated', 'CENTRE_ANSWER_INVALID'],
    ['wrong-charset', 'CENTRE_ANSWER_INVALID'],
  ] as const)('a centre that is %s: %s', async (misbehaviour, code) => {
    await expect(askOverWire({ ...centre, misbehaviour })).rejects.toMatchObject({ code })
  })

  test('a centre whose flags are turned round contradicts itself', async () => {
    const finding = await askOverWire({ ...centre, misbehaviour: 'inverted-code' })
    const rules = foundIn({ finding }).facts.contradictions?.map(({ rule }) => rule)
    expect(rules?.toSorted()).toEqual(['six-months-against-run', 'unsettled-against-loans'])
  })
})

test('amounts and ratios that a centre writes are read as the same', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000_000 })
  const ratio = fc.integer({ min: 1, max: 10_000 })
  const amounts = fc.record({
    base: amount,
    unitMonthly: amount,
    ownMonthly: amount,
    unitRatio: ratio,
    ownRatio: ratio,
  })
  fc.assert(
    fc.property(amounts, amount, (contribution, balance) => {
      const data = recordOf(heldAccount({ ...contribution, balance }), now, false)
      const { facts } = foundIn(
        answered(Buffer.from(JSON.stringify({ resultCode: '200', isSuccess: true, data }))),
      )
      expect(facts.contribution).toMatchObject(contribution)
      expect(facts.balance).toStrictEqual({ amount: balance })
    }),
  )
})
