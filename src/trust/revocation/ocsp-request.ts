import { randomBytes } from 'node:crypto'
import type { Certificate } from '../certificate.ts'
import { tag } from '../der/read.ts'
import { writeDer } from '../der/write.ts'
import { certIdOf, writeCertId, type CertIdHash } from './cert-id.ts'

export interface OcspRequest {
  readonly der: Uint8Array
  /** 32 random octets (RFC 9654 §2.1). */
  readonly nonce: Uint8Array
}

/** 1.3.6.1.5.5.7.48.1.2, id-pkix-ocsp-nonce. */
const nonceOid = Buffer.from('06092b0601050507300102', 'hex')

/** Asks for the status of one certificate, unsigned, with a fresh nonce (RFC 6960 §4.1.1). */
export function ocspRequest(certificate: Certificate, issuer: Certificate, hash: CertIdHash): OcspRequest {
  const nonce = randomBytes(32)
  const request = writeDer(tag.sequence, writeCertId(certIdOf(certificate, issuer, hash)))
  const value = writeDer(tag.octetString, writeDer(tag.octetString, nonce))
  const extensions = writeDer(tag.sequence, writeDer(tag.sequence, nonceOid, value))
  const tbs = writeDer(tag.sequence, writeDer(tag.sequence, request), writeDer(0xa2, extensions))
  return { der: writeDer(tag.sequence, tbs), nonce }
}
