import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Person } from '../../src/contracts/generated/types.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { recordOf } from '../../src/sandbox/simulators/suzhou-query-record.ts'
import { createSuzhouQuery } from '../../src/sandbox/simulators/suzhou-query.ts'
import { heldAccount } from '../sandbox/simulators/held-by-hand.ts'
import { askOverWire, type SimulatedCentre } from '../support/ask-over-wire.ts'
import { dialectOf, fixture, foundIn, questionAbout, replay, type Replayed } from '../support/replay.ts'

const dialect = dialectOf('suzhou-query')

function person(id: PersonaId): Person {
  const persona = personas.find((each) => each.id === id)
  if (!persona) throw new RangeError(id)
  return persona.person
}

function answered(bytes: Buffer, about: PersonaId = 'normal', status = 200): Replayed {
  return replay(dialect, {}, questionAbout(person(about)), () => ({ status, bytes }))
}

function sample(name: string, about?: PersonaId): Replayed {
  return answered(fixture('suzhou-query', `${name}.json`), about)
}

function changed(from: string, to: string): Buffer {
  const text = fixture('suzhou-query', 'normal.json').toString()
  if (!text.includes(from)) throw new RangeError(from)
  return Buffer.from(text.replace(from, to))
}

const invalid = expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' })

test('the request is the number in the query string, and no body', () => {
  const [call] = sample('normal').calls
  expect(call).toMatchObject({
    method: 'POST',
    path: '/gjj/grgjjxx/query?asGrgjjxxSfzhm=310101190001010011',
    body: undefined,
  })
})

describe('an answer in suzhou-query', () => {
  test('gives these facts, and no others', () => {
    const { facts, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:30:00+08:00',
      account: { number: '341300000001', status: 'normal' },
      employer: { name: '宿州示例科技有限公司', account: '3413008001' },
      contribution: {
        base: 1_200_000,
        unitRatio: 1200,
        ownRatio: 1200,
        unitMonthly: 144_000,
        ownMonthly: 144_000,
        totalMonthly: 288_000,
        paidThrough: '2026-10',
      },
      balance: { amount: 6_912_050 },
      continuity: {},
      loans: {},
    })
    expect(unmapped).toEqual([])
  })

  test('says the same in texts, with percentages, commas and dashes', () => {
    const { facts } = foundIn(sample('texts'))
    expect(facts.contribution).toMatchObject({ unitRatio: 1200, ownRatio: 850, paidThrough: '2026-10' })
    expect(facts.balance).toStrictEqual({ amount: 6_912_050 })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('is read with both spellings at once, the old number, and keys in another case', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account?.number).toBe('341300000017')
    expect(facts.employer).toStrictEqual({ account: '3413008001' })
    expect(facts.contribution).toMatchObject({ unitRatio: 850, ownRatio: 500, paidThrough: '2026-10' })
    expect(facts.balance).toStrictEqual({ amount: 6_912_001 })
    expect(unmapped).toEqual(['0/grbh'])
  })

  test('of a sealed account says so', () => {
    expect(foundIn(sample('sealed', 'sealed')).facts.account?.status).toBe('sealed')
  })

  test('of a closed account alone is no certificate; of an open one beside it that one', () => {
    expect(sample('closed', 'closed').finding).toMatchObject({ outcome: 'not-issuable' })
    expect(foundIn(sample('two-accounts', 'two-accounts')).facts.account?.number).toBe('341300000003')
  })

  test('is read where its one account stands in no list', () => {
    const [alone] = JSON.parse(fixture('suzhou-query', 'normal.json').toString()) as unknown[]
    expect(foundIn(answered(Buffer.from(JSON.stringify(alone)))).facts).toStrictEqual(
      foundIn(sample('normal')).facts,
    )
  })

  test('without a status gives none: nothing says that the account is open', () => {
    const { facts, missing } = foundIn(answered(changed('"grzhzt": "01",', '')))
    expect(facts.account).toStrictEqual({ number: '341300000001' })
    expect(missing).toContain('account.status')
  })

  test('under another name is no record: the service finds by number alone', () => {
    expect(answered(changed('沈清和', '沈清禾')).finding.outcome).toBe('no-record')
  })

  test('of another number is refused', () => {
    expect(() => answered(changed('310101190001010011', '310101190001010046'))).toThrow(invalid)
  })

  test('whose total is no sum contradicts itself, and nothing is put right', () => {
    const { facts } = foundIn(answered(changed('"monthpayamt": 2880', '"monthpayamt": 1440')))
    expect(facts.contribution?.totalMonthly).toBe(144_000)
    expect(facts.contradictions).toEqual([expect.objectContaining({ rule: 'total-against-parts' })])
  })

  test.each([
    ['"dwjcbl": 0.12', '"dwjcbl": 1'],
    ['"grzhye": 69120.5', '"grzhye": 1e400'],
    ['"grzhzt": "01"', '"grzhzt": "00"'],
  ])('with %s as %s cannot be read exactly, and nothing of it is used', (from, to) =>
    expect(() => answered(changed(from, to))).toThrow(invalid),
  )
})

describe('an answer without facts', () => {
  test.each(['null', '[]'])('%s is nobody, after the old number was tried too', (text) => {
    const { finding, calls } = answered(Buffer.from(text), 'old-number')
    expect(finding.outcome).toBe('no-record')
    expect(calls).toHaveLength(2)
  })

  test('an error page under HTTP 200 is neither list nor null, and does not say that there is nobody', () => {
    expect(() => sample('error-page')).toThrow(invalid)
  })

  test.each(['{}', '""', '[{}]', '[null]', 'false', '0', '"系统繁忙"', '<html></html>', ''])(
    'nor does %j',
    (text) => {
      expect(() => answered(Buffer.from(text))).toThrow(invalid)
    },
  )

  test('under another HTTP status is a fault of the centre', () => {
    expect(() => answered(Buffer.from('null'), 'normal', 500)).toThrow(
      expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }),
    )
  })
})

describe.each(['numbers', 'texts'])('over the wire, a centre that sends %s', (values) => {
  const centre: SimulatedCentre = { dialect: 'suzhou-query', create: createSuzhouQuery, settings: { values } }

  test('is understood whole', async () => {
    const { facts, unmapped } = foundIn({ finding: await askOverWire(centre) })
    expect(facts.balance).toStrictEqual({ amount: 6_912_000 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual([])
  })

  test.each([
    ['down', 'CENTRE_UNAVAILABLE'],
    ['wrong-status', 'CENTRE_UNAVAILABLE'],
    ['empty', 'CENTRE_ANSWER_INVALID'],
    ['truncated', 'CENTRE_ANSWER_INVALID'],
    ['wrong-charset', 'CENTRE_ANSWER_INVALID'],
  ] as const)('and is %s: %s', async (misbehaviour, code) => {
    await expect(askOverWire({ ...centre, misbehaviour })).rejects.toMatchObject({ code })
  })

  test('and means one side by the total contradicts itself', async () => {
    const finding = await askOverWire({ ...centre, misbehaviour: 'inverted-code' })
    expect(foundIn({ finding }).facts.contradictions).toEqual([
      expect.objectContaining({ rule: 'total-against-parts' }),
    ])
  })
})

test('amounts and ratios that a centre writes either way are read as the same', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000_000 })
  // Below 1 % a fraction and a percentage cannot be told apart; 1 alone is refused.
  const ratio = fc.integer({ min: 101, max: 9_999 })
  const amounts = fc.record({
    base: amount,
    unitMonthly: amount,
    ownMonthly: amount,
    unitRatio: ratio,
    ownRatio: ratio,
  })
  fc.assert(
    fc.property(amounts, amount, fc.boolean(), (contribution, balance, asTexts) => {
      const record = recordOf(heldAccount({ ...contribution, balance }), asTexts, false)
      const { facts } = foundIn(answered(Buffer.from(JSON.stringify([record]))))
      expect(facts.contribution).toMatchObject(contribution)
      expect(facts.balance).toStrictEqual({ amount: balance })
    }),
  )
})
