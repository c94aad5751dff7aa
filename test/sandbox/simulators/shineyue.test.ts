import { describe, expect, test } from '@jest/globals'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import { createShineyue } from '../../../src/sandbox/simulators/shineyue.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { listening } from '../../support/over-tcp.ts'
import { held, heldAccount, now } from './held-by-hand.ts'

const settings = { appid: 'delta-hub', sign: 'TEST-TOKEN-0001', zjbzxbm: 'C34020CS' }
const query = { ...settings, citybm: 'C34020CS', xingming: '沈清和', zjhm: '310101190001010011' }

interface Asked {
  accounts?: readonly HeldAccount[]
  misbehaviour?: Misbehaviour
  path?: string
  citycode?: string
  body?: unknown
}

async function bytesFor({
  accounts = [heldAccount()],
  misbehaviour = 'none',
  ...asked
}: Asked): Promise<Buffer> {
  const simulator = createShineyue({
    held: held(...accounts),
    settings,
    misbehaviour: () => misbehaviour,
    clock: () => now,
  })
  await using server = await listening(simulator)
  const path = asked.path ?? '/app-web/personal/public/yddkjczmcx.service'
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { citycode: asked.citycode ?? 'C34020' },
    body: JSON.stringify(asked.body ?? query),
  })
  return Buffer.from(await response.arrayBuffer())
}

async function answerTo(asked: Asked = {}): Promise<unknown> {
  return JSON.parse((await bytesFor(asked)).toString())
}

const lent = { contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' }
const running = { contract: 'HT2', amount: 80_000_000, balance: 65_432_109 }

describe('a centre that speaks shineyue', () => {
  test('answers with the accounts of the person, in the names of the standard', async () => {
    expect(await answerTo()).toEqual({
      ret: 0,
      msg: '查询成功',
      data: [
        {
          xingming: '沈清和',
          zjlx: '01',
          zjhm: '310101190001010011',
          grzh: '3201010000001',
          grzhzt: '01',
          djbz: '0',
          dwzh: '3201018001',
          dwmc: '江苏示例研究院有限公司',
          khrq: '2024-11-10',
          grjcjs: '12000.00',
          dwjcbl: '0.12',
          grjcbl: '0.12',
          dwyjce: '1440.00',
          gryjce: '1440.00',
          grzhye: '69120.00',
          qsny: '202411',
          jzny: '202610',
          lxjcys: '24',
          zjlxjcqsny: '202411',
          dkcs: '0',
          ljdkje: '0.00',
          wqcdkye: '0.00',
          sfywjqdgjjdk: '0',
        },
      ],
    })
  })

  test.each([
    ['a ratio with a half', { unitRatio: 850 }, { dwjcbl: '0.085' }],
    ['a frozen account', { status: '06', frozen: '2' }, { grzhzt: '06', djbz: '2' }],
    [
      'the first month ever paid beside the run after a gap',
      { paidMonths: ['202401', '202609', '202610'] },
      { qsny: '202401', zjlxjcqsny: '202609', lxjcys: '2' },
    ],
    ['no run', { paidMonths: [] }, { qsny: '', zjlxjcqsny: '', lxjcys: '0' }],
    ['a settled loan', { loans: [lent] }, { dkcs: '1', wqcdkye: '0.00', sfywjqdgjjdk: '0' }],
    [
      'a running loan beside it',
      { loans: [lent, running] },
      { dkcs: '2', ljdkje: '1300000.00', wqcdkye: '654321.09', sfywjqdgjjdk: '1' },
    ],
  ])('writes %s', async (_, more, expected) => {
    expect(await answerTo({ accounts: [heldAccount(more)] })).toMatchObject({ data: [expected] })
  })

  test('lists every account, closed ones too', async () => {
    const accounts = [heldAccount({ account: '1', status: '05', closed: '20200101' }), heldAccount()]
    expect(await answerTo({ accounts })).toMatchObject({
      data: [
        { grzh: '1', grzhzt: '05' },
        { grzh: '3201010000001', grzhzt: '01' },
      ],
    })
  })

  test.each([
    ['a number that it does not have', { accounts: [] }],
    ['another name under the number', { body: { ...query, xingming: '沈清禾' } }],
  ])('finds nobody for %s: an empty list', async (_, asked) => {
    expect(await answerTo(asked)).toEqual({ ret: 0, msg: '查询成功', data: [] })
  })

  test.each([
    ['another token', { body: { ...query, sign: 'x' } }, 'appid或sign不正确'],
    ['another appid', { body: { ...query, appid: 'x' } }, 'appid或sign不正确'],
    ['another centre in the header', { citycode: 'C32010' }, 'citycode与中心编码不符'],
    ['the whole code in the header', { citycode: 'C34020CS' }, 'citycode与中心编码不符'],
    ['another centre in citybm', { body: { ...query, citybm: 'C32010CS' } }, 'citycode与中心编码不符'],
    ['another centre in zjbzxbm', { body: { ...query, zjbzxbm: 'C34020' } }, 'citycode与中心编码不符'],
    ['another service', { path: '/app-web/other.service' }, '无权访问该服务'],
    ['what is no query', { body: [] }, '请求参数格式错误'],
  ])('refuses %s under its one code, with an empty list', async (_, asked, msg) => {
    expect(await answerTo(asked)).toEqual({ ret: 99, msg, data: [] })
  })

  test('wrong-charset: writes GBK', async () => {
    const text = new TextDecoder('gbk').decode(await bytesFor({ misbehaviour: 'wrong-charset' }))
    expect(text).toContain('"xingming":"沈清和"')
  })

  test('inverted-code: turns the flag of unsettled loans round, and not the count', async () => {
    expect(await answerTo({ misbehaviour: 'inverted-code' })).toMatchObject({
      data: [{ sfywjqdgjjdk: '1', dkcs: '0' }],
    })
  })
})
