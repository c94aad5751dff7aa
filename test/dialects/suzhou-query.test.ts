import { describe, expect, test } from '@jest/globals'
import { twelvePercent } from '../support/dialect-facts.ts'
import { invalid, repliesOf } from '../support/dialect-replies.ts'
import { fixture, foundIn } from '../support/replay.ts'

const { answered, changed, sample } = repliesOf('suzhou-query')

test('the request is the number in the query string, and no body', () => {
  const [call] = sample('normal').calls
  expect(call).toMatchObject({
    method: 'POST',
    path: '/gjj/grgjjxx/query?asGrgjjxxSfzhm=310101190001010011',
    body: undefined,
  })
})

describe('an answer in suzhou-query', () => {
  test('gives these facts, and no others', () => {
    const { facts, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:30:00+08:00',
      account: { number: '341300000001', status: 'normal' },
      employer: { name: '宿州示例科技有限公司', account: '3413008001' },
      contribution: twelvePercent,
      balance: { amount: 6_912_050 },
      continuity: {},
      loans: {},
    })
    expect(unmapped).toEqual([])
  })

  test('says the same in texts, with percentages, commas and dashes', () => {
    const { facts } = foundIn(sample('texts'))
    expect(facts.contribution).toMatchObject({ unitRatio: 1200, ownRatio: 850, paidThrough: '2026-10' })
    expect(facts.balance).toStrictEqual({ amount: 6_912_050 })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('is read with both spellings at once, the old number, and keys in another case', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account?.number).toBe('341300000017')
    expect(facts.employer).toStrictEqual({ account: '3413008001' })
    expect(facts.contribution).toMatchObject({ unitRatio: 850, ownRatio: 500, paidThrough: '2026-10' })
    expect(facts.balance).toStrictEqual({ amount: 6_912_001 })
    expect(unmapped).toEqual(['0/grbh'])
  })

  test('of a sealed account says so', () => {
    expect(foundIn(sample('sealed', 'sealed')).facts.account?.status).toBe('sealed')
  })

  test('takes the open account of several, wherever it stands', () => {
    expect(foundIn(sample('two-accounts', 'two-accounts')).facts.account?.number).toBe('341300000003')
  })

  test('is read where its one account stands in no list', () => {
    const [alone] = JSON.parse(fixture('suzhou-query', 'normal.json').toString()) as unknown[]
    expect(foundIn(answered(JSON.stringify(alone))).facts).toStrictEqual(foundIn(sample('normal')).facts)
  })

  test('without a status gives none: nothing says that the account is open', () => {
    const { facts, missing } = foundIn(answered(changed('"grzhzt": "01",', '')))
    expect(facts.account).toStrictEqual({ number: '341300000001' })
    expect(missing).toContain('account.status')
  })

  test('whose total is no sum contradicts itself, and nothing is put right', () => {
    const { facts } = foundIn(answered(changed('"monthpayamt": 2880', '"monthpayamt": 1440')))
    expect(facts.contribution?.totalMonthly).toBe(144_000)
    expect(facts.contradictions).toEqual([expect.objectContaining({ rule: 'total-against-parts' })])
  })

  test.each([
    ['"dwjcbl": 0.12', '"dwjcbl": 1'],
    ['"grzhye": 69120.5', '"grzhye": 1e400'],
    ['"grzhzt": "01"', '"grzhzt": "00"'],
  ])('with %s as %s cannot be read exactly, and nothing of it is used', (from, to) =>
    expect(() => answered(changed(from, to))).toThrow(invalid),
  )
})

describe('an answer without facts', () => {
  test.each(['null', '[]'])('%s is nobody, after the old number was tried too', (text) => {
    const { finding, calls } = answered(text, 'old-number')
    expect(finding.outcome).toBe('no-record')
    expect(calls).toHaveLength(2)
  })

  test('an error page under HTTP 200 is neither list nor null, and does not say that there is nobody', () => {
    expect(() => sample('error-page')).toThrow(invalid)
  })

  test.each(['{}', '""', '[{}]', '[null]', 'false', '0', '"系统繁忙"', '<html></html>', ''])(
    'nor does %j',
    (text) => {
      expect(() => answered(text)).toThrow(invalid)
    },
  )

  test('under another HTTP status is a fault of the centre', () => {
    expect(() => answered('null', 'normal', 500)).toThrow(
      expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }),
    )
  })
})
