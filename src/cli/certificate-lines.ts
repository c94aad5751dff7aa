import type { DepositCertificate, DepositFacts } from '../contracts/generated/types.ts'
import { fen, formatYuanGrouped } from '../domain/money.ts'
import { basisPoints, formatPercent } from '../domain/ratio.ts'

const status = {
  normal: '正常',
  sealed: '封存',
  merged: '合并销户',
  'transferred-out': '外部转出销户',
  withdrawn: '提取销户',
  frozen: '冻结',
  other: '其他',
}

const notGiven = '对方未提供'

/** The certificate as people read it, in the form's own order (建金〔2015〕135号). A missing fact says so, and is never 0. */
export function certificateLines(certificate: DepositCertificate): string[] {
  const { person, facts } = certificate
  const rows: [string, string][] = [
    ['编号', certificate.number],
    ['出具中心', certificate.issuer],
    ['致', certificate.addressee],
    ['职工姓名', person.name],
    ['证件号码', person.idNumber],
    ...factRows(facts),
    ['数据截止', facts.asOf],
    ['出具时间', certificate.issuedAt],
    ['有效期至', certificate.validUntil],
  ]
  return [
    '住房公积金异地贷款缴存使用证明',
    ...rows.map(([label, value]) => `  ${label.padEnd(8, '　')}${value}`),
  ]
}

function factRows({
  account,
  employer,
  contribution,
  balance,
  continuity,
  loans,
}: DepositFacts): [string, string][] {
  return [
    ...(employer ? [row('工作单位', employer.name)] : []),
    ...(account
      ? [
          row('个人账号', account.number),
          row('开户时间', account.opened),
          row('账户状态', account.status && statusText(account.status, account.frozen, account.arrears)),
        ]
      : []),
    ...(contribution
      ? [
          row('缴存基数', yuan(contribution.base)),
          row('缴存比例', ratios(contribution.unitRatio, contribution.ownRatio)),
          row('月缴存额', yuan(contribution.totalMonthly)),
          row('缴至年月', contribution.paidThrough),
        ]
      : []),
    ...(balance ? [row('缴存余额', yuan(balance.amount))] : []),
    ...(continuity
      ? [row('最近连续缴存', continuity.start && continuity.end && `${continuity.start} — ${continuity.end}`)]
      : []),
    ...(loans
      ? [
          row('贷款次数', loans.count === undefined ? undefined : `${loans.count} 次`),
          row('累计贷款金额', yuan(loans.contractTotal)),
          row('未清偿余额', yuan(loans.unsettledBalance)),
        ]
      : []),
  ]
}

function row(label: string, value: string | undefined): [string, string] {
  return [label, value ?? notGiven]
}

function statusText(
  code: keyof typeof status,
  frozen: boolean | undefined,
  arrears: boolean | undefined,
): string {
  return [status[code], frozen && code !== 'frozen' && '有冻结', arrears && '欠缴'].filter(Boolean).join('，')
}

function yuan(amount: number | undefined): string | undefined {
  return amount === undefined ? undefined : `${formatYuanGrouped(fen(amount))} 元`
}

function ratios(unit: number | undefined, own: number | undefined): string | undefined {
  if (unit === undefined || own === undefined) return undefined
  return `单位 ${formatPercent(basisPoints(unit))}，个人 ${formatPercent(basisPoints(own))}`
}
