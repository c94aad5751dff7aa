import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Person } from '../../src/contracts/generated/types.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { recordOf } from '../../src/sandbox/simulators/antchain-record.ts'
import { createAntchain } from '../../src/sandbox/simulators/antchain.ts'
import { heldAccount } from '../sandbox/simulators/held-by-hand.ts'
import { askOverWire, type SimulatedCentre } from '../support/ask-over-wire.ts'
import { dialectOf, fixture, foundIn, questionAbout, replay, type Replayed } from '../support/replay.ts'

const dialect = dialectOf('antchain')
const settings = {
  userIdentity: '12310000MTEXT0018R',
  userName: '长三角枢纽',
  providerId: 'PF330600',
  zjbzxbm: 'C33060',
  accessToken: 'TEST-TOKEN-0001',
}

function person(id: PersonaId): Person {
  const persona = personas.find((each) => each.id === id)
  if (!persona) throw new RangeError(id)
  return persona.person
}

function answered(bytes: Buffer, about: PersonaId = 'normal', status = 200): Replayed {
  return replay(dialect, settings, questionAbout(person(about)), () => ({ status, bytes }))
}

function sample(name: string, about?: PersonaId, status?: number): Replayed {
  return answered(fixture('antchain', `${name}.json`), about, status)
}

/** The normal sample with members of its record, or of its envelope, changed. */
function changed(record: object, envelope: object = {}): Buffer {
  const reply = JSON.parse(fixture('antchain', 'normal.json').toString()) as { trust_data: string }
  const [first] = JSON.parse(reply.trust_data) as object[]
  return Buffer.from(
    JSON.stringify({ ...reply, trust_data: JSON.stringify([{ ...first, ...record }]), ...envelope }),
  )
}

const invalid = expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' })

describe('the request', () => {
  const [call] = sample('normal').calls
  if (call?.transport !== 'http') throw new Error('no call over HTTP')
  const { extend_params: extend, ...body } = JSON.parse(String(call.body)) as Record<string, string>

  test('says who uses whose data, for what and in which case', () => {
    expect(body).toEqual({
      req_msg_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      data_user_identity: '12310000MTEXT0018R',
      data_user_name: '长三角枢纽',
      data_owner_identity: '310101190001010011',
      data_owner_name: '沈清和',
      provider_id: 'PF330600',
      data_code: 'YDDKJCZM',
      purpose: '异地贷款',
      biz_id: 'A1',
    })
  })

  test('has the question itself as JSON in a text', () => {
    expect(JSON.parse(extend ?? '')).toEqual({
      zjbzxbm: 'C33060',
      xingming: '沈清和',
      zjhm: '310101190001010011',
    })
  })

  test('shows the token to the front', () => {
    expect(call.headers).toMatchObject({ Authorization: 'Bearer TEST-TOKEN-0001' })
  })
})

describe('an answer in antchain', () => {
  test('gives these facts', () => {
    const { facts, missing, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:30:00+08:00',
      sourceNumber: 'YDDK202611240001',
      account: { number: '330600000001', opened: '2024-11-10', status: 'normal' },
      employer: { name: '绍兴示例科技有限公司', account: '3306008001' },
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
    expect(missing).toContain('continuity.end')
    expect(unmapped).toEqual([])
  })

  test('says where in the text of data each fact stood', () => {
    expect(foundIn(sample('normal')).lineage['balance.amount']).toMatchObject({
      from: ['trust_data/0/grzhye'],
    })
  })

  test('means settled by jqbz 1, and running by 0', () => {
    expect(foundIn(sample('sealed', 'sealed')).facts.loans).toMatchObject({
      unsettled: false,
      usage: 'one-settled',
    })
    expect(foundIn(sample('nasty', 'old-number')).facts.loans).toMatchObject({ unsettled: true })
  })

  test('that flags a loan as running without one contradicts itself', () => {
    expect(foundIn(answered(changed({ jqbz: '0' }))).facts.contradictions).toEqual([
      expect.objectContaining({ rule: 'unsettled-against-loans' }),
    ])
  })

  test('is read with numbers for texts, other spellings and the old number', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account).toStrictEqual({
      number: '330600000017',
      opened: '2024-11-10',
      status: 'frozen',
      frozen: true,
    })
    expect(facts.contribution).toMatchObject({ unitRatio: 850, ownRatio: 500, paidThrough: '2026-10' })
    expect(unmapped).toEqual(['trust_data/0/grbh'])
  })

  test('of a closed account alone is no certificate; of an open one beside it that one', () => {
    expect(sample('closed', 'closed').finding).toMatchObject({ outcome: 'not-issuable' })
    expect(foundIn(sample('two-accounts', 'two-accounts')).facts.account?.number).toBe('330600000003')
  })

  test('under another name is no record, of another number refused', () => {
    expect(answered(changed({ xingming: '沈清禾' })).finding.outcome).toBe('no-record')
    expect(() => answered(changed({ zjhm: '310101190001010046' }))).toThrow(invalid)
  })

  test.each([
    ['a percentage for a fraction', { dwjcbl: '12' }],
    ['the wildcard of queries for a status', { grzhzt: '00' }],
    ['a settled flag that nobody knows', { jqbz: '2' }],
  ])('with %s is not used', (_, record) => {
    expect(() => answered(changed(record))).toThrow(invalid)
  })

  test.each([['{"a":'], ['[{"zjhm":"1","zjhm":"2"}]'], ['1e400']])(
    'whose text of data is %s is not used',
    (data) => {
      expect(() => answered(changed({}, { trust_data: data }))).toThrow(invalid)
    },
  )
})

describe('an answer without facts', () => {
  test.each(['no-record', 'not-found'])('%s is nobody, after the old number was tried too', (name) => {
    const { finding, calls } = sample(name, 'old-number')
    expect([finding.outcome, calls.length]).toEqual(['no-record', 2])
  })

  test.each([
    ['refusal', 'CENTRE_REFUSED'],
    ['busy', 'CENTRE_UNAVAILABLE'],
    ['fault', 'CENTRE_UNAVAILABLE'],
  ])('%s: %s', (name, code) => {
    expect(() => sample(name)).toThrow(expect.objectContaining({ code }))
  })

  test('an empty list under another code is no nobody', () => {
    expect(() => answered(changed({}, { result_code: 'SYSTEM_ERROR', trust_data: '[]' }))).toThrow(
      expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }),
    )
  })
})

describe('over the wire', () => {
  const centre: SimulatedCentre = { dialect: 'antchain', create: createAntchain, settings }

  test('the simulated centre is understood whole', async () => {
    const { facts, unmapped } = foundIn({ finding: await askOverWire(centre) })
    expect(facts.balance).toStrictEqual({ amount: 6_912_000 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual([])
  })

  test.each([
    ['token', { accessToken: 'TEST-TOKEN-0002' }],
    ['user', { userIdentity: '123201000000000197' }],
    ['provider', { providerId: 'PF330601' }],
    ['centre', { zjbzxbm: 'C32010' }],
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
    const loans = [{ contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' }]
    const finding = await askOverWire({
      ...centre,
      accounts: [heldAccount({ loans })],
      misbehaviour: 'inverted-code',
    })
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
      const { facts } = foundIn(
        answered(changed(recordOf(heldAccount({ ...contribution, balance }), 'I', false))),
      )
      expect(facts.contribution).toMatchObject(contribution)
      expect(facts.balance).toStrictEqual({ amount: balance })
    }),
  )
})
