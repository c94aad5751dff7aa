import { describe, expect, test } from '@jest/globals'
import { createAntchain } from '../../../src/sandbox/simulators/antchain.ts'
import type { HeldAccount } from '../../../src/sandbox/simulators/held.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import { listening } from '../../support/over-tcp.ts'
import { held, heldAccount, now } from './held-by-hand.ts'

const settings = {
  userIdentity: '12310000MTEXT0018R',
  userName: '长三角枢纽',
  providerId: 'PF330600',
  zjbzxbm: 'C33060',
  accessToken: 'TEST-TOKEN-0001',
}
const asked = { zjbzxbm: 'C33060', xingming: '沈清和', zjhm: '310101190001010011' }
const query = {
  req_msg_id: 'R1',
  data_user_identity: settings.userIdentity,
  data_user_name: settings.userName,
  data_owner_identity: asked.zjhm,
  data_owner_name: asked.xingming,
  provider_id: settings.providerId,
  data_code: 'YDDKJCZM',
  purpose: '异地贷款',
  biz_id: 'A1',
  extend_params: JSON.stringify(asked),
}

interface Asked {
  accounts?: readonly HeldAccount[]
  misbehaviour?: Misbehaviour
  path?: string
  token?: string
  body?: unknown
}

async function answerTo({
  accounts = [heldAccount()],
  misbehaviour = 'none',
  path = '/tdm/data/use',
  token = settings.accessToken,
  body = query,
}: Asked = {}): Promise<{ trust_data?: string } & Record<string, unknown>> {
  const simulator = createAntchain({
    held: held(...accounts),
    settings,
    misbehaviour: () => misbehaviour,
    clock: () => now,
  })
  await using server = await listening(simulator)
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  return (await response.json()) as Record<string, unknown>
}

async function recordsIn(answer: Promise<{ trust_data?: string }>): Promise<unknown> {
  return JSON.parse((await answer).trust_data ?? '')
}

describe('a centre whose data is used over antchain', () => {
  test('gives its accounts as JSON in a text, with the log of use', async () => {
    const { trust_data: data, ...rest } = await answerTo()
    expect(rest).toEqual({
      req_msg_id: 'R1',
      result_code: 'OK',
      result_msg: '成功',
      usage_logs: [
        {
          user_name: '长三角枢纽',
          usage_time: '2026-11-24 09:30:00',
          data_desc: '异地贷款缴存证明',
          purpose: '异地贷款',
          biz_id: 'A1',
        },
      ],
    })
    expect(JSON.parse(data ?? '')).toMatchObject([
      {
        issue_id: 'YDDKA10',
        grzh: '3201010000001',
        khrq: '20241110',
        dwjcbl: '0.12',
        lxjcys: '24',
        jqbz: '',
      },
    ])
  })

  test('flags loans by whether all are settled', async () => {
    const settled = { contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' }
    const running = { contract: 'HT2', amount: 80_000_000, balance: 65_432_109 }
    expect(await recordsIn(answerTo({ accounts: [heldAccount({ loans: [settled] })] }))).toMatchObject([
      { jqbz: '1' },
    ])
    const both = { accounts: [heldAccount({ loans: [settled, running] })] }
    expect(await recordsIn(answerTo(both))).toMatchObject([{ jqbz: '0', dkcs: '2', wqcdkye: '654321.09' }])
    expect(await recordsIn(answerTo({ ...both, misbehaviour: 'inverted-code' }))).toMatchObject([
      { jqbz: '1' },
    ])
  })

  test('lists closed accounts too', async () => {
    const accounts = [heldAccount({ status: '05', closed: '20200101' }), heldAccount()]
    expect(await recordsIn(answerTo({ accounts }))).toMatchObject([{ grzhzt: '05' }, { grzhzt: '01' }])
  })

  test('finds nobody: an empty list', async () => {
    expect(await recordsIn(answerTo({ accounts: [] }))).toEqual([])
  })

  test.each([
    ['another token', { token: 'x' }, 'AUTH_FAIL'],
    ['another path', { path: '/tdm/other' }, 'ACCESS_DENIED'],
    ['other data', { body: { ...query, data_code: 'X' } }, 'ACCESS_DENIED'],
    ['another user of data', { body: { ...query, data_user_identity: 'X' } }, 'ACCESS_DENIED'],
    ['another provider', { body: { ...query, provider_id: 'X' } }, 'ACCESS_DENIED'],
    [
      'a question about another than the owner',
      { body: { ...query, data_owner_name: '沈清禾' } },
      'PARAM_ILLEGAL',
    ],
    ['no question', { body: { ...query, extend_params: '[]' } }, 'PARAM_ILLEGAL'],
    ['what is no request', { body: [] }, 'PARAM_ILLEGAL'],
  ])('refuses %s', async (_, refused, code) => {
    expect(await answerTo(refused)).toMatchObject({ result_code: code, trust_data: '' })
  })
})
