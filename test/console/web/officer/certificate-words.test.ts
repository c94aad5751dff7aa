import { describe, expect, test } from '@jest/globals'
import type { DepositCertificate } from '../../../../src/contracts/generated/types.ts'
import { formLines } from '../../../../src/print/form-rows.ts'
import { factLines } from '../../../../src/console/web/officer/certificate/fact-lines.ts'
import { gapTexts, yearText } from '../../../../src/console/web/officer/certificate/month-words.ts'
import { staleText } from '../../../../src/console/web/officer/certificate/stale-text.ts'
import { standingSaid } from '../../../../src/console/web/officer/certificate/standing-words.ts'
import { findingText, verdictSaid } from '../../../../src/console/web/officer/certificate/verdict-words.ts'

const asOf = '2026-11-28T10:00:00+08:00'

function line(label: string, lines: ReturnType<typeof factLines>) {
  return lines.find((one) => one.label === label)
}

describe('the facts of a certificate', () => {
  test('what was asked for and not given is not told, never 0', () => {
    const lines = factLines({ asOf, balance: {}, loans: {} }, ['balance', 'loans'], [])
    expect(line('缴存余额', lines)).toEqual({ label: '缴存余额', state: 'not-told', doubtful: false })
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
    expect(line('缴存余额', lines)).toMatchObject({ value: '0.00 元', state: 'told' })
    expect(line('未结清贷款', lines)).toMatchObject({ value: '无' })
    expect(line('公积金贷款次数（含异地贷款）', lines)).toMatchObject({ value: '0 次' })
    expect(line('连续缴存月数', lines)).toMatchObject({ value: '0 个月' })
  })

  test('are all on the screen that are on paper', () => {
    const facts = { asOf, loans: { fraud: true } }
    const person = { name: '', idType: 'resident-id', idNumber: '' }
    const paper = formLines({ person, fields: ['loans'], facts } as unknown as DepositCertificate)
    const screen = new Set(factLines(facts, ['loans'], []).map(({ label }) => label))
    const missing = paper
      .flatMap((row) => row.map(({ label }) => label))
      .filter((label) => !screen.has(label))
    // The person stands above them, the run is told by its length and its ends, and of the house no centre tells anything.
    expect(missing).toEqual(['职工姓名', '身份证号', '最近连续缴存时间', '贷款房屋地址'])
  })

  test('a record of fraud is told so that nobody overlooks it', () => {
    const told = (fraud?: boolean) =>
      line('骗提骗贷记录', factLines({ asOf, loans: { fraud } as never }, ['loans'], []))
    expect(told(true)).toMatchObject({ value: '有', grave: true })
    expect(told(false)).toEqual({ label: '骗提骗贷记录', value: '无', state: 'told', doubtful: false })
    expect(told()).toMatchObject({ state: 'not-told' })
  })

  test('a running loan is told as how loans were used, whichever fact tells of it', () => {
    const used = (loans: object) => line('使用情况', factLines({ asOf, loans }, ['loans'], []))
    expect(used({ unsettledCount: 1, unsettledBalance: 5 })).toMatchObject({ value: '有未结清贷款 1 笔' })
    expect(used({ unsettled: true })).toMatchObject({ value: '有未结清贷款' })
    expect(used({ usage: 'none', unsettled: false })).toMatchObject({ value: '无贷款记录' })
    expect(used({ usage: 'one-settled', unsettledCount: 1 })).toMatchObject({
      value: '仅有一次贷款记录且贷款已还清，有未结清贷款 1 笔',
    })
  })

  test('a monthly amount has its parts with it', () => {
    const contribution = { totalMonthly: 96_000, unitMonthly: 48_000, ownMonthly: 48_000 }
    expect(line('月缴存额', factLines({ asOf, contribution }, ['contribution'], []))).toMatchObject({
      value: '960.00 元（单位 480.00 元，个人 480.00 元）',
    })
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

  test('a flag and the number that it contradicts both stand there', () => {
    const facts = {
      asOf,
      loans: { unsettled: false, unsettledCount: 1 },
      continuity: { monthCount: 4, sixMonths: true },
    }
    const lines = factLines(facts, ['loans', 'continuity'], [])
    expect(line('未结清贷款', lines)).toMatchObject({ value: '有，1 笔；有无未结清 = 无' })
    expect(line('连续缴存月数', lines)).toMatchObject({ value: '4 个月；是否满六个月 = 是' })
  })
})

describe('what the issuing centre says of a certificate', () => {
  test('is bad where it was withdrawn, with the time, or is not known there', () => {
    const revoked = standingSaid({ state: 'fails', why: 'revoked', at: '2026-11-28T09:30:12+08:00' })
    expect(revoked).toMatchObject({ tone: 'bad', title: '证明已撤销（2026-11-28 09:30），不能作为贷款依据' })
    expect(standingSaid({ state: 'fails', why: 'not-known' }).tone).toBe('bad')
  })

  test('is neither good nor bad where it could not be asked', () => {
    expect(standingSaid({ state: 'not-told', why: 'not-reached' })).toMatchObject({
      tone: 'open',
      title: '未能查询是否撤销',
    })
    expect(standingSaid({ state: 'holds' }).tone).toBe('good')
  })
})

describe('data that is not of today', () => {
  const told = (stale: boolean, asOf: string) =>
    staleText({ stale, facts: { asOf } }, '2026-11-28T00:10:00+08:00')

  test('is of yesterday only where it is, else of its date', () => {
    expect(told(true, '2026-11-27T23:50:00+08:00')).toBe('数据截至昨日，建议重新查询')
    expect(told(true, '2026-11-08T09:00:00+08:00')).toBe('数据截至 2026-11-08，建议重新查询')
    expect(told(false, '2026-11-28T00:05:00+08:00')).toBeUndefined()
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
    expect(yearText({ year: 2026, states })).toBe('2026 年：已缴 9 个月，未缴 1 个月（3 月），未列出 2 个月')
  })
})

describe('a verification', () => {
  test('is good only where it is told that the signing certificate was not revoked', () => {
    expect(verdictSaid({ holds: true, revocationKnown: true, findings: [] })).toEqual({
      tone: 'good',
      text: '验签通过，内容未被改动，出具机构可信',
    })
    expect(verdictSaid({ holds: true, revocationKnown: false, findings: [] })).toEqual({
      tone: 'open',
      text: '验签通过，内容未被改动；签名证书是否已被吊销未能核实',
    })
    expect(verdictSaid({ holds: false, revocationKnown: false, findings: [] }).tone).toBe('bad')
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
