import { describe, expect, test } from '@jest/globals'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { createYrdHub } from '../../../src/sandbox/simulators/yrd-hub.ts'
import { listening } from '../../support/over-tcp.ts'
import { caller, hub, opened, sealed, stranger } from '../../support/yrd-hub-keys.ts'
import { held, heldAccount, now } from './held-by-hand.ts'

const query = {
  cxlx: '1',
  ywbh: 'CSJ002200000000001',
  zjlx: '111',
  zjhm: '310101190001010011',
  xingMing: '沈清和',
  jcdzxdm: '330400000000000',
  dkdzxmc: '上海市公积金管理中心',
}

interface Asked {
  accounts?: readonly HeldAccount[]
  misbehaviour?: Misbehaviour
  path?: string
  jgh?: string
  body?: string
}

function form(jgh: string, para: string): string {
  return new URLSearchParams({ jgh, para }).toString()
}

async function textFor({
  accounts = [heldAccount()],
  misbehaviour = 'none',
  path = '/csj/YD02-2',
  jgh = 'J1',
  body = form(jgh, sealed(JSON.stringify(query), hub)),
}: Asked): Promise<string> {
  const simulator = createYrdHub({
    held: held(...accounts),
    settings: { jgh: 'J1', hubPrivateKey: hub.privateKey, callerPublicKey: caller.publicKey },
    misbehaviour: () => misbehaviour,
    clock: () => now,
  })
  await using server = await listening(simulator)
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', body })
  return response.text()
}

async function answerTo(asked: Asked = {}): Promise<unknown> {
  return JSON.parse(opened(await textFor(asked), caller).toString())
}

function asking(more: Record<string, unknown>): string {
  return form('J1', sealed(JSON.stringify({ ...query, ...more }), hub))
}

const lent = { contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' }
const running = { contract: 'HT2', amount: 80_000_000, balance: 65_432_109 }

describe('a hub that speaks yrd-hub', () => {
  test('answers with the rows of the form, sealed for the caller', async () => {
    expect(await answerTo()).toEqual({
      code: '200',
      msg: '成功',
      data: {
        ywbh: 'CSJ002200000000001',
        yddkzmmh: '20261124jx000001',
        zjlx: '111',
        zjhm: '310101190001010011',
        xingMing: '沈清和',
        dkdzxmc: '上海市公积金管理中心',
        dwmc: '江苏示例研究院有限公司',
        grzh: '3201010000001',
        khsj: '20241110',
        zhzt: '正常',
        jcjs: 12_000,
        dwjcbl: 12,
        grjcbl: 12,
        yjce: 2880,
        jcye: 69_120,
        lxjcks: '202411',
        lxjcjs: '202610',
        dkqk: '无贷款记录',
        dkcs: 0,
        ljdkje: 0,
        wqcdkye: 0,
        dkfwdz: '',
        dwjbr: '示例经办',
        lxdh: '000-00000000',
        kjsj: '20261124',
        sfyd: '1',
      },
    })
  })

  test.each([
    ['a sealed account', { status: '02' }, { zhzt: '封存' }],
    ['an overdue one', { paidThrough: '202608' }, { zhzt: '欠缴' }],
    ['one a month late', { paidThrough: '202609' }, { zhzt: '正常' }],
    ['a frozen one', { status: '06' }, { zhzt: '其他' }],
    ['another document', { idType: '99' }, { zjlx: '001' }],
    ['an amount with fen', { balance: 123_456_789 }, { jcye: 1_234_567.89 }],
    ['a ratio with a half', { unitRatio: 850 }, { dwjcbl: 8.5 }],
    ['a run of one month', { paidMonths: ['202610'] }, { lxjcks: '202610', lxjcjs: '202610' }],
    ['no run', { paidMonths: [] }, { lxjcks: '', lxjcjs: '' }],
    ['a settled loan', { loans: [lent] }, { dkqk: '仅有一次贷款记录且贷款已还清', wqcdkye: 0 }],
    ['two of them', { loans: [lent, lent] }, { dkqk: '有两次以上(含两次)贷款记录且贷款已还清' }],
    [
      'a running one',
      { loans: [lent, running] },
      { dkqk: '', dkcs: 2, ljdkje: 1_300_000, wqcdkye: 654_321.09 },
    ],
  ])('writes %s', async (_, more, expected) => {
    expect(await answerTo({ accounts: [heldAccount(more)] })).toMatchObject({ data: expected })
  })

  test.each([
    ['0', true, true],
    [undefined, true, true],
    ['1', true, false],
    ['2', false, true],
  ])('gives information and file by cxlx %s', async (cxlx, information, file) => {
    const { data } = (await answerTo({ body: asking({ cxlx }) })) as { data: Record<string, unknown> }
    expect(['grzh' in data, 'zmwj' in data]).toEqual([information, file])
  })

  test.each([
    ['nobody', { accounts: [] }, '0', '未查询到该职工缴存信息'],
    [
      'an account that is closed',
      { accounts: [heldAccount({ closed: '20260120' })] },
      '0',
      '销户状态不能打印',
    ],
    ['another service', { path: '/csj/YD02-3' }, '0', '该机构未开通此服务'],
    ['what was sealed for another', { body: form('J1', sealed('{}', stranger)) }, '0', '报文解密失败'],
    ['what is not sealed', { body: form('J1', JSON.stringify(query)) }, '0', '报文解密失败'],
    ['no blocks at all', { body: form('J1', '') }, '0', '报文解密失败'],
    ['a document without a code', { body: asking({ zjlx: '01' }) }, '101', '接口参数异常'],
    ['a question without a name', { body: asking({ xingMing: '' }) }, '101', '接口参数异常'],
    ['a question for no centre', { body: asking({ jcdzxdm: '330400' }) }, '101', '接口参数异常'],
    ['another kind of query', { body: asking({ cxlx: '3' }) }, '101', '接口参数异常'],
  ])('refuses %s', async (_, asked, code, msg) => {
    expect(await answerTo(asked)).toEqual({ code, msg, data: null })
  })

  test('refuses a form whose plus signs came as spaces', async () => {
    let para = ''
    while (!para.includes('+')) para = sealed(JSON.stringify(query), hub)
    expect(await answerTo({ body: `jgh=J1&para=${para}` })).toMatchObject({ msg: '报文解密失败' })
  })

  test('answers an institution that it does not know in clear, and says nothing of anybody', async () => {
    const text = await textFor({ jgh: 'J2' })
    expect(JSON.parse(text)).toEqual({ code: '101', msg: '机构号未登记', data: null })
  })

  test('wrong-charset: writes GBK', async () => {
    const bytes = opened(await textFor({ misbehaviour: 'wrong-charset' }), caller)
    expect(new TextDecoder('gbk').decode(bytes)).toContain('"xingMing":"沈清和"')
  })

  test('inverted-code: exchanges no loan and one settled, and not the count', async () => {
    expect(await answerTo({ misbehaviour: 'inverted-code' })).toMatchObject({
      data: { dkqk: '仅有一次贷款记录且贷款已还清', dkcs: 0 },
    })
  })
})
