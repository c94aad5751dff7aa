import type { DepositCertificate } from '../contracts/generated/types.ts'

/** Whether who seals the paper is whoever signed the certificate: another printer does not sign in its name. */
export function isOwnSeal({ iss, relayedBy }: DepositCertificate, printer: string): boolean {
  return printer === (relayedBy?.code ?? iss)
}

/** What a member's seal is called on paper. */
export function sealLabel(certificate: DepositCertificate, printer: string): string {
  return isOwnSeal(certificate, printer) ? '电子签名' : '本打印件电子签名'
}
