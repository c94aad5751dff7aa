import { createPublicKey, sign, type KeyObject } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import type { AlgorithmIdentifier, TBSCertificate } from '@peculiar/asn1-x509'
import { readCertificate, type Certificate } from '../../../src/trust/certificate.ts'
import {
  issueIntermediate,
  issueMember,
  issueRoot,
  type Authority,
  type AuthoritySpec,
  type MemberSpec,
} from '../../../src/trust/issue.ts'
import { assemble, buildTbs, type Template } from '../../../src/trust/issue/sign.ts'
import { signatureFor } from '../../../src/trust/issue/signature-for.ts'
import { newKey } from '../../../src/trust/keys.ts'

/** The moment of all tests, and a validity around it. */
export const now = Date.UTC(2026, 5, 1)
export const span = { notBefore: Date.UTC(2025, 0, 1), notAfter: Date.UTC(2035, 0, 1) }
export const past = { notBefore: Date.UTC(2020, 0, 1), notAfter: Date.UTC(2021, 0, 1) }
export const future = { notBefore: Date.UTC(2030, 0, 1), notAfter: Date.UTC(2031, 0, 1) }

const keys = new Map<string, KeyObject>()

/** The P-256 key of this name, made once per process. */
export function keyNamed(name: string): KeyObject {
  const key = keys.get(name) ?? newKey('P-256')
  keys.set(name, key)
  return key
}

export function root(name = '长三角根证书', spec: Partial<AuthoritySpec> = {}): Authority {
  return issueRoot({ ...span, subject: { organisation: name }, key: keyNamed(name), ...spec })
}

export function intermediate(
  authority: Authority,
  name: string,
  spec: Partial<AuthoritySpec> = {},
): Authority {
  return issueIntermediate(authority, {
    ...span,
    subject: { organisation: name },
    key: keyNamed(name),
    ...spec,
  })
}

export function member(authority: Authority, spec: Partial<MemberSpec> = {}): Certificate {
  return issueMember(authority, {
    ...span,
    subject: { organisation: '苏州市住房公积金管理中心', memberCode: '320500000000001' },
    publicKey: createPublicKey(keyNamed('member')),
    use: 'sign',
    ...spec,
  })
}

/** What `forge` does differently from an honest issuer. */
export interface Forgery {
  readonly change?: (tbs: TBSCertificate) => void
  readonly inner?: AlgorithmIdentifier
  readonly outer?: AlgorithmIdentifier
  readonly digest?: string
  /** Changes the signed bytes themselves, before they are signed. */
  readonly bytes?: (tbs: Uint8Array) => Uint8Array
}

/** DER of a certificate that no honest issuer makes; it may be unreadable. */
export function forgeDer(template: Template, forgery: Forgery = {}): Uint8Array {
  const honest = signatureFor(template.signingKey)
  const inner = forgery.inner ?? honest.algorithm
  const tbs = buildTbs(template, inner)
  forgery.change?.(tbs)
  const encoded = new Uint8Array(AsnConvert.serialize(tbs))
  const signed = forgery.bytes?.(encoded) ?? encoded
  const signature = sign(forgery.digest ?? honest.digest, signed, template.signingKey)
  return assemble(signed, forgery.outer ?? inner, signature)
}

export function forge(template: Template, forgery: Forgery = {}): Certificate {
  return readCertificate(forgeDer(template, forgery))
}
