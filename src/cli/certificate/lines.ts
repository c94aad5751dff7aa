import type { DepositCertificate } from '../../contracts/generated/types.ts'
import { factRows } from './fact-rows.ts'

/** The certificate as people read it, in the form's own order (建金〔2015〕135号). A missing fact says so, and is never 0. */
export function certificateLines(certificate: DepositCertificate): string[] {
  const { person, facts } = certificate
  const rows: [string, string][] = [
    ['编号', certificate.number],
    ...(facts.sourceNumber === undefined ? [] : [['原证明编号', facts.sourceNumber] as [string, string]]),
    ['出具中心', certificate.issuer],
    ...(certificate.relayedBy ? [['转发方', certificate.relayedBy.name] as [string, string]] : []),
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
