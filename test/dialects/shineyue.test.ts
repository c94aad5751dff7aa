import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Person } from '../../src/contracts/generated/types.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { recordOf } from '../../src/sandbox/simulators/shineyue-record.ts'
import { createShineyue } from '../../src/sandbox/simulators/shineyue.ts'
import { heldAccount } from '../sandbox/simulators/held-by-hand.ts'
import { askOverWire, type SimulatedCentre } from '../support/ask-over-wire.ts'
import { dialectOf, fixture, foundIn, questionAbout, replay, type Replayed } from '../support/replay.ts'

const dialect = dialectOf('shineyue')
const settings = { appid: 'delta-hub', sign: 'TEST-TOKEN-0001', zjbzxbm: 'C34020CS' }

function person(id: PersonaId): Person {
  const persona = personas.find((each) => each.id === id)
  if (!persona) throw new RangeError(id)
  return persona.person
}

function answered(bytes: Buffer, about: PersonaId = 'normal', status = 200): Replayed {
  return replay(dialect, settings, questionAbout(person(about)), () => ({ status, bytes }))
}

function sample(name: string, about?: PersonaId, status?: number): Replayed {
  return answered(fixture('shineyue', `${name}.json`), about, status)
}

/** A sample with one text changed, the normal one where none is named. */
function changed(from: string, to: string, name = 'normal'): Buffer {
  const text = fixture('shineyue', `${name}.json`).toString()
  if (!text.includes(from)) throw new RangeError(from)
  return Buffer.from(text.replace(from, to))
}

const invalid = expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' })

describe('the request', () => {
  const [call] = sample('normal').calls
  if (call?.transport !== 'http') throw new Error('no call over HTTP')

  test('is JSON about the person, with the token and the code of the centre', () => {
    expect([call.method, call.path]).toEqual(['POST', '/app-web/personal/public/yddkjczmcx.service'])
    expect(JSON.parse(String(call.body))).toEqual({
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
      contribution: {
        base: 1_200_000,
        unitRatio: 1200,
        ownRatio: 1200,
        unitMonthly: 144_000,
        ownMonthly: 144_000,
        totalMonthly: 288_000,
        paidThrough: '2026-10',
      },
      balance: { amount: 6_912_000 },
      continuity: { start: '2024-11', asOf: '2026-11', monthCount: 24, sixMonths: true },
      loans: { count: 0, unsettled: false, usage: 'none', contractTotal: 0, unsettledBalance: 0 },
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
    ['the number of somebody else', '310101190001010011', '310101190001010038'],
    ['no ret', '"ret": 0', '"code": 0'],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(invalid)
  })

  test('of another name under the same number is no record', () => {
    expect(answered(changed('沈清和', '沈清禾')).finding).toEqual({ outcome: 'no-record' })
  })
})

describe('the outcome', () => {
  test.each(['no-record', 'nobody-by-text'])(
    'of %s is that there is nobody, once the old number was tried too',
    (name) => {
      const { finding, calls } = sample(name, 'no-account')
      expect(finding).toEqual({ outcome: 'no-record' })
      expect(calls.map((call) => call.transport === 'http' && JSON.parse(String(call.body)).zjhm)).toEqual([
        '310101190001010070',
        '310101000101007',
      ])
    },
  )

  test.each([
    ['refusal', 200, 'CENTRE_REFUSED'],
    ['not-allowed', 200, 'CENTRE_REFUSED'],
    ['busy', 200, 'CENTRE_UNAVAILABLE'],
    ['fault', 200, 'CENTRE_UNAVAILABLE'],
    ['normal', 500, 'CENTRE_UNAVAILABLE'],
  ])('of %s under HTTP %i is %s', (name, status, code) => {
    expect(() => sample(name, undefined, status)).toThrow(expect.objectContaining({ code }))
  })

  test.each(['busy', 'fault'])('tells %s from the other, though both may pass', (name) => {
    expect(() => sample(name)).toThrow(expect.objectContaining({ detail: `the reply says ${name}` }))
  })

  test.each([1, 2, 99, 500, '99'])('of an empty list under ret %j is no nobody', (ret) => {
    const bytes = Buffer.from(JSON.stringify({ ret, msg: '', data: [] }))
    expect(() => answered(bytes)).toThrow(expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }))
  })

  test('of ret 0 as a text is the same', () => {
    expect(foundIn(answered(changed('"ret": 0', '"ret": "0"'))).facts.loans?.count).toBe(0)
  })

  test.each([null, undefined, '', {}])('of ret 0 with %j for a list cannot be told', (data) => {
    const bytes = Buffer.from(JSON.stringify({ ret: 0, msg: '查询成功', data }))
    expect(() => answered(bytes)).toThrow(invalid)
  })
})

describe('over the wire', () => {
  const centre: SimulatedCentre = { dialect: 'shineyue', create: createShineyue, settings }

  test('the simulated centre is understood whole', async () => {
    const { facts, unmapped } = foundIn({ finding: await askOverWire(centre) })
    expect(facts.balance).toStrictEqual({ amount: 6_912_000 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual([])
  })

  test.each([
    ['token', { sign: 'TEST-TOKEN-0002' }],
    ['name', { appid: 'somebody' }],
    ['centre', { zjbzxbm: 'C32010CS' }],
    ['environment', { zjbzxbm: 'C34020' }],
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

  test('a centre whose flag is turned round contradicts itself', async () => {
    const finding = await askOverWire({ ...centre, misbehaviour: 'inverted-code' })
    expect(foundIn({ finding }).facts.contradictions).toEqual([
      expect.objectContaining({ rule: 'unsettled-against-loans' }),
    ])
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
      const record = recordOf(heldAccount({ ...contribution, balance }), false)
      const { facts } = foundIn(answered(Buffer.from(JSON.stringify({ ret: 0, msg: '', data: [record] }))))
      expect(facts.contribution).toMatchObject(contribution)
      expect(facts.balance).toStrictEqual({ amount: balance })
    }),
  )
})
