import { describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import type { Person } from '../../src/contracts/generated/types.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { createBspTags } from '../../src/sandbox/simulators/bsp-tags.ts'
import { heldAccount } from '../sandbox/simulators/held-by-hand.ts'
import { askOverWire, type SimulatedCentre } from '../support/ask-over-wire.ts'
import { dialectOf, fixture, foundIn, questionAbout, replay, type Replayed } from '../support/replay.ts'

const dialect = dialectOf('bsp-tags')
const settings = { channel: '88', centreId: '00057400', branchId: '05740008' }

function person(id: PersonaId): Person {
  const persona = personas.find((each) => each.id === id)
  if (!persona) throw new RangeError(id)
  return persona.person
}

function answered(bytes: Buffer, about: PersonaId = 'normal'): Replayed {
  return replay(dialect, settings, questionAbout(person(about)), () => ({ bytes }))
}

function sample(name: string, about?: PersonaId): Replayed {
  return answered(fixture('bsp-tags', `${name}.txt`), about)
}

/** The normal answer with one text changed. */
function changed(from: string, to: string): Buffer {
  const text = iconv.decode(fixture('bsp-tags', 'normal.txt'), 'gbk')
  if (!text.includes(from)) throw new RangeError(from)
  return iconv.encode(text.replace(from, to), 'gbk')
}

describe('the request', () => {
  const [call] = sample('normal').calls

  test('is tags that close without a name, in GBK', () => {
    expect(call?.transport === 'tcp' && iconv.decode(call.bytes, 'gbk')).toMatch(
      /^<TranCode>5498<\/><TranDate>2026-11-24<\/><MTimeStamp>2026-11-24 09:30:00:000000<\/><TranSeq>[^<]+<\/><Channel>88<\/><CenterId>00057400<\/><BrchId>05740008<\/><AccName>沈清和<\/><CertiNum>310101190001010011<\/><ProjectName>上海市公积金管理中心<\/>$/,
    )
  })

  test('ends with the stream, as the answer does', () => {
    expect(call).toMatchObject({ transport: 'tcp', reply: 'end-of-stream' })
  })
})

describe('an answer in bsp-tags', () => {
  test('gives these facts', () => {
    const { facts, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:30:00+08:00',
      sourceNumber: '20261124nbbj02',
      account: { number: '3302010000001', opened: '2020-05-13', status: 'normal', arrears: false },
      employer: { name: '宁波示例科技有限公司', account: '3302008001' },
      contribution: {
        base: 600_000,
        unitRatio: 800,
        ownRatio: 800,
        totalMonthly: 96_000,
        paidThrough: '2026-10',
      },
      balance: { amount: 440_876 },
      continuity: {
        start: '2020-05',
        end: '2026-10',
        asOf: '2026-11',
        monthCount: 78,
        sixMonths: true,
      },
      loans: { unsettled: false, usage: 'none' },
    })
    expect(unmapped).toEqual([])
  })

  test('of a sealed account says so', () => {
    const { facts } = foundIn(sample('sealed', 'sealed'))
    expect(facts.account).toMatchObject({ status: 'sealed', arrears: false })
    expect(facts.continuity).toMatchObject({ start: '2022-01', end: '2026-04' })
    expect(facts.loans).toMatchObject({ usage: 'one-settled' })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('has the total in the tag that is named for the own part', () => {
    const { facts, lineage } = foundIn(sample('normal'))
    expect(facts.contribution).not.toHaveProperty('ownMonthly')
    expect(lineage['contribution.totalMonthly']?.from).toEqual(['IndiPaySum'])
  })

  test('has a colon before the microseconds', () => {
    expect(foundIn(sample('normal')).lineage['asOf']?.from).toEqual(['MTimeStamp'])
  })

  test('may have 其他 beside the code of 正常, as certificates tick it, and the code stands', () => {
    const { facts } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account?.status).toBe('normal')
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('has no status where it says 其他, which a frozen account is too', () => {
    const bytes = changed(
      '<IndiAccState>0</><Spt_IndiAccStateName>正常',
      '<IndiAccState>9</><Spt_IndiAccStateName>其他',
    )
    const { facts, missing } = foundIn(answered(bytes))
    expect(facts.account).not.toHaveProperty('status')
    expect(missing).toContain('account.status')
  })

  test('contradicts itself where the name beside the code is that of another state, and the code stands', () => {
    const { facts } = foundIn(answered(changed('>正常<', '>封存<')))
    expect(facts.account?.status).toBe('normal')
    expect(facts.contradictions).toContainEqual({ rule: 'two-sources', facts: ['account.status'] })
  })

  test('is read with line breaks, commas, another spelling of months and the old number', () => {
    const { facts } = foundIn(sample('nasty', 'old-number'))
    expect(facts.contribution).toMatchObject({
      base: 1_200_000,
      unitRatio: 1200,
      ownRatio: 850,
      totalMonthly: 246_000,
      paidThrough: '2026-10',
    })
    expect(facts.balance).toStrictEqual({ amount: 123_456_789 })
  })

  test('has no class of loans while one is running, and its amount is not guessed at', () => {
    const { facts, missing } = foundIn(sample('nasty', 'old-number'))
    expect(facts.loans).toStrictEqual({})
    expect(missing).toEqual(expect.arrayContaining(['loans.unsettled', 'loans.unsettledBalance']))
  })

  test('may leave a tag empty, which is no fact', () => {
    expect(foundIn(sample('nasty', 'old-number')).facts).not.toHaveProperty('sourceNumber')
  })

  test('may hold a tag that nobody told of, which is reported', () => {
    expect(foundIn(sample('nasty', 'old-number')).unmapped).toEqual(['TransferMark'])
  })

  test('makes 欠款 an arrears of a normal account', () => {
    const bytes = changed(
      '<IndiAccState>0</><Spt_IndiAccStateName>正常',
      '<IndiAccState>2</><Spt_IndiAccStateName>欠款',
    )
    expect(foundIn(answered(bytes)).facts.account).toMatchObject({ status: 'normal', arrears: true })
  })

  test.each(['<Bal>', '<LPaym>', '<LinkPhone>'])('is no answer where it breaks off before %s', (tag) => {
    const whole = iconv.decode(fixture('bsp-tags', 'normal.txt'), 'gbk')
    const cut = iconv.encode(whole.slice(0, whole.indexOf(tag)), 'gbk')
    expect(() => answered(cut)).toThrow(expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }))
  })

  test.each([
    ['an amount cut short', '<Bal>4408.76</>', '<Bal>44'],
    ['a closing tag with a name', '<Bal>4408.76</>', '<Bal>4408.76</Bal>'],
    ['a state that is not in the table', '<IndiAccState>0</>', '<IndiAccState>5</>'],
    ['no amount where one belongs', '<Bal>4408.76</>', '<Bal>many</>'],
    ['the number of somebody else', '310101190001010011', '310101190001010038'],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' }),
    )
  })
})

describe('the words of RspMsg', () => {
  test('make a closed account one for which nothing is issued', () => {
    expect(sample('closed', 'closed').finding).toEqual({ outcome: 'not-issuable', reason: 'account-closed' })
  })

  test('tell that there is nobody, once the old number was tried too', () => {
    const { finding, calls } = sample('no-record', 'no-account')
    expect(finding).toEqual({ outcome: 'no-record' })
    expect(calls.map((call) => call.transport === 'tcp' && call.bytes.toString('latin1'))).toEqual([
      expect.stringContaining('<CertiNum>310101190001010070</>'),
      expect.stringContaining('<CertiNum>310101000101007</>'),
    ])
  })

  test.each([
    ['refusal', 'CENTRE_REFUSED'],
    ['busy', 'CENTRE_UNAVAILABLE'],
    ['fault', 'CENTRE_UNAVAILABLE'],
  ])('tell a %s: %s', (name, code) => {
    expect(() => sample(name)).toThrow(expect.objectContaining({ code }))
  })

  test.each(['busy', 'fault'])('tells %s from the other, though both may pass', (name) => {
    expect(() => sample(name)).toThrow(expect.objectContaining({ detail: `the reply says ${name}` }))
  })

  test('cannot be read where the code is none that is known', () => {
    expect(() => answered(changed('000000', '000001'))).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' }),
    )
  })
})

describe('over the wire', () => {
  const centre: SimulatedCentre = { dialect: 'bsp-tags', create: createBspTags, settings }

  test('the simulated centre is understood whole', async () => {
    const { facts, unmapped } = foundIn({ finding: await askOverWire(centre) })
    expect(facts.balance).toStrictEqual({ amount: 6_912_000 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual([])
  })

  test('a name outside GBK comes back with question marks, and is known nevertheless', async () => {
    const accounts = [heldAccount({ name: '骉㛃𬭎', idNumber: '310101190001010185' })]
    const asked = { person: person('rare-name') }
    expect(await askOverWire({ ...centre, accounts }, asked)).toMatchObject({ outcome: 'found' })
  })

  test('a channel that is not ours is refused', async () => {
    await expect(askOverWire({ ...centre, callerSettings: { channel: '99' } })).rejects.toMatchObject({
      code: 'CENTRE_REFUSED',
    })
  })

  test.each([
    ['down', 'CENTRE_UNAVAILABLE'],
    ['wrong-status', 'CENTRE_UNAVAILABLE'],
    ['empty', 'CENTRE_UNAVAILABLE'],
    ['truncated', 'CENTRE_UNAVAILABLE'],
    ['wrong-charset', 'CENTRE_ANSWER_INVALID'],
  ] as const)('a centre that is %s: %s', async (misbehaviour, code) => {
    await expect(askOverWire({ ...centre, misbehaviour })).rejects.toMatchObject({ code })
  })

  test('a centre whose states are turned round contradicts itself', async () => {
    const finding = await askOverWire({ ...centre, misbehaviour: 'inverted-code' })
    expect(foundIn({ finding }).facts.contradictions).toEqual([
      { rule: 'two-sources', facts: ['account.status'] },
    ])
  })
})
