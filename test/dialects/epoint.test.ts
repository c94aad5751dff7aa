import { describe, expect, test } from '@jest/globals'
import type { Person } from '../../src/contracts/generated/types.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { createEpoint } from '../../src/sandbox/simulators/epoint.ts'
import { askOverWire, type SimulatedCentre } from '../support/ask-over-wire.ts'
import { dialectOf, fixture, foundIn, questionAbout, replay, type Replayed } from '../support/replay.ts'

const dialect = dialectOf('epoint')
const settings = { token: 'TEST-TOKEN-0001' }

function person(id: PersonaId): Person {
  const persona = personas.find((each) => each.id === id)
  if (!persona) throw new RangeError(id)
  return persona.person
}

function answered(bytes: Buffer, about: PersonaId = 'normal', status = 200): Replayed {
  return replay(dialect, settings, questionAbout(person(about)), () => ({ status, bytes }))
}

function sample(name: string, about?: PersonaId, status?: number): Replayed {
  return answered(fixture('epoint', `${name}.json`), about, status)
}

/** The normal answer with one text changed. */
function changed(from: string, to: string): Buffer {
  const text = fixture('epoint', 'normal.json').toString()
  if (!text.includes(from)) throw new RangeError(from)
  return Buffer.from(text.replace(from, to))
}

describe('the request', () => {
  const [call] = sample('normal').calls
  if (call?.transport !== 'http') throw new Error('no call over HTTP')

  test('is JSON with the token, and params about the person and the lending centre', () => {
    expect([call.method, call.path]).toEqual(['POST', '/rest/gjjyddk/getJcsyzm'])
    expect(JSON.parse(String(call.body))).toEqual({
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

  test('has no status where it says 其他, which a frozen account is too', () => {
    const { facts, missing } = foundIn(answered(changed('"正常"', '"其他"')))
    expect(facts.account).not.toHaveProperty('status')
    expect(missing).toContain('account.status')
  })

  test('makes 欠缴 an arrears of a normal account', () => {
    const { facts } = foundIn(answered(changed('"正常"', '"欠缴"')))
    expect(facts.account).toMatchObject({ status: 'normal', arrears: true })
  })

  test.each([
    ['(', ')'],
    ['（', '）'],
  ])('has 有两次以上 with brackets %s%s', (open, close) => {
    const words = `有两次以上${open}含两次${close}贷款记录且贷款已还清`
    const bytes = changed('"dkqk": "无贷款记录",\n    "dkcs": "0"', `"dkqk": "${words}", "dkcs": "2"`)
    expect(foundIn(answered(bytes)).facts.loans).toMatchObject({ usage: 'several-settled', unsettled: false })
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

  test('has the total of both sides for the monthly amount', () => {
    const { facts } = foundIn(sample('normal'))
    expect(facts.contribution).not.toHaveProperty('ownMonthly')
    expect(facts.contribution?.totalMonthly).toBe(288_000)
  })

  test.each([
    ['a state that is no tick', '"正常"', '"已转出"'],
    ['a word for loans that nobody told of', '"无贷款记录"', '"有"'],
    ['a run without an end', '至2026年10月', ''],
    ['a run to this day', '2026年10月', '今'],
    ['an amount in words', '"12,000.00"', '"壹万贰仟元"'],
    ['a ratio above the whole', '"12%"', '"1200%"'],
    ['the number of somebody else', '310101190001010011', '310101190001010038'],
    ['a code that is neither 1 nor 0', '"code": "1"', '"code": "2"'],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' }),
    )
  })

  test('of another name under the same number is no record', () => {
    expect(answered(changed('沈清和', '沈清禾')).finding).toEqual({ outcome: 'no-record' })
  })
})

describe('the words of status/text', () => {
  test('make a closed account one for which nothing is issued', () => {
    expect(sample('closed', 'closed').finding).toEqual({ outcome: 'not-issuable', reason: 'account-closed' })
  })

  test('tell that there is nobody, once the old number was tried too', () => {
    const { finding, calls } = sample('no-record', 'no-account')
    expect(finding).toEqual({ outcome: 'no-record' })
    expect(
      calls.map((call) => call.transport === 'http' && JSON.parse(String(call.body)).params.sfz),
    ).toEqual(['310101190001010070', '310101000101007'])
  })

  test.each([
    ['refusal', 200, 'CENTRE_REFUSED'],
    ['not-allowed', 200, 'CENTRE_REFUSED'],
    ['busy', 200, 'CENTRE_UNAVAILABLE'],
    ['fault', 200, 'CENTRE_UNAVAILABLE'],
    ['normal', 500, 'CENTRE_UNAVAILABLE'],
  ])('tell %s under HTTP %i: %s', (name, status, code) => {
    expect(() => sample(name, undefined, status)).toThrow(expect.objectContaining({ code }))
  })
})

test.each(['busy', 'fault'])('a text that says %s is told from the other, though both may pass', (name) => {
  expect(() => sample(name)).toThrow(expect.objectContaining({ detail: `the reply says ${name}` }))
})

describe('over the wire', () => {
  const centre: SimulatedCentre = { dialect: 'epoint', create: createEpoint, settings }

  test('the simulated centre is understood whole', async () => {
    const { facts, unmapped } = foundIn({ finding: await askOverWire(centre) })
    expect(facts.balance).toStrictEqual({ amount: 6_912_000 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual([])
  })

  test('a token that is not ours is refused', async () => {
    await expect(
      askOverWire({ ...centre, callerSettings: { token: 'TEST-TOKEN-0002' } }),
    ).rejects.toMatchObject({ code: 'CENTRE_REFUSED' })
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

  test('a centre whose words are the wrong way round contradicts itself', async () => {
    const finding = await askOverWire({ ...centre, misbehaviour: 'inverted-code' })
    expect(foundIn({ finding }).facts.contradictions).toContainEqual(
      expect.objectContaining({ rule: 'unsettled-against-loans' }),
    )
  })
})
