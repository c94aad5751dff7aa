import type { Certificate } from '../../certificate.ts'
import type { Meter } from '../budget.ts'
import type { Fault, PathRequest, Position, Reason } from '../types.ts'

/** What a rule may know beside the certificates. */
export interface RuleContext {
  readonly request: PathRequest
  readonly meter: Meter
  /** Whether another certificate has a path, within the same budget; `resolving` names the issuer whose list asks. */
  subpath(request: PathRequest, resolving?: string): boolean
  /** Names of issuers whose revocation lists are being judged on the way here. */
  readonly resolving: ReadonlySet<string>
}

/** Looks at one certificate in its place. */
export type CertificateRule = (
  certificate: Certificate,
  position: Position,
  context: RuleContext,
) => Fault | undefined

/** Looks at a certificate together with the one that issued it. */
export type LinkRule = (
  certificate: Certificate,
  issuer: Certificate,
  context: RuleContext,
) => Fault | undefined

/** A fault and the certificate it lies in. */
export interface Finding {
  readonly fault: Fault
  readonly certificate: Certificate
}

/** Looks at a whole path, anchor first and leaf last. */
export type PathRule = (path: readonly Certificate[], context: RuleContext) => Finding | undefined

export function fault(reason: Reason, rule: string, detail: string): Fault {
  return { reason, rule, detail }
}

/** RFC 5280 §6.1: a certificate is self-issued when subject and issuer are the same name. */
export function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return subject.key === issuer.key
}
