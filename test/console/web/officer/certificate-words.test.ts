import { describe, expect, test } from '@jest/globals'
import { factLines } from '../../../../src/console/web/officer/certificate/fact-lines.ts'
import { gapTexts, yearText } from '../../../../src/console/web/officer/certificate/month-words.ts'
import { findingText } from '../../../../src/console/web/officer/certificate/verdict-words.ts'

const asOf = '2026-11-28T10:00:00+08:00'

function line(label: string, lines: ReturnType<typeof factLines>) {
  return lines.find((one) => one.label === label)
}

describe('the facts of a certificate', () => {
  test('what was asked for and not given is not told, never 0', () => {
    const lines = factLines({ asOf, balance: {}, loans: {} }, ['balance', 'loans'], [])
    expect(line('余额', lines)).toEqual({ label: '余额', state: 'not-told', doubtful: false })
    expect(line('公积金贷款次数（含异地贷款）', lines)).toMatchObject({ state: 'not-told' })
  })

  test('what nobody asked for is told apart from what was not given', () => {
    const lines = factLines({ asOf, balance: {} }, ['balance'], [])
    expect(line('账户状态', lines)).toMatchObject({ state: 'not-asked' })
  })

  test('a zero is told as a zero', () => {
    const facts = {
      asOf,
      balance: { amount: 0 },
      loans: { count: 0, unsettledCount: 0 },
      continuity: { monthCount: 0 },
    }
    const lines = factLines(facts, ['balance', 'loans', 'continuity'], [])
    expect(line('余额', lines)).toMatchObject({ value: '0.00 元', state: 'told' })
    expect(line('未结清贷款', lines)).toMatchObject({ value: '无' })
    expect(line('公积金贷款次数（含异地贷款）', lines)).toMatchObject({ value: '0 次' })
    expect(line('连续缴存月数', lines)).toMatchObject({ value: '0 个月' })
  })

  test('half of a pair says which half is missing', () => {
    const lines = factLines({ asOf, contribution: { unitRatio: 1200 } }, ['contribution'], [])
    expect(line('缴存比例', lines)).toMatchObject({ value: '单位 12%，个人 对方未提供' })
  })

  test('facts that contradict each other are marked, and no others', () => {
    const facts = { asOf, contribution: { base: 100, totalMonthly: 5 }, balance: { amount: 1 } }
    const doubt = [{ facts: ['contribution.base', 'contribution.totalMonthly'] }]
    const marked = factLines(facts, ['contribution', 'balance'], doubt).filter(({ doubtful }) => doubtful)
    expect(marked.map(({ label }) => label)).toEqual(['月缴存额', '缴存基数'])
  })
})

describe('the months of a certificate', () => {
  test('gaps are said in words, a single month too', () => {
    const gaps = [
      { from: '2024-12', to: '2025-02' },
      { from: '2026-03', to: '2026-03' },
    ]
    expect(gapTexts(gaps)).toEqual(['2024-12 至 2025-02 未缴，共 3 个月', '2026-03 未缴，共 1 个月'])
  })

  test('a year is said in one breath', () => {
    const states = Array.from({ length: 12 }, (_, month) =>
      month > 9 ? ('unknown' as const) : month === 2 ? ('gap' as const) : ('paid' as const),
    )
    expect(yearText({ year: 2026, states })).toBe('2026 年：已缴 9 个月，未缴 1 个月（3 月）')
  })
})

describe('the findings of a verification', () => {
  test('say what held, and what did not', () => {
    expect(findingText({ check: 'certificate.signature', ok: true })).toBe('证明：验签通过')
    expect(findingText({ check: 'certificate.signature', ok: false })).toBe('证明：签名与内容不符')
    expect(findingText({ check: 'certificate.revoked-now', ok: false })).toBe('证明：签名证书现已吊销')
    expect(findingText({ check: 'other.new', ok: false })).toBe('other：new未通过')
  })
})
