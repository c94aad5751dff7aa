import { describe, expect, test } from '@jest/globals'
import { createEpoint } from '../../../src/sandbox/simulators/epoint.ts'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { listening } from '../../support/over-tcp.ts'
import { held, heldAccount, now } from './held-by-hand.ts'

const query = {
  token: 'TEST-TOKEN-0001',
  params: { zgxm: '沈清和', sfz: '310101190001010011', todwmc: '上海市公积金管理中心' },
}

interface Asked {
  accounts?: readonly HeldAccount[]
  misbehaviour?: Misbehaviour
  path?: string
  body?: unknown
}

async function bytesFor({
  accounts = [heldAccount()],
  misbehaviour = 'none',
  ...asked
}: Asked): Promise<Buffer> {
  const simulator = createEpoint({
    held: held(...accounts),
    settings: { token: 'TEST-TOKEN-0001' },
    misbehaviour: () => misbehaviour,
    clock: () => now,
  })
  await using server = await listening(simulator)
  const url = `http://127.0.0.1:${server.port}${asked.path ?? '/rest/gjjyddk/getJcsyzm'}`
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(asked.body ?? query) })
  return Buffer.from(await response.arrayBuffer())
}

async function answerTo(asked: Asked = {}): Promise<unknown> {
  return JSON.parse((await bytesFor(asked)).toString())
}

const lent = { contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' }
const running = { contract: 'HT2', amount: 80_000_000, balance: 65_432_109 }

describe('a centre that speaks epoint', () => {
  test('answers with what fills the form, as it is printed', async () => {
    expect(await answerTo()).toEqual({
      status: { code: '1', text: '获取成功' },
      custom: {
        zgxm: '沈清和',
        sfz: '310101190001010011',
        dwmc: '江苏示例研究院有限公司',
        grgjjzh: '3201010000001',
        khsj: '2024年11月',
        zhzt: '正常',
        jcjs: '12,000.00',
        dwjcbl: '12%',
        grjcbl: '12%',
        yjce: '2,880.00',
        jcye: '69,120.00',
        zjlxjcsj: '2024年11月至2026年10月',
        dkqk: '无贷款记录',
        dkcs: '0',
        dkje: '0.00',
        rq: '2026年11月24日',
        todwmc: '上海市公积金管理中心',
        attachguid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    })
  })

  test.each([
    ['a sealed account', { status: '02' }, { zhzt: '封存' }],
    ['an overdue one', { paidThrough: '202608' }, { zhzt: '欠缴' }],
    ['one a month late', { paidThrough: '202609' }, { zhzt: '正常' }],
    ['a frozen one', { status: '06' }, { zhzt: '其他' }],
    ['millions', { balance: 123_456_789 }, { jcye: '1,234,567.89' }],
    ['a ratio with a half', { unitRatio: 850 }, { dwjcbl: '8.5%' }],
    ['a run of one month', { paidMonths: ['202610'] }, { zjlxjcsj: '2026年10月至2026年10月' }],
    ['no run', { paidMonths: [] }, { zjlxjcsj: '无' }],
    ['a settled loan', { loans: [lent] }, { dkqk: '仅有一次贷款记录且贷款已还清', dkje: '500,000.00' }],
    ['two of them', { loans: [lent, lent] }, { dkqk: '有两次以上(含两次)贷款记录且贷款已还清' }],
    ['a running one', { loans: [lent, running] }, { dkqk: '有未还清贷款', dkcs: '2', dkje: '1,300,000.00' }],
  ])('writes %s', async (_, more, expected) => {
    expect(await answerTo({ accounts: [heldAccount(more)] })).toMatchObject({ custom: expected })
  })

  test.each([
    ['nobody', { accounts: [] }, '未查询到该职工缴存信息'],
    ['an account that is closed', { accounts: [heldAccount({ closed: '20260120' })] }, '销户状态不能打印'],
    ['another token', { body: { ...query, token: 'x' } }, 'token验证失败'],
    ['another service', { path: '/rest/other' }, '无权访问该接口'],
    ['what is no query', { body: [] }, '请求参数格式错误'],
  ])('refuses %s under its one code', async (_, asked, text) => {
    expect(await answerTo(asked)).toEqual({ status: { code: '0', text }, custom: {} })
  })

  test('wrong-charset: writes GBK', async () => {
    const text = new TextDecoder('gbk').decode(await bytesFor({ misbehaviour: 'wrong-charset' }))
    expect(text).toContain('"zgxm":"沈清和"')
  })

  test('inverted-code: exchanges no loan and a running one, and not the count', async () => {
    expect(await answerTo({ misbehaviour: 'inverted-code' })).toMatchObject({
      custom: { dkqk: '有未还清贷款', dkcs: '0' },
    })
  })
})
