import { describe, expect, test } from '@jest/globals'
import type { DepositCertificate } from '../../src/contracts/generated/types.ts'
import { formLines } from '../../src/print/form-rows.ts'
import { wholeCertificate } from './support.ts'

const base: DepositCertificate = {
  version: '1',
  iss: '310000000000000',
  issuer: '上海市公积金管理中心',
  number: '31000020261124000001O',
  issuedAt: '2026-11-24T10:00:01+08:00',
  validUntil: '2027-01-24',
  addressee: '320101000000000',
  purpose: 'remote-housing-loan',
  applicationNumber: 'SANDBOX-0001',
  person: { name: '骉㛃𬭎', idType: 'resident-id', idNumber: '310101190001010011' },
  fields: ['account', 'employer', 'contribution', 'balance', 'continuity', 'loans'],
  facts: { asOf: '2026-11-24T10:00:00+08:00' },
}

function fieldsOf(changes: Partial<DepositCertificate>): Record<string, string> {
  const fields = formLines({ ...base, ...changes }).flatMap((line) => [...line])
  return Object.fromEntries(fields.map(({ label, value }) => [label, value]))
}

function withFacts(facts: Omit<DepositCertificate['facts'], 'asOf'>): Record<string, string> {
  return fieldsOf({ facts: { asOf: base.facts.asOf, ...facts } })
}

describe('the form', () => {
  test('holds every row of part A, in its order', () => {
    expect(fieldsOf(wholeCertificate)).toEqual({
      职工姓名: '骉㛃𬭎',
      身份证号: '310101190001010011',
      工作单位: '上海虚构精密仪器有限责任公司',
      个人公积金账号: '310000000010',
      开户时间: '2019年06月13日',
      账户状态: '□正常　□封存　■欠缴　□其他',
      缴存基数: '6,000.00 元',
      缴存比例: '单位 8%　个人 8%',
      月缴存额: '960.00 元（单位 480.00 元，个人 480.00 元）',
      缴存余额: '4,408.76 元',
      最近连续缴存时间: '2024年06月—2026年10月（29 个月）',
      缴至年月: '2026年10月',
      使用情况: '□无贷款记录\n■仅有一次贷款记录且贷款已还清\n□有两次以上（含两次）贷款记录且贷款已还清',
      '公积金贷款次数（含异地贷款）': '1 次',
      累计贷款金额: '500,000.00 元',
      未清偿贷款余额: '对方未提供',
      最近结清日期: '2022年05月31日',
      贷款房屋地址: '对方未提供',
    })
  })

  test('says of a missing fact that it was not given, and never 0', () => {
    const { 职工姓名: _, 身份证号: __, ...facts } = fieldsOf({})
    expect(new Set(Object.values(facts))).toEqual(new Set(['对方未提供']))
  })

  test('says of what was not asked for that it was not asked for', () => {
    const fields = fieldsOf({ fields: ['account'] })
    expect(fields).toMatchObject({ 个人公积金账号: '对方未提供', 缴存余额: '未查询', 使用情况: '未查询' })
  })

  test('tells a 0 that was given', () => {
    const fields = withFacts({ balance: { amount: 0 }, loans: { count: 0, unsettledBalance: 0 } })
    expect(fields).toMatchObject({
      缴存余额: '0.00 元',
      '公积金贷款次数（含异地贷款）': '0 次',
      未清偿贷款余额: '0.00 元',
    })
  })

  test('marks what contradicts something else', () => {
    const contradictions = [{ rule: 'usage-against-loans' as const, facts: ['loans.usage', 'loans.count'] }]
    const fields = withFacts({ loans: { count: 2, usage: 'one-settled' }, contradictions })
    expect(fields['公积金贷款次数（含异地贷款）']).toBe('2 次 ※')
    expect(fields['使用情况']).toMatch(/ ※$/)
    expect(fields['缴存余额']).not.toContain('※')
  })

  test('names the identity document that it was', () => {
    const person = { name: '陈', idType: 'hmt-residence-permit', idNumber: '810000190001010013' } as const
    expect(fieldsOf({ person })).toMatchObject({ 港澳台居民居住证号: '810000190001010013' })
  })
})

describe('the account’s status ticks one box, by the coded status', () => {
  test.each([
    [{ status: 'normal' }, '■正常　□封存　□欠缴　□其他'],
    [{ status: 'normal', arrears: true }, '□正常　□封存　■欠缴　□其他'],
    [{ status: 'sealed' }, '□正常　■封存　□欠缴　□其他'],
    [{ status: 'sealed', arrears: true }, '□正常　■封存　□欠缴　□其他（有欠缴）'],
    [{ status: 'normal', frozen: true }, '■正常　□封存　□欠缴　□其他（有冻结）'],
    [{ status: 'frozen', frozen: true }, '□正常　□封存　□欠缴　■其他（冻结）'],
    [{ status: 'other' }, '□正常　□封存　□欠缴　■其他'],
    [{ arrears: true }, '欠缴'],
  ] as const)('%j', (account, text) => {
    expect(withFacts({ account })['账户状态']).toBe(text)
  })
})

describe('parts of a fact', () => {
  test.each([
    [{ continuity: { monthCount: 0 } }, '最近连续缴存时间', '无'],
    [{ continuity: { monthCount: 7 } }, '最近连续缴存时间', '7 个月'],
    [{ continuity: { sixMonths: false } }, '最近连续缴存时间', '不满六个月'],
    [{ continuity: { start: '2026-10', end: '2026-10' } }, '最近连续缴存时间', '2026年10月'],
    [{ contribution: { ownRatio: 850 } }, '缴存比例', '单位 对方未提供　个人 8.5%'],
    [{ contribution: { ownMonthly: 1 } }, '月缴存额', '单位 对方未提供，个人 0.01 元'],
  ])('%j', (facts, label, text) => {
    expect(withFacts(facts)[label]).toBe(text)
  })

  test('a loan that is not settled ticks no box, and is said', () => {
    const text = withFacts({ loans: { unsettled: true, unsettledCount: 2 } })['使用情况']
    expect(text).not.toContain('■')
    expect(text).toContain('有未结清贷款 2 笔')
  })

  test('an unsettled loan stands on paper whichever fact tells it, and beside a flag that denies it', () => {
    const counted = withFacts({ loans: { unsettledCount: 1 } })['使用情况']
    expect(counted).toContain('（有未结清贷款 1 笔）')
    const denied = withFacts({ loans: { unsettled: false, unsettledCount: 1 } })['使用情况']
    expect(denied).toContain('（无未结清贷款；未结清贷款 1 笔）')
  })
})
