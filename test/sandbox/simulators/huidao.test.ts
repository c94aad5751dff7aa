import { createCipheriv } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import { createHuidao } from '../../../src/sandbox/simulators/huidao.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { listening } from '../../support/over-tcp.ts'
import { held, heldAccount, now } from './held-by-hand.ts'

const settings = { appid: 'delta-hub', appKey: '01234567-89ab-cdef-0123-456789abcdef' }
const query = { ywbh: 'CSJ1', xingMing: '沈清和', zjhm: '310101190001010011', zjlx: '111' }

interface Asked {
  accounts?: readonly HeldAccount[]
  misbehaviour?: Misbehaviour
  api?: string
  path?: string
  headers?: Record<string, string>
  seconds?: number
  body?: unknown
}

/** Written from the description of the gateway, as a vendor's own client would be. */
function signature(text: string): string {
  const cipher = createCipheriv('aes-256-ecb', settings.appKey.replaceAll('-', ''), null)
  return cipher.update(text, 'utf8', 'base64') + cipher.final('base64')
}

async function answerTo({
  accounts = [heldAccount()],
  misbehaviour = 'none',
  api = 'yddk-queryZm',
  path = `/gateway/yddk/${api.slice(5)}`,
  headers = {},
  seconds = Math.floor(now / 1000),
  body = query,
}: Asked = {}): Promise<unknown> {
  const simulator = createHuidao({
    held: held(...accounts),
    settings,
    misbehaviour: () => misbehaviour,
    clock: () => now,
  })
  await using server = await listening(simulator)
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: {
      appid: settings.appid,
      apiname: api,
      signature: signature(`${settings.appid}${api}${seconds}`),
      ...headers,
    },
    body: JSON.stringify(body),
  })
  return response.json()
}

describe('a centre behind huidao', () => {
  test('says in the pre-check that a certificate would be given, and nothing more', async () => {
    expect(await answerTo({ api: 'yddk-checkKjzm' })).toEqual({
      resultCode: '200',
      isSuccess: true,
      resultMessage: '成功',
    })
  })

  test('gives what stands on the certificate', async () => {
    expect(await answerTo()).toEqual({
      resultCode: '200',
      isSuccess: true,
      resultMessage: '成功',
      data: {
        ywbh: 'CSJ1',
        zmbh: 'NT20261124000001',
        xingMing: '沈清和',
        zjlx: '111',
        zjhm: '310101190001010011',
        grzh: '3201010000001',
        khsj: '2024-11-10 00:00:00',
        zhzt: '01',
        djbz: '0',
        dwmc: '江苏示例研究院有限公司',
        dwzh: '3201018001',
        tyshxydm: '91320000MA0TEXT39N',
        jcjs: '12000.00',
        dwjcbl: '12%',
        grjcbl: '12%',
        dwyjce: '1440.00',
        gryjce: '1440.00',
        yjce: '2880.00',
        grjzny: '202610',
        dwjzny: '202610',
        jcye: '69120.00',
        lxjcks: '202411',
        lxjcjs: '202610',
        lxjcys: '24',
        sfmly: '1',
        dkcs: '0',
        wjqbs: '0',
        sfywjq: '0',
        ljdkje: '0.00',
        wqcdkye: '0.00',
        zjjqsj: '',
        sjjzsj: '2026-11-24 09:30:00',
      },
    })
  })

  test.each([
    ['another application', { headers: { appid: 'x' } }, 'appid未登记'],
    ['no signature', { headers: { signature: '' } }, 'signature校验失败'],
    [
      'a signature of another interface',
      { headers: { signature: signature('delta-hubother1764000000') } },
      'signature校验失败',
    ],
    ['a signature five minutes old', { seconds: Math.floor(now / 1000) - 301 }, 'signature校验失败'],
    ['one of five minutes ahead', { seconds: Math.floor(now / 1000) + 301 }, 'signature校验失败'],
    ['the name of the other interface', { headers: { apiname: 'yddk-checkKjzm' } }, '无权访问该接口'],
    ['another path', { path: '/gateway/other' }, '无权访问该接口'],
    ['what is no query', { body: [] }, '请求参数异常'],
    ['a type of document that it does not know', { body: { ...query, zjlx: '01' } }, '请求参数异常'],
  ])('refuses %s', async (_, asked, resultMessage) => {
    expect(await answerTo(asked)).toEqual({ resultCode: '101', isSuccess: false, resultMessage })
  })

  test.each([
    ['a number that it does not have', { accounts: [] }, '未查询到该职工缴存信息'],
    ['another name under the number', { body: { ...query, xingMing: '沈清禾' } }, '未查询到该职工缴存信息'],
    [
      'a closed account',
      { accounts: [heldAccount({ status: '05', closed: '20260101' })] },
      '该职工账户已销户，不能开具',
    ],
  ])('says so of %s', async (_, asked, resultMessage) => {
    expect(await answerTo(asked)).toEqual({ resultCode: '0', isSuccess: false, resultMessage })
  })

  test('inverted-code: turns both flags round', async () => {
    expect(await answerTo({ misbehaviour: 'inverted-code' })).toMatchObject({
      data: { sfmly: '0', sfywjq: '1', dkcs: '0', lxjcys: '24' },
    })
  })
})
