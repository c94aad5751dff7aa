import { describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import { createBspTags } from '../../../src/sandbox/simulators/bsp-tags.ts'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { listening, sayOverTcp } from '../../support/over-tcp.ts'
import { held, heldAccount, monthsTo, now } from './held-by-hand.ts'

const settings = { channel: '88', centreId: '00057400', branchId: '05740008' }

const asked = {
  TranCode: '5498',
  TranSeq: '1',
  Channel: '88',
  CenterId: '00057400',
  BrchId: '05740008',
  AccName: '沈清和',
  CertiNum: '310101190001010011',
}

async function bytesFor(
  request: string,
  accounts: readonly HeldAccount[] = [heldAccount()],
  mood: Misbehaviour = 'none',
): Promise<Buffer> {
  const simulator = createBspTags({
    held: held(...accounts),
    settings,
    misbehaviour: () => mood,
    clock: () => now,
  })
  await using server = await listening(simulator)
  return await sayOverTcp(server.port, iconv.encode(request, 'gbk'))
}

async function answerTo(
  request: Readonly<Record<string, string>> = asked,
  accounts?: readonly HeldAccount[],
  mood?: Misbehaviour,
): Promise<string> {
  return iconv.decode(await bytesFor(tags(request), accounts, mood), 'gbk')
}

function tags(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</>`)
    .join('')
}

describe('a centre that speaks bsp-tags', () => {
  test('answers with tags that close without a name, in GBK, until the stream ends', async () => {
    expect(await answerTo()).toBe(
      '<RspCode>000000</><RspMsg>交易成功</><TranCode>5498</><TranSeq>1</><TranDate>2026-11-24</>' +
        '<MTimeStamp>2026-11-24 09:30:00:812000</><LoanContrNum>20261124bsp01</><AccName>沈清和</>' +
        '<CertiNum>310101190001010011</><AccNum>3201010000001</><UnitAccNum>3201018001</>' +
        '<UnitAccName>江苏示例研究院有限公司</><OpnAccDate>2024-11-10</><IndiAccState>0</>' +
        '<Spt_IndiAccStateName>正常</><BaseNum>12000.00</><UnitProp>12.000</><IndiProp>12.000</>' +
        '<IndiPaySum>2880.00</><Bal>69120.00</><LPaym>202610</><Year>2024</><Month>11</><Year1>2026</>' +
        '<Month1>10</><Flag>0</><Amt>0.00</><Addr></><LinkMan>示例经办</><LinkPhone>000-00000000</>',
    )
  })

  test('says nothing to a caller who says nothing', async () => {
    expect(await answerTo({})).toBe('')
  })

  test.each([
    ['sealed', { status: '02' }, '<IndiAccState>1</><Spt_IndiAccStateName>封存</>'],
    ['overdue', { paidThrough: '202608' }, '<IndiAccState>2</><Spt_IndiAccStateName>欠款</>'],
    ['a month late', { paidThrough: '202609' }, '<IndiAccState>0</><Spt_IndiAccStateName>正常</>'],
    ['frozen', { status: '06' }, '<IndiAccState>9</><Spt_IndiAccStateName>其他</>'],
  ])('writes an account that is %s', async (_, more, expected) => {
    expect(await answerTo(asked, [heldAccount(more)])).toContain(expected)
  })

  const lent = { contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' }
  const running = { contract: 'HT2', amount: 80_000_000, balance: 65_432_109 }

  test.each([
    ['what was lent, of loans that are settled', [lent], '<Flag>1</><Amt>500000.00</>'],
    ['two classes of settled loans and no third', [lent, lent, lent], '<Flag>2</><Amt>1500000.00</>'],
    ['what is owed, and no class, while one is running', [lent, running], '<Flag></><Amt>654321.09</>'],
  ])('tells %s', async (_, loans, expected) => {
    expect(await answerTo(asked, [heldAccount({ loans })])).toContain(expected)
  })

  test('leaves the run empty where no month was paid', async () => {
    expect(await answerTo(asked, [heldAccount({ paidMonths: [] })])).toContain(
      '<Year></><Month></><Year1></><Month1></>',
    )
  })

  test('counts the run back to the first gap', async () => {
    const paidMonths = [...monthsTo(2025, 10, 13), ...monthsTo(2026, 10, 11)]
    expect(await answerTo(asked, [heldAccount({ paidMonths })])).toContain('<Year>2025</><Month>12</>')
  })

  test('answers for the open account, beside a closed one', async () => {
    const closed = heldAccount({ account: '1', status: '05', closed: '20230120' })
    expect(await answerTo(asked, [closed, heldAccount()])).toContain('<AccNum>3201010000001</>')
  })

  test.each([
    ['nobody', { ...asked, CertiNum: '310101190001010070' }, '无此人缴存信息'],
    ['a channel that it does not know', { ...asked, Channel: '99' }, '渠道未授权'],
    ['another centre’s number', { ...asked, CenterId: '00057401' }, '渠道未授权'],
    ['another transaction', { ...asked, TranCode: '5863' }, '交易码不存在'],
  ])('refuses %s under its one code', async (_, request, text) => {
    expect(await answerTo(request)).toMatch(`<RspCode>999999</><RspMsg>${text}</>`)
  })

  test('refuses an account that is closed', async () => {
    expect(await answerTo(asked, [heldAccount({ status: '05', closed: '20260120' })])).toMatch(
      '<RspCode>999999</><RspMsg>销户状态不能打印</>',
    )
  })

  test('refuses what is XML', async () => {
    const answer = iconv.decode(await bytesFor('<TranCode>5498</TranCode>'), 'gbk')
    expect(answer).toMatch('<RspMsg>报文格式错误</>')
  })

  test('writes a question mark for a character outside GBK', async () => {
    const answer = await answerTo(asked, [heldAccount({ name: '骉㛃𬭎' })])
    expect(answer).toContain('<AccName>骉??</>')
  })
})

describe('when it misbehaves', () => {
  test('down: resets the connection', async () => {
    await expect(answerTo(asked, undefined, 'down')).rejects.toThrow(/ECONNRESET|EPIPE/)
  })

  test('wrong-status: tells of a fault of its own', async () => {
    expect(await answerTo(asked, undefined, 'wrong-status')).toMatch('<RspCode>999999</><RspMsg>系统异常</>')
  })

  test('empty: ends without a byte', async () => {
    expect(await answerTo(asked, undefined, 'empty')).toBe('')
  })

  test('truncated: gives half of a good answer', async () => {
    const whole = await bytesFor(tags(asked))
    const half = await bytesFor(tags(asked), undefined, 'truncated')
    expect(half).toEqual(whole.subarray(0, Math.floor(whole.length / 2)))
  })

  test('wrong-charset: writes UTF-8', async () => {
    expect((await bytesFor(tags(asked), undefined, 'wrong-charset')).toString()).toContain(
      '<AccName>沈清和</>',
    )
  })

  test('inverted-code: exchanges normal and sealed, but not their names', async () => {
    expect(await answerTo(asked, undefined, 'inverted-code')).toContain(
      '<IndiAccState>1</><Spt_IndiAccStateName>正常</>',
    )
  })
})
