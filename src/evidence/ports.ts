import type { KeyObject } from 'node:crypto'
import type { DirectoryTrust } from '../directory/read.ts'
import type { DirectoryView, OpenedToken } from '../speaker/ports.ts'
import type { Finding, Part } from './findings.ts'

/** A token whose signature is verified by the second implementation, which shares nothing with the gateway's own path. */
export interface ReferenceToken extends Omit<OpenedToken, 'verify'> {
  /** Fails with SIGNATURE_INVALID. */
  verify(key: KeyObject): Promise<void>
}

/** Whom the judge of evidence believes: anchors and operators come from outside, never from the evidence. */
export interface EvidenceTrust extends Omit<DirectoryTrust, 'tokens'> {
  /** Reads a signed directory as a gateway does, at a time in epoch milliseconds. Fails with DIRECTORY_INVALID. */
  readDirectory(bytes: Buffer, at: number): DirectoryView
  /** Fails with TOKEN_MALFORMED, HEADER_REFUSED or ALGORITHM_REFUSED. */
  open(bytes: Buffer): ReferenceToken
  /** The member code in the subject of a certificate chain's leaf. */
  memberCode(chain: readonly Buffer[]): string | undefined
}

/** Who signed a part, and when: only what was proved. */
export interface Signed {
  part: Part
  /** Subject of the signing certificate, and its SHA-256 in base64url. */
  subject: string
  thumbprint: string
  /** Member code; absent for an operator. */
  member?: string
  /** Name of the member in the directory. */
  name?: string
  /** The moment that the signed payload states, epoch milliseconds. */
  at: number
}

export interface Verdict {
  /** Whether every check was made and holds. */
  ok: boolean
  signed: Signed[]
  findings: readonly Finding[]
}
