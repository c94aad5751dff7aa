import { describe, expect, test } from '@jest/globals'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import { createSettlement } from '../../../src/sandbox/simulators/settlement.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { listening, type Listening } from '../../support/over-tcp.ts'
import { held, heldAccount, monthsTo, now } from './held-by-hand.ts'
import {
  exchange,
  field,
  message,
  node,
  nodeKey,
  noSession,
  query,
  signIn,
  signInMessage,
  withAnotherKey,
} from './settlement-client.ts'

interface Centre {
  accounts?: readonly HeldAccount[]
  mood?: () => Misbehaviour
  clock?: () => number
}

function centre({
  accounts = [heldAccount()],
  mood = () => 'none',
  clock = () => now,
}: Centre = {}): Promise<Listening> {
  const settings = { node, nodeKey }
  return listening(createSettlement({ held: held(...accounts), settings, misbehaviour: mood, clock }))
}

async function recordOf(more: Partial<HeldAccount>): Promise<string> {
  await using server = await centre({ accounts: [heldAccount(more)] })
  return (await exchange(server.port, query(), await signIn(server.port))).text
}

describe('signing in to the settlement platform', () => {
  test('gives a session and its key, wrapped with that of the node', async () => {
    await using server = await centre()
    const { header, text } = await exchange(server.port, signInMessage())
    expect(header).toBe(noSession)
    expect(field(text, 'TxStatus')).toBe('0')
    expect(field(text, 'RtnCode')).toBe('00000')
    const session = await signIn(server.port)
    expect(session.id).toMatch(/^[\w-]{16}$/)
    expect(session.key).toMatch(/^[\w-]{16}$/)
    expect(await signIn(server.port)).not.toEqual(session)
  })

  test.each([
    ['another key', signInMessage(undefined, 'Some-Other-Key-1')],
    ['another node', signInMessage(undefined, undefined, 'C32010')],
    ['a clock six minutes slow', signInMessage('20261124092400')],
    ['a clock six minutes fast', signInMessage('20261124093600')],
    ['no proof', message({ TxCode: 'SIGNIN', SendNode: node }, {})],
  ])('is refused with %s', async (_, request) => {
    await using server = await centre()
    const { text } = await exchange(server.port, request)
    expect(field(text, 'TxStatus')).toBe('1')
    expect(field(text, 'RtnCode')).toBe('10001')
    expect(text).not.toContain('SessionKey')
  })

  test('comes first: other transactions in clear are unknown', async () => {
    await using server = await centre()
    expect(field((await exchange(server.port, query())).text, 'RtnCode')).toBe('90003')
  })
})

describe('a session', () => {
  test('goes on over further connections', async () => {
    await using server = await centre()
    const session = await signIn(server.port)
    for (const _ of [1, 2]) {
      const { header, text } = await exchange(server.port, query(), session)
      expect(header).toBe(session.id)
      expect(field(text, 'EmpName')).toBe('沈清和')
    }
  })

  test('that nobody opened, or with another key, gets no answer', async () => {
    await using server = await centre()
    const session = await signIn(server.port)
    expect((await exchange(server.port, query(), { ...session, id: 'x'.repeat(16) })).bytes).toHaveLength(0)
    expect((await exchange(server.port, query(), withAnotherKey(session))).bytes).toHaveLength(0)
  })

  test('ends after ten minutes', async () => {
    let time = now
    await using server = await centre({ clock: () => time })
    const session = await signIn(server.port)
    time = now + 599_999
    expect((await exchange(server.port, query(), session)).text).not.toBe('')
    time = now + 600_000
    expect((await exchange(server.port, query(), session)).bytes).toHaveLength(0)
  })
})

describe('message BDC905', () => {
  test('is answered with fields by name, in GBK', async () => {
    expect(await recordOf({})).toBe(
      '<?xml version="1.0" encoding="GBK"?><message><head><field name="TxCode">BDC905</field>' +
        '<field name="RecvNode">C31000</field><field name="SendSeqNo">2</field>' +
        '<field name="TxDate">20261124</field><field name="TxTime">093000</field>' +
        '<field name="TxStatus">0</field><field name="RtnCode">00000</field>' +
        '<field name="RtnMessage">处理成功</field></head><body><field name="EmpName">沈清和</field>' +
        '<field name="DocType">01</field><field name="IdNum">310101190001010011</field>' +
        '<field name="SocRefAcctNo">3201010000001</field>' +
        '<field name="SocUnitName">江苏示例研究院有限公司</field><field name="OAcctDate">20241110</field>' +
        '<field name="PayEndDate">202610</field><field name="SixMconFlag">1</field>' +
        '<field name="LoanNum">0</field><field name="LoanEndFlag">2</field>' +
        '<field name="FrLoanFlag">2</field><field name="OrAcctAmt">69120.00</field>' +
        '<field name="Yinter">420.48</field><field name="TranAmt">69540.48</field>' +
        '<field name="ContactTel">000-00000000</field><field name="FeedbackCode">0</field>' +
        '</body></message>',
    )
  })

  test.each([
    [0, '2'],
    [1, '2'],
    [2, '1'],
    [6, '1'],
  ])('says of a run of %i months that it has six: %s, as its program has it', async (months, flag) => {
    const text = await recordOf({ paidMonths: monthsTo(2026, 10, months) })
    expect(field(text, 'SixMconFlag')).toBe(flag)
  })

  test('has 1 for a loan that is running, 2 for none', async () => {
    const settled = { contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' }
    const running = { contract: 'HT2', amount: 80_000_000, balance: 65_432_109 }
    expect(field(await recordOf({ loans: [settled] }), 'LoanEndFlag')).toBe('2')
    const both = await recordOf({ loans: [settled, running] })
    expect(field(both, 'LoanEndFlag')).toBe('1')
    expect(field(both, 'LoanNum')).toBe('2')
  })

  test('escapes what XML needs escaped', async () => {
    const unit = { ...heldAccount().unit, name: '示例&样本<西安>公司' }
    expect(field(await recordOf({ unit }), 'SocUnitName')).toBe('示例&amp;样本&lt;西安&gt;公司')
  })

  test.each([
    ['nobody', [], '20001'],
    ['an account that is closed', [heldAccount({ status: '05', closed: '20260120' })], '20002'],
  ])('is refused for %s', async (_, accounts, code) => {
    await using server = await centre({ accounts })
    const { text } = await exchange(server.port, query(), await signIn(server.port))
    expect([field(text, 'TxStatus'), field(text, 'RtnCode')]).toEqual(['1', code])
    expect(text).toContain('<body></body>')
  })
})

describe('when it misbehaves', () => {
  async function misbehaving(mood: Misbehaviour): Promise<Awaited<ReturnType<typeof exchange>>> {
    let current: Misbehaviour = 'none'
    await using server = await centre({ mood: () => current })
    const session = await signIn(server.port)
    current = mood
    return await exchange(server.port, query(), session)
  }

  test('down: resets the connection', async () => {
    await expect(misbehaving('down')).rejects.toThrow(/ECONNRESET|EPIPE/)
  })

  test('wrong-status: tells of a fault of its own, at either call', async () => {
    expect(field((await misbehaving('wrong-status')).text, 'RtnCode')).toBe('99999')
    await using server = await centre({ mood: () => 'wrong-status' })
    expect(field((await exchange(server.port, signInMessage())).text, 'RtnCode')).toBe('99999')
  })

  test('empty: ends without a byte', async () => {
    expect((await misbehaving('empty')).bytes).toHaveLength(0)
  })

  test('truncated: ends before the length that it told', async () => {
    const { text, bytes } = await misbehaving('truncated')
    expect(text).toBe('')
    expect(bytes.length).toBeGreaterThan(20)
    expect(bytes.length).toBeLessThan(20 + bytes.readUInt32BE(16))
  })

  test('wrong-charset: writes UTF-8', async () => {
    expect(field((await misbehaving('wrong-charset')).bytes.toString(), 'EmpName')).toBe('沈清和')
  })

  test('inverted-code: turns every flag round, and not the count', async () => {
    const { text } = await misbehaving('inverted-code')
    const flags = ['SixMconFlag', 'LoanEndFlag', 'FrLoanFlag', 'LoanNum'].map((name) => field(text, name))
    expect(flags).toEqual(['2', '1', '1', '0'])
  })
})
