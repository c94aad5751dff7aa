import { createCipheriv, createDecipheriv } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import type { Person } from '../../src/contracts/generated/types.ts'
import type { Call } from '../../src/dialects/engine/dialect.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { createSettlement } from '../../src/sandbox/simulators/settlement.ts'
import { askOverWire, type SimulatedCentre } from '../support/ask-over-wire.ts'
import { dialectOf, fixture, foundIn, questionAbout, replay, type Replayed } from '../support/replay.ts'

const dialect = dialectOf('settlement')
const settings = { node: 'C31000', nodeKey: 'Test-Node-Key-01' }
const sessionKey = 'Test-Session-K01'

function person(id: PersonaId): Person {
  const persona = personas.find((each) => each.id === id)
  if (!persona) throw new RangeError(id)
  return persona.person
}

/** A conversation whose sign-in is answered by one frame and whose query by another. */
function answered(frame: Buffer, about: PersonaId = 'normal', signIn = 'sign-in'): Replayed {
  const replies: Record<string, Buffer> = {
    'sign-in': fixture('settlement', `${signIn}.bin`),
    'transfer-out': frame,
  }
  return replay(dialect, settings, questionAbout(person(about)), (call) => ({
    bytes: replies[call.name]?.subarray(20) ?? Buffer.alloc(0),
  }))
}

function sample(name: string, about?: PersonaId): Replayed {
  return answered(fixture('settlement', `${name}.bin`), about)
}

/** The normal answer with one text changed, sealed anew. */
function changed(from: string, to: string): Buffer {
  const frame = fixture('settlement', 'normal.bin')
  const text = iconv.decode(unsealed(frame), 'gbk')
  if (!text.includes(from)) throw new RangeError(from)
  const cipher = createCipheriv('aes-128-cbc', sessionKey, sessionKey)
  const sealed = [cipher.update(iconv.encode(text.replace(from, to), 'gbk')), cipher.final()]
  return Buffer.concat([frame.subarray(0, 20), ...sealed])
}

function unsealed(frame: Buffer): Buffer {
  const decipher = createDecipheriv('aes-128-cbc', sessionKey, sessionKey)
  return Buffer.concat([decipher.update(frame.subarray(20)), decipher.final()])
}

function bytesOf(call: Call | undefined): Buffer {
  if (call?.transport !== 'tcp') throw new Error('no call over TCP')
  return call.bytes
}

describe('the calls', () => {
  const { calls } = sample('normal')
  const [signIn, query] = calls

  test('are a sign-in, then the query', () => {
    expect(calls.map(({ name }) => name)).toEqual(['sign-in', 'transfer-out'])
  })

  test('have 16 bytes of header and 4 of length in network order', () => {
    for (const call of calls) {
      expect(call).toMatchObject({ reply: { headerBytes: 16, lengthBytes: 4 } })
      expect(bytesOf(call).readUInt32BE(16)).toBe(bytesOf(call).length - 20)
    }
  })

  test('sign in without a session, by a proof that only the node’s key makes', () => {
    const bytes = bytesOf(signIn)
    expect(bytes.toString('latin1', 0, 16)).toBe('0000000000000000')
    const [, check = ''] =
      /<field name="NodeCheck">([0-9a-f]+)<\/field>/i.exec(bytes.toString('latin1')) ?? []
    const decipher = createDecipheriv('aes-128-ecb', settings.nodeKey, null)
    const plain = Buffer.concat([decipher.update(check, 'hex'), decipher.final()])
    expect(plain.toString()).toBe('C3100020261124093000')
  })

  test('query in the session, sealed with its key', () => {
    expect(bytesOf(query).toString('latin1', 0, 16)).toBe('S2test0000000001')
    const text = iconv.decode(unsealed(bytesOf(query)), 'gbk')
    const body =
      '<field name="OutUnitNo">320101000000000</field><field name="InUnitNo">310000000000000</field>' +
      '<field name="InUnitName">上海市公积金管理中心</field><field name="EmpName">沈清和</field>' +
      '<field name="DocType">01</field><field name="IdNum">310101190001010011</field>'
    expect(text).toContain('<field name="TxCode">BDC905</field>')
    expect(text).toContain(`<body>${body}</body></message>`)
  })

  test('never show a key or, in clear, the person', () => {
    const wire = Buffer.concat(calls.map(bytesOf)).toString('latin1')
    for (const secret of [settings.nodeKey, sessionKey, '310101190001010011']) {
      expect(wire).not.toContain(secret)
    }
  })
})

describe('the fixtures', () => {
  test.each([
    'normal',
    'sealed',
    'one-month',
    'documented-month',
    'no-record',
    'closed',
    'refusal',
    'busy',
    'fault',
    'in-progress',
    'failed',
    'nasty',
  ])('%s.bin is %s.xml in GBK and sealed', (name) => {
    const text = iconv.decode(unsealed(fixture('settlement', `${name}.bin`)), 'gbk')
    expect(text).toBe(fixture('settlement', `${name}.xml`).toString())
  })
})

describe('an answer in settlement', () => {
  test('gives these facts', () => {
    const { facts, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:30:00+08:00',
      account: { number: '610100000001', opened: '2020-05-13' },
      employer: { name: '西安示例科技有限公司' },
      contribution: { paidThrough: '2026-10' },
      balance: { amount: 4_000_000 },
      continuity: {},
      loans: { count: 0, unsettled: false, usage: 'none', fraud: false },
    })
    expect(unmapped).toEqual([])
  })

  test('of an account that is sealed shows it by the month paid through alone', () => {
    const { facts, missing } = foundIn(sample('sealed', 'sealed'))
    expect(facts.contribution).toStrictEqual({ paidThrough: '2026-04' })
    expect(missing).toContain('account.status')
    expect(facts.loans).toMatchObject({ count: 1, unsettled: false, usage: 'one-settled' })
  })

  test('has no balance of interest that is not credited', () => {
    const { facts, lineage } = foundIn(sample('normal'))
    expect(facts.balance).toStrictEqual({ amount: 4_000_000 })
    expect(lineage['balance.amount']?.from).toEqual(['body/OrAcctAmt'])
  })

  test('shows nothing by SixMconFlag 1, and by 2 that there are no six months', () => {
    const { facts, missing } = foundIn(sample('normal'))
    expect(facts.continuity).not.toHaveProperty('sixMonths')
    expect(missing).toContain('continuity.sixMonths')
    expect(foundIn(sample('one-month', 'one-month')).facts.continuity).toMatchObject({ sixMonths: false })
  })

  test('has an unsettled loan by LoanEndFlag 1, none by 2', () => {
    const bytes = changed(
      '<field name="LoanNum">0</field><field name="LoanEndFlag">2</field>',
      '<field name="LoanNum">1</field><field name="LoanEndFlag">1</field>',
    )
    const { facts } = foundIn(answered(bytes))
    expect(facts.loans).toMatchObject({ count: 1, unsettled: true })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('contradicts itself where that flag is the wrong way round', () => {
    expect(foundIn(sample('nasty', 'old-number')).facts.contradictions).toContainEqual(
      expect.objectContaining({ rule: 'unsettled-against-loans' }),
    )
  })

  test('is read with line breaks, empty elements, entities, a day behind the month and the old number', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.employer?.name).toBe('示例&样本（西安）有限公司')
    expect(facts.contribution).toStrictEqual({ paidThrough: '2026-10' })
    expect(facts.loans).not.toHaveProperty('fraud')
    expect(unmapped).toEqual(['body/TranReason'])
  })

  test('has no opening date where it has a month alone, as documented', () => {
    const { facts, missing } = foundIn(sample('documented-month'))
    expect(facts.account).toStrictEqual({ number: '610100000001' })
    expect(missing).toContain('account.opened')
  })

  test.each([
    ['a flag that is not in its table', '<field name="LoanEndFlag">2', '<field name="LoanEndFlag">0'],
    ['two people in one message', '</body>', '</body><body></body>'],
    ['an entity of its own', '<message>', '<!DOCTYPE m [<!ENTITY a "b">]><message>'],
    ['the number of somebody else', '310101190001010011', '310101190001010038'],
    ['no end', '</message>', ''],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' }),
    )
  })

  test('is refused where the session’s key does not open it', () => {
    const frame = fixture('settlement', 'normal.bin')
    frame.writeUInt8(frame.readUInt8(frame.length - 1) ^ 1, frame.length - 1)
    expect(() => answered(frame)).toThrow(expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' }))
  })
})

describe('the outcome', () => {
  test('of RtnCode 20002 is that nothing is issued', () => {
    expect(sample('closed', 'closed').finding).toEqual({ outcome: 'not-issuable', reason: 'account-closed' })
  })

  test('of RtnCode 20001 is that there is nobody, once the old number was tried too', () => {
    const { finding, calls } = sample('no-record', 'no-account')
    expect(finding).toEqual({ outcome: 'no-record' })
    const asked = calls
      .filter(({ name }) => name === 'transfer-out')
      .map((call) => /"IdNum">(\d+)/.exec(unsealed(bytesOf(call)).toString('latin1'))?.[1])
    expect(asked).toEqual(['310101190001010070', '310101000101007'])
  })

  test.each([
    ['refusal', 'CENTRE_REFUSED'],
    ['busy', 'CENTRE_UNAVAILABLE'],
    ['fault', 'CENTRE_UNAVAILABLE'],
    ['in-progress', 'CENTRE_UNAVAILABLE'],
    ['failed', 'CENTRE_UNAVAILABLE'],
  ])('of %s is %s', (name, code) => {
    expect(() => sample(name)).toThrow(expect.objectContaining({ code }))
  })

  test.each(['busy', 'fault'])('tells %s from the other, though both may pass', (name) => {
    expect(() => sample(name)).toThrow(expect.objectContaining({ detail: `the reply says ${name}` }))
  })

  test('tells a sign-in that is busy from one that failed', () => {
    expect(() => answered(fixture('settlement', 'normal.bin'), 'normal', 'sign-in-busy')).toThrow(
      expect.objectContaining({ detail: 'the reply says busy' }),
    )
  })

  test.each([
    ['sign-in-refused', 'CENTRE_REFUSED'],
    ['sign-in-busy', 'CENTRE_UNAVAILABLE'],
  ])('of %s is %s, and nothing more is asked', (signIn, code) => {
    expect(() => answered(fixture('settlement', 'normal.bin'), 'normal', signIn)).toThrow(
      expect.objectContaining({ code }),
    )
  })
})

describe('over the wire', () => {
  const centre: SimulatedCentre = { dialect: 'settlement', create: createSettlement, settings }

  test('the simulated centre is understood whole', async () => {
    const { facts, unmapped } = foundIn({ finding: await askOverWire(centre) })
    expect(facts.balance).toStrictEqual({ amount: 6_912_000 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual([])
  })

  test('a key that is not the node’s is refused', async () => {
    await expect(
      askOverWire({ ...centre, callerSettings: { nodeKey: 'Test-Node-Key-02' } }),
    ).rejects.toMatchObject({ code: 'CENTRE_REFUSED' })
  })

  test.each([
    ['down', 'CENTRE_UNAVAILABLE'],
    ['wrong-status', 'CENTRE_UNAVAILABLE'],
    ['empty', 'CENTRE_UNAVAILABLE'],
    ['truncated', 'CENTRE_ANSWER_INVALID'],
    ['wrong-charset', 'CENTRE_ANSWER_INVALID'],
  ] as const)('a centre that is %s: %s', async (misbehaviour, code) => {
    await expect(askOverWire({ ...centre, misbehaviour })).rejects.toMatchObject({ code })
  })

  test('a centre whose flags are turned round contradicts itself', async () => {
    const finding = await askOverWire({ ...centre, misbehaviour: 'inverted-code' })
    expect(foundIn({ finding }).facts.contradictions).toContainEqual(
      expect.objectContaining({ rule: 'unsettled-against-loans' }),
    )
  })
})
