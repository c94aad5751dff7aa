import { describe, expect, test } from '@jest/globals'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { createSuzhouQuery } from '../../../src/sandbox/simulators/suzhou-query.ts'
import { listening } from '../../support/over-tcp.ts'
import { held, heldAccount, now } from './held-by-hand.ts'

interface Asked {
  accounts?: readonly HeldAccount[]
  misbehaviour?: Misbehaviour
  values?: string
  path?: string
  method?: string
}

async function responseTo({
  accounts = [heldAccount()],
  misbehaviour = 'none',
  values = 'numbers',
  path = '/gjj/grgjjxx/query?asGrgjjxxSfzhm=310101190001010011',
  method = 'POST',
}: Asked = {}): Promise<{ status: number; bytes: Buffer }> {
  const simulator = createSuzhouQuery({
    held: held(...accounts),
    settings: { values },
    misbehaviour: () => misbehaviour,
    clock: () => now,
  })
  await using server = await listening(simulator)
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method })
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
}

async function answerTo(asked: Asked = {}): Promise<unknown> {
  return JSON.parse((await responseTo(asked)).bytes.toString())
}

describe('a centre that speaks suzhou-query', () => {
  test('lists the accounts of a number bare, with numbers and fractions', async () => {
    expect(await answerTo()).toEqual([
      {
        xingming: '沈清和',
        zjhm: '310101190001010011',
        grzh: '3201010000001',
        grzhzt: '01',
        dwmc: '江苏示例研究院有限公司',
        dwzh: '3201018001',
        grjcjs: 12000,
        dwjcbl: 0.12,
        grjcbl: 0.12,
        dwyjce: 1440,
        gryjce: 1440,
        monthpayamt: 2880,
        grzhye: 69120,
        lastpaymonth: '202610',
        gjbank: '示例银行',
      },
    ])
  })

  test('or with texts and percentages', async () => {
    expect(await answerTo({ values: 'texts' })).toMatchObject([
      { grjcjs: '12000.00', dwjcbl: '12.00', monthpayamt: '2880.00', grzhye: '69120.00' },
    ])
  })

  test('lists closed accounts too', async () => {
    const accounts = [heldAccount({ status: '05', closed: '20200101' }), heldAccount()]
    expect(await answerTo({ accounts })).toMatchObject([{ grzhzt: '05' }, { grzhzt: '01' }])
  })

  test.each(['?asGrgjjxxSfzhm=310101190001010046', '?asGrgjjxxSfzhm=', ''])(
    'says null of a number that it does not have: %j',
    async (query) => expect(await answerTo({ path: `/gjj/grgjjxx/query${query}` })).toBeNull(),
  )

  test.each([
    ['another path', { path: '/gjj/other' }],
    ['another method', { method: 'GET' }],
  ])('is not there under %s', async (_, asked) => {
    expect((await responseTo(asked)).status).toBe(404)
  })

  test('wrong-charset: writes GBK', async () => {
    const { bytes } = await responseTo({ misbehaviour: 'wrong-charset' })
    expect(new TextDecoder('gbk').decode(bytes)).toContain('"xingming":"沈清和"')
  })

  test('inverted-code: means the own side by the total', async () => {
    expect(await answerTo({ misbehaviour: 'inverted-code' })).toMatchObject([{ monthpayamt: 1440 }])
  })
})
