import { readFileSync } from 'node:fs'
import type { DepositCertificate } from '../../src/contracts/generated/types.ts'
import { GatewayError } from '../../src/errors.ts'
import { createKeySigner } from '../../src/jws/signer.ts'
import type { PrintOrder } from '../../src/print/order.ts'
import { certificatesFromPem } from '../../src/trust/certificate.ts'
import { readKey } from '../../src/trust/keys.ts'
import { asked, type EvidenceDesk, madeAt } from '../support/evidence.ts'

/** Everything that the form has a place for. Three months are missing. */
export const wholeCertificate: Partial<DepositCertificate> = {
  person: { name: '骉㛃𬭎', idType: 'resident-id', idNumber: '310101190001010011' },
  fields: ['account', 'employer', 'contribution', 'balance', 'continuity', 'loans'],
  facts: {
    asOf: '2026-11-24T09:59:58+08:00',
    account: { number: '310000000010', opened: '2019-06-13', status: 'normal', arrears: true },
    employer: { name: '上海虚构精密仪器有限责任公司' },
    contribution: {
      base: 600_000,
      unitRatio: 800,
      ownRatio: 800,
      unitMonthly: 48_000,
      ownMonthly: 48_000,
      totalMonthly: 96_000,
      paidThrough: '2026-10',
    },
    balance: { amount: 440_876 },
    continuity: {
      start: '2024-06',
      end: '2026-10',
      asOf: '2026-11',
      monthCount: 29,
      months: monthsBut('2024-03', '2024-05'),
    },
    loans: { count: 1, usage: 'one-settled', contractTotal: 50_000_000, lastSettled: '2022-05-31' },
  },
}

/** June 2019 to October 2026, but for these. */
function monthsBut(start: string, end: string): string[] {
  const all = Array.from({ length: 96 }, (_, index) => {
    return `${2019 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
  return all.filter((month) => month >= '2019-06' && month <= '2026-10' && (month < start || month > end))
}

/** A certificate signed by the sandbox's Shanghai, and an order to print it by the same. */
export function orderOf(
  desk: EvidenceDesk,
  certificate: Partial<DepositCertificate> = {},
  changes: Partial<PrintOrder> = {},
): PrintOrder {
  const token = tokenOf(desk, { ...wholeCertificate, ...certificate })
  const { signKey, signCertificate } = desk.files.member(asked)
  return {
    token,
    certificate: JSON.parse(partOf(token.toString('latin1'))) as DepositCertificate,
    addressee: '江苏省省级机关住房资金管理中心',
    checkPage: 'https://check.shanghai.example/check',
    printer: { code: asked, name: '上海市公积金管理中心' },
    signer: createKeySigner(readKey(readFileSync(signKey, 'utf8'))),
    chain: certificatesFromPem(readFileSync(signCertificate, 'utf8')).map(({ der }) => der),
    at: madeAt + 60_000,
    sandbox: true,
    ...changes,
  }
}

/** The signed certificate in the answer that the desk makes. */
export function tokenOf(desk: EvidenceDesk, certificate: Partial<DepositCertificate>): Buffer {
  const answer = JSON.parse(partOf(desk.bundle({ certificate }).answer)) as { body: { certificate: string } }
  return Buffer.from(answer.body.certificate, 'latin1')
}

function partOf(token: string): string {
  return Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
}

/** The code of what it fails with. */
export function errorOf(act: () => unknown): string {
  try {
    act()
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown.code
    throw thrown
  }
  return 'nothing'
}
