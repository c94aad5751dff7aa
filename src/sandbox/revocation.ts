import { existsSync, readFileSync } from 'node:fs'
import { certificatesFromPem, certificateToPem } from '../trust/certificate.ts'
import { issueCrl, type Revoked } from '../trust/issue/crl.ts'
import type { Authority } from '../trust/issue.ts'
import { keyToPem, readKey } from '../trust/keys.ts'
import type { SandboxAuthority } from './authority.ts'
import { type AuthorityFiles, put, type SandboxFiles } from './files.ts'

const hourMs = 3_600_000

/** What the authority's file of revoked certificates holds; an entry says itself whose list it is on. */
interface SandboxRevoked extends Revoked {
  issuer: 'root' | 'issuing'
}

/** Keeps the authority's keys, so that it can publish revocation lists. */
export function keepAuthority(files: SandboxFiles, { root, issuing }: SandboxAuthority): void {
  for (const [place, { key, certificate }] of [
    [files.root, root],
    [files.issuing, issuing],
  ] as const) {
    put(place.key, keyToPem(key), true)
    put(place.certificate, certificateToPem(certificate))
  }
}

/** Signs both revocation lists anew, good for an hour. `now` in epoch milliseconds; it numbers the lists too. */
export function publishLists(files: SandboxFiles, now: number): void {
  const revoked = readRevoked(files)
  for (const issuer of ['root', 'issuing'] as const) {
    const own = revoked.filter((entry) => entry.issuer === issuer)
    const list = { thisUpdate: now, nextUpdate: now + hourMs, number: now, revoked: own }
    put(files[issuer].list, issueCrl(readAuthority(files[issuer]), list))
  }
}

/** Puts a certificate on the list of its issuer and publishes it; gives the certificate's subject. Doing it again changes nothing. */
export function revokeInSandbox(
  files: SandboxFiles,
  certificateFile: string,
  now: number,
  issuer: 'root' | 'issuing' = 'issuing',
): { subject: string; thumbprint: string } {
  const [leaf] = certificatesFromPem(readFileSync(certificateFile, 'utf8'))
  if (!leaf) throw new RangeError('no certificate')
  const others = readRevoked(files).filter(({ serial }) => serial !== leaf.serial)
  const entry: SandboxRevoked = { issuer, serial: leaf.serial, revokedAt: now, reason: 1 }
  put(files.revoked, JSON.stringify([...others, entry], null, 2))
  publishLists(files, now)
  return { subject: leaf.subject.text, thumbprint: leaf.thumbprint }
}

function readRevoked({ revoked }: SandboxFiles): SandboxRevoked[] {
  return existsSync(revoked) ? (JSON.parse(readFileSync(revoked, 'utf8')) as SandboxRevoked[]) : []
}

/** As it was kept. */
export function readAuthority({ key, certificate }: AuthorityFiles): Authority {
  const [own] = certificatesFromPem(readFileSync(certificate, 'utf8'))
  if (!own) throw new RangeError('no certificate')
  return { key: readKey(readFileSync(key, 'utf8')), certificate: own }
}
