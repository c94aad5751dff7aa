import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Directory, Member } from '../../src/contracts/generated/types.ts'
import { put } from '../../src/sandbox/files.ts'
import { sandboxMembers } from '../../src/sandbox/members.ts'
import { certificatesFromPem, certificateToPem } from '../../src/trust/certificate.ts'
import { issueCrl } from '../../src/trust/issue/crl.ts'
import { type CertificateUse, issueMember, issueRoot } from '../../src/trust/issue.ts'
import { keyToPem, newKey, type NewKeyType } from '../../src/trust/keys.ts'
import { memberOf, signingCertificate, type TestMember } from './member-client.ts'
import type { TestFederation } from './sandbox.ts'

export interface IssuedKey {
  key: string
  /** PEM. */
  certificate: string
  /** Base64 DER. */
  chain: string[]
}

/** A second authority beside the sandbox's own, for certificates of other kinds and times. */
export interface MemberAuthority {
  /** PEM. */
  anchor: string
  thumbprint: string
  /** Its revocation list of this moment, DER. */
  list(): Uint8Array
  /** Puts a certificate on the lists to come. */
  revoke(issued: IssuedKey): void
  issue(
    code: string,
    use: CertificateUse,
    type?: NewKeyType,
    validity?: { notBefore: number; notAfter: number },
  ): IssuedKey
}

const dayMs = 86_400_000

export function createMemberAuthority(name: string): MemberAuthority {
  const always = { notBefore: Date.now() - 30 * dayMs, notAfter: Date.now() + dayMs }
  const root = issueRoot({ subject: { organisation: name }, key: newKey('P-256'), ...always })
  const revoked: { serial: string; revokedAt: number }[] = []
  return {
    anchor: certificateToPem(root.certificate),
    thumbprint: root.certificate.thumbprint,
    list: () =>
      issueCrl(root, { thisUpdate: Date.now(), nextUpdate: Date.now() + dayMs, number: 1, revoked }),
    revoke({ certificate }) {
      const [leaf] = certificatesFromPem(certificate)
      if (!leaf) throw new RangeError('no certificate')
      revoked.push({ serial: leaf.serial, revokedAt: Date.now() })
    },
    issue(code, use, type = 'P-256', validity = always) {
      const key = newKey(type)
      const certificate = issueMember(root, {
        subject: { organisation: name, memberCode: code },
        publicKey: createPublicKey(key),
        use,
        ...(use === 'tls' && { ips: ['127.0.0.1'] }),
        ...validity,
      })
      return {
        key: keyToPem(key),
        certificate: certificateToPem(certificate),
        chain: [Buffer.from(certificate.der).toString('base64')],
      }
    },
  }
}

/** Has every gateway of the federation that is started later take this authority for an anchor, with nothing to ask about revocation. */
export function anchor({ files }: TestFederation, authority: MemberAuthority): void {
  put(files.anchors, readFileSync(files.anchors, 'utf8') + authority.anchor)
}

/** The same, with its revocation list. */
export function believe(federation: TestFederation, authority: MemberAuthority): void {
  const { files, configure } = federation
  const { thumbprint } = authority
  anchor(federation, authority)
  const list = files.root.list.replace('root.crl', `${thumbprint}.crl`)
  put(list, authority.list())
  for (const { code } of sandboxMembers) {
    configure(code, (config) => {
      const revocation = config.trust.revocation ?? { sources: [] }
      const sources = [...revocation.sources, { name: thumbprint, issuer: thumbprint, lists: [list] }]
      return { ...config, trust: { ...config.trust, revocation: { ...revocation, sources } } }
    })
  }
}

/** A directory in which a member has more certificates. */
export function listing(
  directory: Directory,
  code: string,
  use: CertificateUse,
  ...issued: readonly IssuedKey[]
): Directory {
  const more = issued.map(({ chain }) => ({ use, chain }))
  return changed(directory, code, (member) => ({
    ...member,
    certificates: [...member.certificates, ...more],
  }))
}

export function changed(directory: Directory, code: string, change: (member: Member) => Member): Directory {
  return {
    ...directory,
    members: directory.members.map((member) => (member.code === code ? change(member) : member)),
  }
}

/** The member, signing with another key than its first. */
export function signingWith(federation: TestFederation, code: string, { key, chain }: IssuedKey): TestMember {
  return {
    ...memberOf(federation, code),
    key: createPrivateKey(key),
    ...signingCertificate(chain.map((der) => new X509Certificate(Buffer.from(der, 'base64')))),
  }
}
