import { describe, expect, test } from '@jest/globals'
import { httpCall, jsonIn } from '../support/dialect-calls.ts'
import { noLoans, twelvePercent } from '../support/dialect-facts.ts'
import { invalid, repliesOf } from '../support/dialect-replies.ts'
import { fixture, foundIn } from '../support/replay.ts'

const { answered, sample } = repliesOf('antchain')

/** The normal sample with members of its record, or of its envelope, changed. */
function changed(record: object, envelope: object = {}): string {
  const reply = JSON.parse(String(fixture('antchain', 'normal.json'))) as { trust_data: string }
  const [first] = JSON.parse(reply.trust_data) as object[]
  return JSON.stringify({ ...reply, trust_data: JSON.stringify([{ ...first, ...record }]), ...envelope })
}

describe('the request', () => {
  const call = httpCall(sample('normal').calls[0])
  const { extend_params: extend, ...body } = jsonIn(call)

  test('says who uses whose data, for what and in which case', () => {
    expect(body).toEqual({
      req_msg_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      data_user_identity: '12310000MTEXT0018R',
      data_user_name: '长三角枢纽',
      data_owner_identity: '310101190001010011',
      data_owner_name: '沈清和',
      provider_id: 'PF330600',
      data_code: 'YDDKJCZM',
      purpose: '异地贷款',
      biz_id: 'A1',
    })
  })

  test('has the question itself as JSON in a text', () => {
    expect(JSON.parse(extend)).toEqual({
      zjbzxbm: 'C33060',
      xingming: '沈清和',
      zjhm: '310101190001010011',
    })
  })

  test('shows the token to the front', () => {
    expect(call.headers).toMatchObject({ Authorization: 'Bearer TEST-TOKEN-0001' })
  })
})

describe('an answer in antchain', () => {
  test('gives these facts', () => {
    const { facts, missing, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:30:00+08:00',
      sourceNumber: 'YDDK202611240001',
      account: { number: '330600000001', opened: '2024-11-10', status: 'normal' },
      employer: { name: '绍兴示例科技有限公司', account: '3306008001' },
      contribution: twelvePercent,
      balance: { amount: 6_912_000 },
      continuity: { start: '2024-11', asOf: '2026-11', monthCount: 24, sixMonths: true },
      loans: noLoans,
    })
    expect(missing).toContain('continuity.end')
    expect(unmapped).toEqual([])
  })

  test('says where in the text of data each fact stood', () => {
    expect(foundIn(sample('normal')).lineage['balance.amount']).toMatchObject({
      from: ['trust_data/0/grzhye'],
    })
  })

  test('means settled by jqbz 1, and running by 0', () => {
    expect(foundIn(sample('sealed', 'sealed')).facts.loans).toMatchObject({
      unsettled: false,
      usage: 'one-settled',
    })
    expect(foundIn(sample('nasty', 'old-number')).facts.loans).toMatchObject({ unsettled: true })
  })

  test('that flags a loan as running without one contradicts itself', () => {
    expect(foundIn(answered(changed({ jqbz: '0' }))).facts.contradictions).toEqual([
      expect.objectContaining({ rule: 'unsettled-against-loans' }),
    ])
  })

  test('is read with numbers for texts, other spellings and the old number', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account).toStrictEqual({
      number: '330600000017',
      opened: '2024-11-10',
      status: 'frozen',
      frozen: true,
    })
    expect(facts.contribution).toMatchObject({ unitRatio: 850, ownRatio: 500, paidThrough: '2026-10' })
    expect(unmapped).toEqual(['trust_data/0/grbh'])
  })

  test('takes the open account of several, wherever it stands', () => {
    expect(foundIn(sample('two-accounts', 'two-accounts')).facts.account?.number).toBe('330600000003')
  })

  test.each([
    ['a percentage for a fraction', { dwjcbl: '12' }],
    ['the wildcard of queries for a status', { grzhzt: '00' }],
    ['a settled flag that nobody knows', { jqbz: '2' }],
  ])('with %s is not used', (_, record) => {
    expect(() => answered(changed(record))).toThrow(invalid)
  })

  test.each([['{"a":'], ['[{"zjhm":"1","zjhm":"2"}]'], ['1e400']])(
    'whose text of data is %s is not used',
    (data) => {
      expect(() => answered(changed({}, { trust_data: data }))).toThrow(invalid)
    },
  )
})

test('an empty list under another code is no nobody', () => {
  expect(() => answered(changed({}, { result_code: 'SYSTEM_ERROR', trust_data: '[]' }))).toThrow(
    expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }),
  )
})
