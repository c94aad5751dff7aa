import { describe, expect, test } from '@jest/globals'
import { certificateLines } from '../../src/cli/certificate/lines.ts'
import type { DepositFacts, FieldSet } from '../../src/contracts/generated/types.ts'

const asOf = '2026-11-24T09:30:00+08:00'

/** The printed rows by their labels. */
function printed(facts: Omit<DepositFacts, 'asOf'>): Record<string, string> {
  const lines = certificateLines({
    number: '310000202611240000017',
    issuer: '310000000000000',
    addressee: '320101000000000',
    purpose: 'remote-housing-loan',
    applicationNumber: 'A-1',
    person: { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' },
    fields: ['account'],
    facts: { asOf, ...facts },
    issuedAt: asOf,
    validUntil: '2027-01-24',
  } as Parameters<typeof certificateLines>[0])
  return Object.fromEntries(
    lines.slice(1).map((line) => {
      const [, label = '', value = ''] = /^ {2}([^　：]+)[　：]*(.*)$/.exec(line) ?? []
      return [label, value]
    }),
  )
}

describe('a printed certificate', () => {
  test.each<[FieldSet, string[]]>([
    ['account', ['个人账号', '开户时间', '账户状态']],
    ['employer', ['工作单位']],
    ['contribution', ['缴存基数', '缴存比例', '月缴存额', '缴至年月']],
    ['balance', ['缴存余额']],
    ['continuity', ['最近连续缴存']],
    ['loans', ['使用情况', '贷款次数', '累计贷款金额', '未清偿余额']],
  ])('of field set %s, asked for and not given at all, says 对方未提供 in every row of it', (set, labels) => {
    const rows = printed({ [set]: {} })
    expect(labels.map((label) => [label, rows[label]])).toEqual(labels.map((label) => [label, '对方未提供']))
    expect(Object.values(rows).filter((value) => value === '对方未提供')).toHaveLength(labels.length)
  })

  test('does not mention what was not asked for', () => {
    expect(Object.values(printed({}))).not.toContain('对方未提供')
  })

  test('tells the part of the monthly amount that is known, and not a total', () => {
    expect(printed({ contribution: { ownMonthly: 84_000 } })['月缴存额']).toBe(
      '单位 对方未提供，个人 840.00 元',
    )
  })

  test.each([
    [{ start: '2025-01', end: '2026-10', monthCount: 22 }, '2025-01 — 2026-10'],
    [{ monthCount: 22 }, '22 个月'],
    [{ monthCount: 0, months: [] }, '无'],
    [{ sixMonths: false }, '不满六个月'],
  ])('tells the run %j as %s', (continuity, text) => {
    expect(printed({ continuity })['最近连续缴存']).toBe(text)
  })

  test.each([
    [{ usage: 'one-settled', unsettled: false } as const, '仅有一次贷款记录且贷款已还清'],
    [{ unsettled: true }, '有未结清贷款'],
    [{ unsettledCount: 1 }, '有未结清贷款 1 笔'],
    [{ unsettled: false }, '无未结清贷款'],
  ])('tells the use of loans %j as %s', (loans, text) => {
    expect(printed({ loans })['使用情况']).toBe(text)
  })

  test('tells each contradiction with the facts concerned', () => {
    const rows = printed({
      loans: { count: 0, unsettled: true },
      contradictions: [{ rule: 'unsettled-against-loans', facts: ['loans.unsettled', 'loans.count'] }],
    })
    expect(rows['所给数据自相矛盾']).toBe(
      '有无未结清贷款与贷款次数、笔数或余额不符（loans.unsettled、loans.count）',
    )
  })

  test('names the number that the issuing centre itself gave', () => {
    expect(printed({ sourceNumber: '20261124nbbj02' })['原证明编号']).toBe('20261124nbbj02')
  })
})
