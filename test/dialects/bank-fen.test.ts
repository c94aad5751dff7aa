import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import type { Person } from '../../src/contracts/generated/types.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { createBankFen } from '../../src/sandbox/simulators/bank-fen.ts'
import { askOverWire, type SimulatedCentre } from '../support/ask-over-wire.ts'
import { dialectOf, fixture, foundIn, questionAbout, replay, type Replayed } from '../support/replay.ts'

const dialect = dialectOf('bank-fen')
const settings = { paasid: 'gateway', token: 'TEST-TOKEN-0001' }

function person(id: PersonaId): Person {
  const persona = personas.find((each) => each.id === id)
  if (!persona) throw new RangeError(id)
  return persona.person
}

function answered(bytes: Buffer, about: PersonaId = 'normal', status = 200): Replayed {
  return replay(dialect, settings, questionAbout(person(about)), () => ({ status, bytes }))
}

function sample(name: string, about?: PersonaId, status?: number): Replayed {
  return answered(fixture('bank-fen', `${name}.json`), about, status)
}

/** The normal answer with one text changed. */
function changed(from: string, to: string): Buffer {
  const text = fixture('bank-fen', 'normal.json').toString()
  if (!text.includes(from)) throw new RangeError(from)
  return Buffer.from(text.replace(from, to))
}

describe('the request', () => {
  const [call] = sample('normal').calls
  if (call?.transport !== 'http') throw new Error('no call over HTTP')

  test('is JSON about the person, for the centre asked', () => {
    expect([call.method, call.path]).toEqual(['POST', '/fund/deposit/query'])
    expect(JSON.parse(String(call.body))).toEqual({
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
      continuity: {
        start: '2024-11',
        end: '2026-10',
        asOf: '2026-11',
        backPaymentsCounted: true,
        monthCount: 24,
        sixMonths: true,
      },
      loans: {
        count: 0,
        unsettledCount: 0,
        unsettled: false,
        usage: 'none',
        contractTotal: 0,
        unsettledBalance: 0,
      },
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
      expect(() => answered(changed('"bal": 6912000', `"bal": ${amount}`))).toThrow(
        expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' }),
      )
    },
  )

  test('has ratios as fractions: 12 is refused', () => {
    expect(() => answered(changed('"unitRatio": 0.12', '"unitRatio": 12'))).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' }),
    )
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

  test('is refused about somebody else', () => {
    expect(() => sample('normal', 'frozen')).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' }),
    )
  })
})

describe('the outcome', () => {
  test('of status 9 is that nothing is issued', () => {
    expect(sample('closed', 'closed').finding).toEqual({ outcome: 'not-issuable', reason: 'account-closed' })
  })

  test('of code 1001 is that there is nobody, once the old number was tried too', () => {
    const { finding, calls } = sample('no-record', 'no-account')
    expect(finding).toEqual({ outcome: 'no-record' })
    expect(calls.map((call) => call.transport === 'http' && JSON.parse(String(call.body)).certNo)).toEqual([
      '310101190001010070',
      '310101000101007',
    ])
  })

  test.each([
    ['refusal', 200, 'CENTRE_REFUSED'],
    ['bad-signature', 401, 'CENTRE_REFUSED'],
    ['busy', 200, 'CENTRE_UNAVAILABLE'],
    ['fault', 200, 'CENTRE_UNAVAILABLE'],
    ['normal', 500, 'CENTRE_UNAVAILABLE'],
  ])('of %s under HTTP %i is %s', (name, status, code) => {
    expect(() => sample(name, undefined, status)).toThrow(expect.objectContaining({ code }))
  })

  test.each(['busy', 'fault'])('tells %s from the other, though both may pass', (name) => {
    expect(() => sample(name)).toThrow(expect.objectContaining({ detail: `the reply says ${name}` }))
  })

  test('of a reply without a code cannot be told', () => {
    expect(() => answered(Buffer.from('{}'))).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' }),
    )
  })
})

describe('over the wire', () => {
  const centre: SimulatedCentre = { dialect: 'bank-fen', create: createBankFen, settings }

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

  test('a centre whose flags are turned round contradicts itself', async () => {
    const finding = await askOverWire({ ...centre, misbehaviour: 'inverted-code' })
    expect(foundIn({ finding }).facts.contradictions).toEqual([
      expect.objectContaining({ rule: 'unsettled-against-loans' }),
    ])
  })
})
