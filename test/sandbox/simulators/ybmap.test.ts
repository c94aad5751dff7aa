import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { createYbmap } from '../../../src/sandbox/simulators/ybmap.ts'
import { listening } from '../../support/over-tcp.ts'
import { held, heldAccount, now } from './held-by-hand.ts'
import { encrypted, ybmapForm, ybmapHeaders, ybmapSettings } from './ybmap-request.ts'

interface Asked {
  accounts?: readonly HeldAccount[]
  misbehaviour?: Misbehaviour
  path?: string
  form?: Record<string, string>
  /** Where they do not fit the form. */
  headers?: Record<string, string>
}

async function bytesFor(asked: Asked): Promise<Buffer> {
  const { accounts = [heldAccount()], misbehaviour = 'none', form = ybmapForm() } = asked
  const simulator = createYbmap({
    held: held(...accounts),
    settings: ybmapSettings,
    misbehaviour: () => misbehaviour,
    clock: () => now,
  })
  await using server = await listening(simulator)
  const url = `http://127.0.0.1:${server.port}${asked.path ?? '/YBMAPZH-WEB/appapi00225.json'}`
  const response = await fetch(url, {
    method: 'POST',
    headers: asked.headers ?? ybmapHeaders(form),
    body: new URLSearchParams(form),
  })
  return Buffer.from(await response.arrayBuffer())
}

async function answerTo(asked: Asked = {}): Promise<Record<string, string>> {
  return JSON.parse((await bytesFor(asked)).toString()) as Record<string, string>
}

/** What was UTF-8 before the platform read it as ISO-8859-1. */
function asMeant(text = ''): string {
  return Buffer.from(text, 'latin1').toString()
}

const lent = { contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' }
const running = { contract: 'HT2', amount: 80_000_000, balance: 65_432_109 }
const { privateKey: foreignKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

describe('a centre that speaks ybmap', () => {
  test('answers with texts, whatever they are', async () => {
    const { msg, ...answer } = await answerTo()
    expect(asMeant(msg)).toBe('交易成功')
    expect(answer).toEqual({
      recode: '000000',
      loancontrnum: '20261124nbbj01',
      accname: '沈清和',
      certinum: '310101190001010011',
      accnum: '3201010000001',
      unitaccnum: '3201018001',
      unitaccname: '江苏示例研究院有限公司',
      opnaccdate: '2024-11-10',
      indiaccstate: '0',
      spt_indiaccstatename: '正常',
      basenum: '12000.00',
      unitprop: '12.000',
      indiprop: '12.000',
      indipaysum: '2880.00',
      bal: '69120.00',
      lpaym: '202610',
      year: '2024',
      month: '11',
      year1: '2026',
      month1: '10',
      flag: '0',
      amt: '0.00',
      addr: '',
      linkman: '示例经办',
      linkphone: '000-00000000',
      transdate: '2026-11-24',
      projectname: '上海市公积金管理中心',
    })
  })

  test.each([
    ['a sealed account', { status: '02' }, { indiaccstate: '1', spt_indiaccstatename: '封存' }],
    ['an overdue one', { paidThrough: '202608' }, { indiaccstate: '2', spt_indiaccstatename: '欠款' }],
    ['one a month late', { paidThrough: '202609' }, { indiaccstate: '0' }],
    ['a frozen one', { status: '06' }, { indiaccstate: '9', spt_indiaccstatename: '其他' }],
    ['a ratio with a half', { unitRatio: 850 }, { unitprop: '8.500' }],
    ['no run', { paidMonths: [] }, { year: '', month: '', year1: '', month1: '' }],
    ['a settled loan', { loans: [lent] }, { flag: '1', amt: '0.00' }],
    ['three of them', { loans: [lent, lent, lent] }, { flag: '2', amt: '0.00' }],
    ['a running one', { loans: [lent, running] }, { flag: '', amt: '654321.09' }],
  ])('writes %s', async (_, more, expected) => {
    expect(await answerTo({ accounts: [heldAccount(more)] })).toMatchObject(expected)
  })

  test.each<[string, Asked, string, string]>([
    ['nobody', { accounts: [] }, 'msg', '无此人缴存信息'],
    ['a closed account', { accounts: [heldAccount({ closed: '20260120' })] }, 'msg', '销户状态不能打印'],
    ['no signature', { headers: {} }, 'errMsg', '签名验证失败'],
    ['another path', { path: '/YBMAPZH-WEB/other.json' }, 'errMsg', '交易码不存在'],
    ['another transaction', { form: ybmapForm({ buzType: '5863' }) }, 'errMsg', '交易码不存在'],
    ['what is no query', { form: ybmapForm({ ybmapMessage: '[]' }) }, 'errMsg', '报文格式错误'],
  ])('refuses %s under its one code, in mojibake', async (_, asked, place, text) => {
    const { recode, ...texts } = await answerTo(asked)
    expect(recode).toBe('999999')
    expect(Object.keys(texts)).toEqual([place])
    expect(asMeant(texts[place])).toBe(text)
  })

  test.each<[string, Asked]>([
    ['of another key', { headers: ybmapHeaders(ybmapForm(), foreignKey) }],
    ['of another form', { headers: ybmapHeaders(ybmapForm({ deviceType: '1' })) }],
    ['that leaves a field out', { form: ybmapForm({ money: '1' }), headers: ybmapHeaders(ybmapForm()) }],
  ])('takes no signature %s', async (_, asked) => {
    expect(asMeant((await answerTo(asked))['errMsg'])).toBe('签名验证失败')
  })

  test.each<[string, Record<string, string>]>([
    ['another centre', { centerId: '00053700' }],
    ['another channel', { channel: '10' }],
    ['a key in clear', { appkey: ybmapSettings.appkey }],
    ['a token of another AES key', { appToken: encrypted(ybmapSettings.appToken, 'fedcba9876543210') }],
    ['another address', { clientIp: encrypted('127.0.0.2') }],
    ['somebody logged in who asks about another', { userId: encrypted('310101190001010038') }],
  ])('lets nobody in with %s', async (_, more) => {
    expect(asMeant((await answerTo({ form: ybmapForm(more) }))['errMsg'])).toBe('应用未授权')
  })

  test('wrong-charset: writes GBK', async () => {
    const text = new TextDecoder('gbk').decode(await bytesFor({ misbehaviour: 'wrong-charset' }))
    expect(text).toContain('"accname":"沈清和"')
  })

  test('inverted-code: exchanges normal and sealed, and not the name beside', async () => {
    expect(await answerTo({ misbehaviour: 'inverted-code' })).toMatchObject({
      indiaccstate: '1',
      spt_indiaccstatename: '正常',
    })
  })
})
