import { describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import { heldAccount } from '../sandbox/simulators/held-by-hand.ts'
import { askOverWire } from '../support/ask-over-wire.ts'
import { tcpCall } from '../support/dialect-calls.ts'
import { ofNingbo } from '../support/dialect-facts.ts'
import { invalid, personOf, repliesOf } from '../support/dialect-replies.ts'
import { fixture, foundIn } from '../support/replay.ts'

const { answered, changed, sample } = repliesOf('bsp-tags')

describe('the request', () => {
  const call = tcpCall(sample('normal').calls[0])

  test('is tags that close without a name, in GBK', () => {
    expect(iconv.decode(call.bytes, 'gbk')).toMatch(
      /^<TranCode>5498<\/><TranDate>2026-11-24<\/><MTimeStamp>2026-11-24 09:30:00:000000<\/><TranSeq>[^<]+<\/><Channel>88<\/><CenterId>00057400<\/><BrchId>05740008<\/><AccName>沈清和<\/><CertiNum>310101190001010011<\/><ProjectName>上海市公积金管理中心<\/>$/,
    )
  })

  test('ends with the stream, as the answer does', () => {
    expect(call).toMatchObject({ transport: 'tcp', reply: 'end-of-stream' })
  })
})

describe('an answer in bsp-tags', () => {
  test('gives these facts', () => {
    const { facts, unmapped } = foundIn(sample('normal'))
    expect(facts).toStrictEqual({
      asOf: '2026-11-24T09:30:00+08:00',
      ...ofNingbo,
      loans: { unsettled: false, usage: 'none' },
    })
    expect(unmapped).toEqual([])
  })

  test('of a sealed account says so', () => {
    const { facts } = foundIn(sample('sealed', 'sealed'))
    expect(facts.account).toMatchObject({ status: 'sealed', arrears: false })
    expect(facts.continuity).toMatchObject({ start: '2022-01', end: '2026-04' })
    expect(facts.loans).toMatchObject({ usage: 'one-settled' })
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('has a colon before the microseconds', () => {
    expect(foundIn(sample('normal')).lineage['asOf']?.from).toEqual(['MTimeStamp'])
  })

  test('may have 其他 beside the code of 正常, as certificates tick it, and the code stands', () => {
    const { facts } = foundIn(sample('nasty', 'old-number'))
    expect(facts.account?.status).toBe('normal')
    expect(facts).not.toHaveProperty('contradictions')
  })

  test('contradicts itself where the name beside the code is that of another state, and the code stands', () => {
    const { facts } = foundIn(answered(changed('>正常<', '>封存<')))
    expect(facts.account?.status).toBe('normal')
    expect(facts.contradictions).toContainEqual({ rule: 'two-sources', facts: ['account.status'] })
  })

  test('is read with line breaks, commas, another spelling of months and the old number', () => {
    const { facts } = foundIn(sample('nasty', 'old-number'))
    expect(facts.contribution).toMatchObject({
      base: 1_200_000,
      unitRatio: 1200,
      ownRatio: 850,
      totalMonthly: 246_000,
      paidThrough: '2026-10',
    })
    expect(facts.balance).toStrictEqual({ amount: 123_456_789 })
  })

  test('has no class of loans while one is running, and its amount is not guessed at', () => {
    const { facts, missing } = foundIn(sample('nasty', 'old-number'))
    expect(facts.loans).toStrictEqual({})
    expect(missing).toEqual(expect.arrayContaining(['loans.unsettled', 'loans.unsettledBalance']))
  })

  test('may leave a tag empty, which is no fact', () => {
    expect(foundIn(sample('nasty', 'old-number')).facts).not.toHaveProperty('sourceNumber')
  })

  test('may hold a tag that nobody told of, which is reported', () => {
    expect(foundIn(sample('nasty', 'old-number')).unmapped).toEqual(['TransferMark'])
  })

  test.each(['<Bal>', '<LPaym>', '<LinkPhone>'])('is no answer where it breaks off before %s', (tag) => {
    const whole = iconv.decode(fixture('bsp-tags', 'normal.txt'), 'gbk')
    const cut = iconv.encode(whole.slice(0, whole.indexOf(tag)), 'gbk')
    expect(() => answered(cut)).toThrow(expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }))
  })

  test.each([
    ['an amount cut short', '<Bal>4408.76</>', '<Bal>44'],
    ['a closing tag with a name', '<Bal>4408.76</>', '<Bal>4408.76</Bal>'],
    ['a state that is not in the table', '<IndiAccState>0</>', '<IndiAccState>5</>'],
    ['no amount where one belongs', '<Bal>4408.76</>', '<Bal>many</>'],
  ])('is refused with %s', (_, from, to) => {
    expect(() => answered(changed(from, to))).toThrow(invalid)
  })
})

test('is refused where the code is none that is known', () => {
  expect(() => answered(changed('000000', '000001'))).toThrow(invalid)
})

test('a name outside GBK comes back with question marks, and is known nevertheless', async () => {
  const accounts = [heldAccount({ name: '骉㛃𬭎', idNumber: '310101190001010185' })]
  const asked = { person: personOf('rare-name') }
  expect(await askOverWire({ dialect: 'bsp-tags', accounts }, asked)).toMatchObject({ outcome: 'found' })
})
