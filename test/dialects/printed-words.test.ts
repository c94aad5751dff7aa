import { expect, test } from '@jest/globals'
import { repliesOf } from '../support/dialect-replies.ts'
import type { DialectId } from '../support/dialect-setups.ts'
import { foundIn } from '../support/replay.ts'

/** What an interface that gives the words and ticks of the printed certificate says, with one text changed. */
function changed(dialect: DialectId, from: string, to: string) {
  const { answered, changed } = repliesOf(dialect)
  return foundIn(answered(changed(from, to)))
}

/** In bsp-tags the tick stands beside a code. */
const normalTag = '<IndiAccState>0</><Spt_IndiAccStateName>正常'

test.each([
  ['epoint', '"正常"', '"其他"'],
  ['yrd-hub', '"正常"', '"其他"'],
  ['bsp-tags', normalTag, '<IndiAccState>9</><Spt_IndiAccStateName>其他'],
] as const)('%s has no status where it says 其他, which a frozen account is too', (dialect, from, to) => {
  const { facts, missing } = changed(dialect, from, to)
  expect(facts.account).not.toHaveProperty('status')
  expect(missing).toContain('account.status')
})

test.each([
  ['epoint', '欠缴', '"正常"', '"欠缴"'],
  ['yrd-hub', '欠缴', '"正常"', '"欠缴"'],
  ['yrd-hub', '欠款', '"正常"', '"欠款"'],
  ['bsp-tags', '欠款', normalTag, '<IndiAccState>2</><Spt_IndiAccStateName>欠款'],
] as const)('%s makes %s an arrears of a normal account', (dialect, _, from, to) => {
  expect(changed(dialect, from, to).facts.account).toMatchObject({ status: 'normal', arrears: true })
})

test.each([
  ['epoint', '(', ')', '"0"', '"2"'],
  ['epoint', '（', '）', '"0"', '"2"'],
  ['yrd-hub', '(', ')', '0', '2'],
  ['yrd-hub', '（', '）', '0', '2'],
] as const)('%s has 有两次以上 with brackets %s%s', (dialect, open, close, none, two) => {
  const words = `有两次以上${open}含两次${close}贷款记录且贷款已还清`
  const { facts } = changed(
    dialect,
    `"dkqk": "无贷款记录",\n    "dkcs": ${none}`,
    `"dkqk": "${words}", "dkcs": ${two}`,
  )
  expect(facts.loans).toMatchObject({ usage: 'several-settled', unsettled: false })
})

test.each([
  ['epoint', 'custom/yjce', 288_000],
  ['yrd-hub', 'data/yjce', 288_000],
  // Named for the own part
  ['bsp-tags', 'IndiPaySum', 96_000],
  ['ybmap', 'indipaysum', 96_000],
] as const)('%s has the total of both sides in %s', (dialect, from, total) => {
  const { facts, lineage } = foundIn(repliesOf(dialect).sample('normal'))
  expect(facts.contribution).not.toHaveProperty('ownMonthly')
  expect(facts.contribution?.totalMonthly).toBe(total)
  expect(lineage['contribution.totalMonthly']?.from).toEqual([from])
})
