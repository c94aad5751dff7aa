import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Person } from '../../src/contracts/generated/types.ts'
import { heldAccount } from '../sandbox/simulators/held-by-hand.ts'
import { askOverWire } from '../support/ask-over-wire.ts'
import { formIn, httpCall } from '../support/dialect-calls.ts'
import { noLoans } from '../support/dialect-facts.ts'
import { asItIs, invalid, personOf, repliesOf } from '../support/dialect-replies.ts'
import { dialectSetups } from '../support/dialect-setups.ts'
import { fixture, foundIn, type Replayed } from '../support/replay.ts'
import { hub, opened, sealed, stranger } from '../support/yrd-hub-keys.ts'

const { answered, changed, sample } = repliesOf('yrd-hub')

/** Answered by a body as it travels. */
const { answered: answeredBy } = repliesOf('yrd-hub', { travels: asItIs })

/** What was asked, as the hub opens it. */
function paraOf({ calls: [call] }: Replayed): Record<string, string> {
  return JSON.parse(String(opened(formIn(call).get('para') ?? '', hub)))
}

describe('the request', () => {
  const replayed = sample('normal')
  const call = httpCall(replayed.calls[0])

  test('is a form of jgh and para, and para is JSON that only the hub can open', () => {
    expect([call.method, call.path]).toEqual(['POST', '/csj/YD02-2'])
    expect(call.headers['Content-Type']).toBe('application/x-www-form-urlencoded')
    const form = formIn(call)
    expect([...form.keys()]).toEqual(['jgh', 'para'])
    expect(form.get('jgh')).toBe('J1')
    expect(paraOf(replayed)).toEqual({
      cxlx: '1',
      ywbh: 'A1',
      zjlx: '111',
      zjhm: '310101190001010011',
      xingMing: '沈清和',
      jcdzxdm: '320101000000000',
      jcdzxmc: '江苏省省级机关住房资金管理中心',
      dkdzxdm: '310000000000000',
      dkdzxmc: '上海市公积金管理中心',
      sqsj: '20261124',
    })
  })

  test('has Base64 whose plus signs are percent-encoded', () => {
    expect(String(call.body)).toMatch(/^jgh=J1&para=[0-9A-Za-z%]+$/)
  })

  test.each([
    ['resident-id', '310101190001010011', '111'],
    ['military-officer-id', '军字第0000001号', '001'],
    ['passport', 'E00000001', '001'],
    ['foreign-permanent-residence-id', '931840190001010010', '001'],
    ['hmt-residence-permit', '810000190001010018', '001'],
    ['other', 'H00000001', '001'],
  ] as const)('knows two documents: %s goes as it is with its code', (idType, idNumber, zjlx) => {
    const replayed = answered(fixture('yrd-hub', 'no-record.json'), { name: '何港生', idType, idNumber })
    expect(paraOf(replayed)).toMatchObject({ zjlx, zjhm: idNumber })
  })
})

describe('an answer in yrd-hub', () => {
  test('gives these facts', () => {
    const { facts, missing, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T00:00:00+08:00',
      sourceNumber: '20261124jx000001',
      account: { number: '3304000000001', opened: '2024-11-10', status: 'normal', arrears: false },
      employer: { name: '嘉兴示例科技有限公司' },
      contribution: { base: 1_200_000, unitRatio: 1200, ownRatio: 1200, totalMonthly: 288_000 },
      balance: { amount: 6_912_000 },
      continuity: { start: '2024-11', end: '2026-10', asOf: '2026-11', monthCount: 24, sixMonths: true },
      loans: noLoans,
    })
    expect(missing).toEqual(expect.arrayContaining(['contribution.paidThrough', 'continuity.months']))
    expect(unmapped).toEqual([])
  })

  test('of a sealed account says so, and what was lent', () => {
    const { facts } = foundIn(sample('sealed', 'sealed'))
    expect(facts.account).toMatchObject({ status: 'sealed', arrears: false })
    expect(facts.loans).toMatchObject({ count: 1, usage: 'one-settled', contractTotal: 50_000_000 })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('is read with texts for numbers, another case of a key, the old number and a file', () => {
    const { facts, unmapped } = foundIn(sample('nasty', 'old-number'))
    expect(facts.asOf).toBe('2026-11-24T09:30:00+08:00')
    expect(facts.account).toStrictEqual({ number: '3304000000017', status: 'normal', arrears: true })
    expect(facts.contribution).toStrictEqual({
      base: 1_200_000,
      unitRatio: 850,
      ownRatio: 500,
      totalMonthly: 162_000,
    })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual(['data/bz'])
  })

  test('rounds an amount with a third decimal, and notes it', () => {
    const { facts, lineage } = foundIn(sample('nasty', 'old-number'))
    expect(facts.balance).toStrictEqual({ amount: 6_912_001 })
    expect(lineage['balance.amount']?.notes).toEqual(['rounded-half-up'])
  })

  test('has no tick while a loan is running, which is known by what is owed', () => {
    const { facts } = foundIn(sample('nasty', 'old-number'))
    expect(facts.loans).toStrictEqual({
      count: 2,
      unsettled: true,
      contractTotal: 130_000_000,
      unsettledBalance: 65_432_109,
    })
  })

  test('has an empty run, or null, where a system sees none, which is no run of none', () => {
    const { facts, missing } = foundIn(sample('nasty', 'old-number'))
    expect(facts.continuity).toStrictEqual({})
    expect(missing).toEqual(expect.arrayContaining(['continuity.start', 'continuity.monthCount']))
  })

  test('with the month alone for the opening makes up no day', () => {
    expect(foundIn(sample('nasty', 'old-number')).facts.account).not.toHaveProperty('opened')
  })

  test.each(['20241101', '2024-11', '2024年11月'])('has its months as %s too', (month) => {
    const { facts } = foundIn(answered(changed('"202411"', `"${month}"`)))
    expect(facts.continuity?.start).toBe('2024-11')
  })

  test('names its certificate by the misspelled key, or by the one that the other messages have', () => {
    expect(foundIn(sample('nasty', 'old-number')).facts.sourceNumber).toBe('20261124jx000017')
    const both = changed('"zjlx"', '"zmbh": "20261124jx000001", "zjlx"')
    expect(foundIn(answered(both)).facts).not.toHaveProperty('contradictions')
  })

  test('that names two certificates contradicts itself', () => {
    const { facts } = foundIn(answered(changed('"zjlx"', '"zmbh": "20261124jx000002", "zjlx"')))
    expect(facts.sourceNumber).toBe('20261124jx000001')
    expect(facts.contradictions).toEqual([{ rule: 'two-sources', facts: ['sourceNumber'] }])
  })

  test.each(['"0"', '"1"', '0', 'null'])(
    'says the same whether the certificate was read or not: %s',
    (sfyd) => {
      const { facts } = foundIn(answered(changed('"sfyd": "1"', `"sfyd": ${sfyd}`)))
      expect(facts).toStrictEqual(foundIn(sample('normal')).facts)
    },
  )

  test('contradicts itself where a tick says that all is settled and something is owed', () => {
    const { facts } = foundIn(answered(changed('"wqcdkye": 0', '"wqcdkye": 1000')))
    expect(facts.contradictions).toContainEqual(expect.objectContaining({ rule: 'unsettled-against-loans' }))
  })

  test.each([
    ['a state that is no tick', '"正常"', '"合并销户"'],
    ['the code of the standard for a tick', '"正常"', '"01"'],
    ['a word for loans that nobody told of', '"无贷款记录"', '"是"'],
    ['an amount with an exponent, as Java writes large ones', '69120', '1.23456789E7'],
    ['a ratio above the whole', '"dwjcbl": 12', '"dwjcbl": 1200'],
    ['a date that is none', '"20241110"', '"20240230"'],
    ['a list for the record', '"data": {', '"data": [{}, {}], "x": {'],
    ['a code that nobody told of', '"code": "200"', '"code": "0000"'],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(invalid)
  })

  test('of the file alone is refused: it shows nobody', () => {
    const text = JSON.stringify({ code: '200', msg: '成功', data: { ywbh: 'A1', zmwj: 'JVBERi0xLjQK' } })
    expect(() => answered(text)).toThrow(invalid)
  })
  test('comes back as it was written, whatever the blocks cut through', () => {
    const amount = fc.integer({ min: 0, max: 9_999_999_999 })
    const employer = fc.stringMatching(/^[㐀-鿿A-Za-z()]{2,60}$/)
    const record = fc.record({
      base: amount,
      balance: amount,
      ratio: fc.integer({ min: 0, max: 2400 }),
      employer,
    })
    const { data, ...rest } = JSON.parse(fixture('yrd-hub', 'normal.json').toString())
    fc.assert(
      fc.property(record, ({ base, balance, ratio, employer: dwmc }) => {
        const rows = { ...data, jcjs: base / 100, jcye: balance / 100, grjcbl: ratio / 100, dwmc }
        const { facts } = foundIn(answered(JSON.stringify({ ...rest, data: rows })))
        expect(facts).toMatchObject({
          contribution: { base, ownRatio: ratio },
          balance: { amount: balance },
          employer: { name: dwmc },
        })
      }),
    )
  })
})

describe('document 001', () => {
  const { name, idNumber } = personOf('hmt')

  test.each([
    ['hmt-residence-permit', '001'],
    // Some centres hold residence permits as identity cards, as their numbers pass the same check
    ['hmt-residence-permit', '111'],
    ['resident-id', '001'],
    ['other', '001'],
  ] as const)('does not say whose the answer is, the number does: %s answered as %s', (idType, zjlx) => {
    const text = fixture('yrd-hub', 'other-document.json').toString().replace('"001"', `"${zjlx}"`)
    const { facts } = foundIn(answered(text, { name, idType, idNumber }))
    expect(facts.account?.number).toBe('3304000000018')
  })

  test('with another number is refused', () => {
    const about: Person = { name, idType: 'passport', idNumber: 'E00000001' }
    expect(() => answered(fixture('yrd-hub', 'other-document.json'), about)).toThrow(invalid)
  })
})

describe('what is sealed', () => {
  const text = fixture('yrd-hub', 'normal.json')
  const good = Buffer.from(sealed(text), 'base64')

  test.each([
    ['for another key', sealed(text, stranger)],
    ['not at all', text.toString()],
    ['and not whole blocks', good.subarray(0, 200).toString('base64')],
    ['and lacks its last block', good.subarray(0, -128).toString('base64')],
    [
      'and lacks a block within',
      Buffer.concat([good.subarray(0, 128), good.subarray(256)]).toString('base64'),
    ],
    ['and nothing', ''],
  ])('%s is refused', (_, body) => {
    expect(() => answeredBy(body)).toThrow(invalid)
  })

  test('in Base64 with lines is read', () => {
    const lines = good.toString('base64').replaceAll(/.{76}/g, '$&\r\n')
    expect(foundIn(answeredBy(lines)).facts.balance).toStrictEqual({ amount: 6_912_000 })
  })

  test('cannot be asked by what is no key, and the key is not shown', () => {
    const settings = { ...dialectSetups['yrd-hub'].settings, hubPublicKey: 'no key' }
    expect(() => repliesOf('yrd-hub', { settings }).sample('normal')).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', where: 'yrd-hub settings.hubPublicKey' }),
    )
  })
})

test('code 0 and no word that is known are a fault, and not that there is nobody', () => {
  const text = JSON.stringify({ code: '0', msg: '校验不通过', data: null })
  expect(() => answered(text)).toThrow(
    expect.objectContaining({ detail: '应答表示暂不可用 the reply says fault' }),
  )
})

test('somebody with another document is found', async () => {
  const { idNumber, name } = personOf('hmt')
  const accounts = [heldAccount({ idType: '99', idNumber, name })]
  const finding = await askOverWire({ dialect: 'yrd-hub', accounts }, { person: personOf('hmt') })
  expect(foundIn({ finding }).facts.balance).toStrictEqual({ amount: 6_912_000 })
})
