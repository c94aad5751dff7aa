import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { recordOf as antchainRecord } from '../../src/sandbox/simulators/antchain-record.ts'
import type { HeldAccount } from '../../src/sandbox/simulators/held.ts'
import { recordOf as huidaoRecord } from '../../src/sandbox/simulators/huidao-record.ts'
import { recordOf as shineyueRecord } from '../../src/sandbox/simulators/shineyue-record.ts'
import { recordOf as suzhouRecord } from '../../src/sandbox/simulators/suzhou-query-record.ts'
import { heldAccount, now } from '../sandbox/simulators/held-by-hand.ts'
import { repliesOf } from '../support/dialect-replies.ts'
import type { DialectId } from '../support/dialect-setups.ts'
import { foundIn } from '../support/replay.ts'

interface Writer {
  what: string
  dialect: DialectId
  answer(account: HeldAccount): unknown
  /** Of the parts in ten thousand. */
  ratios?: { min: number; max: number }
}

/** Below 1 % a fraction and a percentage cannot be told apart; 1 alone is refused. */
const eitherWay = { min: 101, max: 9_999 }

const writers: readonly Writer[] = [
  {
    what: 'antchain',
    dialect: 'antchain',
    answer: (account) => ({
      result_code: 'OK',
      trust_data: JSON.stringify([antchainRecord(account, 'I', false)]),
    }),
  },
  {
    what: 'huidao',
    dialect: 'huidao',
    answer: (account) => ({
      resultCode: '200',
      isSuccess: true,
      data: huidaoRecord(account, now, false),
    }),
  },
  {
    what: 'shineyue',
    dialect: 'shineyue',
    answer: (account) => ({ ret: 0, msg: '', data: [shineyueRecord(account, false)] }),
  },
  {
    what: 'suzhou-query in numbers',
    dialect: 'suzhou-query',
    answer: (account) => [suzhouRecord(account, false, false)],
    ratios: eitherWay,
  },
  {
    what: 'suzhou-query in texts',
    dialect: 'suzhou-query',
    answer: (account) => [suzhouRecord(account, true, false)],
    ratios: eitherWay,
  },
]

test.each(writers)(
  'amounts and ratios that a centre writes in $what are read as the same',
  ({ dialect, answer, ratios = { min: 1, max: 10_000 } }) => {
    const { answered } = repliesOf(dialect)
    const amount = fc.integer({ min: 0, max: 1_000_000_000 })
    const ratio = fc.integer(ratios)
    const amounts = fc.record({
      base: amount,
      unitMonthly: amount,
      ownMonthly: amount,
      unitRatio: ratio,
      ownRatio: ratio,
    })
    fc.assert(
      fc.property(amounts, amount, (contribution, balance) => {
        const account = heldAccount({ ...contribution, balance })
        const { facts } = foundIn(answered(JSON.stringify(answer(account))))
        expect(facts.contribution).toMatchObject(contribution)
        expect(facts.balance).toStrictEqual({ amount: balance })
      }),
    )
  },
)
