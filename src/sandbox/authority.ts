import { createPublicKey, type KeyObject } from 'node:crypto'
import { type Certificate, certificateToPem } from '../trust/certificate.ts'
import {
  type Authority,
  type CertificateUse,
  issueIntermediate,
  issueMember,
  issueRoot,
} from '../trust/issue.ts'
import { keyToPem, newKey } from '../trust/keys.ts'

/** A key pair as files hold it: the certificate with its intermediate, PEM. */
export interface IssuedPair {
  key: string
  certificate: string
  thumbprint: string
  /** Base64 DER, leaf first. */
  chain: string[]
}

/** The sandbox's certificate authority; a new sandbox gets a new one. */
export interface SandboxAuthority {
  anchors: string
  root: Authority
  issuing: Authority
  issue(use: CertificateUse, organisation: string, memberCode?: string): IssuedPair
}

/** Epoch milliseconds. */
interface Validity {
  notBefore: number
  notAfter: number
}

const dayMs = 86_400_000

/** Makes a root and an issuing CA on the spot. `now` in epoch milliseconds; certificates hold one year, from an hour ago. */
export function createSandboxAuthority(now: number): SandboxAuthority {
  const validity = { notBefore: now - 3_600_000, notAfter: now + 365 * dayMs }
  const root = issueRoot({
    subject: { organisation: '沙箱根证书 Sandbox Root' },
    key: newKey('P-256'),
    ...validity,
  })
  const issuing = issueIntermediate(root, {
    subject: { organisation: '沙箱签发机构 Sandbox Issuing CA' },
    key: newKey('P-256'),
    pathLength: 0,
    ...validity,
  })
  return authorityOf(root, issuing, validity)
}

/** The same for authorities that are there already. */
export function authorityOf(root: Authority, issuing: Authority, validity: Validity): SandboxAuthority {
  return {
    anchors: certificateToPem(root.certificate),
    root,
    issuing,
    issue(use, organisation, memberCode) {
      const key = newKey('P-256')
      const leaf = issueMember(issuing, {
        subject: { organisation, ...(memberCode !== undefined && { memberCode }) },
        publicKey: createPublicKey(key),
        use,
        ...(use === 'tls' && { dnsNames: ['localhost'], ips: ['127.0.0.1'] }),
        ...validity,
      })
      return pairOf(key, [leaf, issuing.certificate])
    },
  }
}

function pairOf(key: KeyObject, chain: readonly [Certificate, ...Certificate[]]): IssuedPair {
  return {
    key: keyToPem(key),
    certificate: chain.map(certificateToPem).join(''),
    thumbprint: chain[0].thumbprint,
    chain: chain.map(({ der }) => Buffer.from(der).toString('base64')),
  }
}
