import { createDecipheriv } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { tcpCall } from '../support/dialect-calls.ts'
import { invalid, repliesOf } from '../support/dialect-replies.ts'
import { fixture, foundIn } from '../support/replay.ts'
import { headerLength, nodeKey, sessionKey, unsealed } from '../support/settlement-seal.ts'

const { answered, changed, sample } = repliesOf('settlement')

describe('the calls', () => {
  const { calls } = sample('normal')
  const frames = calls.map((call) => tcpCall(call).bytes)
  const [signIn = Buffer.of(), query = Buffer.of()] = frames

  test('are a sign-in, then the query', () => {
    expect(calls.map(({ name }) => name)).toEqual(['sign-in', 'transfer-out'])
  })

  test('have 16 bytes of header and 4 of length in network order', () => {
    for (const { bytes, reply } of calls.map(tcpCall)) {
      expect(reply).toEqual({ headerBytes: 16, lengthBytes: 4 })
      expect(bytes.readUInt32BE(16)).toBe(bytes.length - headerLength)
    }
  })

  test('sign in without a session, by a proof that only the node’s key makes', () => {
    const text = signIn.toString('latin1')
    expect(text.slice(0, 16)).toBe('0000000000000000')
    const [, check = ''] = /<field name="NodeCheck">([0-9a-f]+)<\/field>/i.exec(text) ?? []
    const decipher = createDecipheriv('aes-128-ecb', nodeKey, null)
    const plain = Buffer.concat([decipher.update(check, 'hex'), decipher.final()])
    expect(plain.toString()).toBe('C3100020261124093000')
  })

  test('query in the session, sealed with its key', () => {
    expect(query.toString('latin1', 0, 16)).toBe('S2test0000000001')
    const text = unsealed(query)
    const body =
      '<field name="OutUnitNo">320101000000000</field><field name="InUnitNo">310000000000000</field>' +
      '<field name="InUnitName">上海市公积金管理中心</field><field name="EmpName">沈清和</field>' +
      '<field name="DocType">01</field><field name="IdNum">310101190001010011</field>'
    expect(text).toContain('<field name="TxCode">BDC905</field>')
    expect(text).toContain(`<body>${body}</body></message>`)
  })

  test('never show a key or, in clear, the person', () => {
    const wire = Buffer.concat(frames).toString('latin1')
    for (const secret of [nodeKey, sessionKey, '310101190001010011']) {
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
    expect(unsealed(fixture('settlement', `${name}.bin`))).toBe(
      fixture('settlement', `${name}.xml`).toString(),
    )
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
    ['no end', '</message>', ''],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(invalid)
  })

  test('is refused where the session’s key does not open it', () => {
    const frame = fixture('settlement', 'normal.bin')
    frame.writeUInt8(frame.readUInt8(frame.length - 1) ^ 1, frame.length - 1)
    expect(() => answered(frame)).toThrow(invalid)
  })
})

describe('a sign-in', () => {
  const { sample: signedIn } = repliesOf('settlement', {
    travels: ({ bytes }) => ({ bytes: bytes.subarray(headerLength) }),
  })

  test.each([
    ['sign-in-refused', 'CENTRE_REFUSED'],
    ['sign-in-busy', 'CENTRE_UNAVAILABLE'],
  ])('answered by %s is %s, and nothing more is asked', (name, code) => {
    expect(() => signedIn(name)).toThrow(expect.objectContaining({ code }))
  })

  test('that is busy is told from one that failed', () => {
    expect(() => signedIn('sign-in-busy')).toThrow(
      expect.objectContaining({ detail: '应答表示暂不可用 the reply says busy' }),
    )
  })
})
