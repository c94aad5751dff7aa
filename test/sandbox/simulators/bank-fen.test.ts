import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { createBankFen } from '../../../src/sandbox/simulators/bank-fen.ts'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { listening } from '../../support/over-tcp.ts'
import { held, heldAccount, now } from './held-by-hand.ts'

const token = 'TEST-TOKEN-0001'
const seconds = String(Math.floor(now / 1000))
const signature = createHash('sha256').update(`${seconds}${token}n1${seconds}`).digest('hex')
const headers = {
  'x-tif-paasid': 'hub',
  'x-tif-timestamp': seconds,
  'x-tif-nonce': 'n1',
  'x-tif-signature': signature,
}

interface Asked {
  accounts?: readonly HeldAccount[]
  misbehaviour?: Misbehaviour
  path?: string
  body?: string
  headers?: Record<string, string>
}

const query = JSON.stringify({ serialNo: '1', certNo: '310101190001010011' })

async function bytesFor(asked: Asked): Promise<{ status: number; body: Buffer }> {
  const simulator = createBankFen({
    held: held(...(asked.accounts ?? [heldAccount()])),
    settings: { paasid: 'hub', token },
    misbehaviour: () => asked.misbehaviour ?? 'none',
    clock: () => now,
  })
  await using server = await listening(simulator)
  const url = `http://127.0.0.1:${server.port}${asked.path ?? '/fund/deposit/query'}`
  const response = await fetch(url, {
    method: 'POST',
    headers: asked.headers ?? headers,
    body: asked.body ?? query,
  })
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) }
}

async function answerTo(asked: Asked = {}): Promise<{ status: number; code: string; data: unknown }> {
  const { status, body } = await bytesFor(asked)
  return { status, ...(JSON.parse(body.toString()) as { code: string; data: unknown }) }
}

async function recordOf(more: Partial<HeldAccount>): Promise<unknown> {
  return (await answerTo({ accounts: [heldAccount(more)] })).data
}

describe('a centre that speaks bank-fen', () => {
  test('answers with amounts in fen, ratios as fractions, months as a day', async () => {
    expect(await answerTo()).toEqual({
      status: 200,
      code: '0000',
      message: '成功',
      serialNo: '1',
      data: {
        dataTime: '20261124093000',
        custName: '沈清和',
        certType: '01',
        certNo: '310101190001010011',
        acctNo: '3201010000001',
        acctStat: '0',
        djbz: '0',
        openDate: '20241110',
        unitAcct: '3201018001',
        unitName: '江苏示例研究院有限公司',
        unitCode: '91320000MA0TEXT39N',
        base: 1_200_000,
        unitRatio: 0.12,
        ownRatio: 0.12,
        unitAmt: 144_000,
        ownAmt: 144_000,
        totalAmt: 288_000,
        paidTo: '20261031',
        unitPaidTo: '20261031',
        bal: 6_912_000,
        runFrom: '20241101',
        runTo: '20261031',
        runMonths: 24,
        loanCnt: 0,
        openLoanCnt: 0,
        openLoanFlag: '0',
        loanSum: 0,
        loanBal: 0,
        lastSettle: '00000000',
      },
    })
  })

  test.each([
    ['01', '0'],
    ['02', '1'],
    ['03', '9'],
    ['04', '9'],
    ['05', '9'],
    ['06', '7'],
    ['99', '7'],
  ])('writes status %s as %s', async (status, expected) => {
    expect(await recordOf({ status })).toMatchObject({ acctStat: expected })
  })

  test('writes a run that is none with zeros', async () => {
    expect(await recordOf({ paidMonths: [] })).toMatchObject({
      runFrom: '00000000',
      runTo: '00000000',
      runMonths: 0,
    })
  })

  test('sums what was lent, and what is owed of loans that are running', async () => {
    const loans = [
      { contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' },
      { contract: 'HT2', amount: 80_000_000, balance: 65_432_109 },
    ]
    expect(await recordOf({ loans })).toMatchObject({
      loanCnt: 2,
      openLoanCnt: 1,
      openLoanFlag: '1',
      loanSum: 130_000_000,
      loanBal: 65_432_109,
      lastSettle: '20260520',
    })
  })

  test.each([
    ['nobody', { accounts: [] }, 200, '1001'],
    ['what is no query', { body: 'certNo=1' }, 200, '2001'],
    ['a question without a signature', { headers: {} }, 401, '4001'],
    ['another service', { path: '/fund/loan/query' }, 200, '4003'],
  ])('refuses %s', async (_, asked, status, code) => {
    expect(await answerTo(asked)).toMatchObject({ status, code, data: null })
  })

  test('wrong-charset: writes GBK', async () => {
    const { body } = await bytesFor({ misbehaviour: 'wrong-charset' })
    expect(new TextDecoder('gbk').decode(body)).toContain('"custName":"沈清和"')
  })

  test('inverted-code: turns the flag of running loans round, and not the count', async () => {
    const { data } = await answerTo({ misbehaviour: 'inverted-code' })
    expect(data).toMatchObject({ openLoanFlag: '1', openLoanCnt: 0 })
  })
})
