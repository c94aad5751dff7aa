import { createHash } from 'node:crypto'
import { readAlgorithmIdentifier } from '../algorithms.ts'
import type { Certificate } from '../certificate.ts'
import { malformed, readDer, tag, type DerNode } from '../der/read.ts'
import { expectTag, readOctetBits } from '../der/values.ts'
import { writeDer } from '../der/write.ts'

/** A certificate as OCSP names it (CertID, RFC 6960 §4.1.1). */
export interface CertId {
  readonly hash: CertIdHash
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  /** As `Certificate.serial` writes it. */
  readonly serial: string
}

/** SHA-1 only names here, it proves nothing; many responders know no other (RFC 5019 §2.1.1). */
export type CertIdHash = 'sha1' | 'sha256' | 'sha384' | 'sha512'

const oids: Readonly<Record<CertIdHash, Uint8Array>> = {
  sha1: Buffer.from('06052b0e03021a', 'hex'),
  sha256: Buffer.from('0609608648016503040201', 'hex'),
  sha384: Buffer.from('0609608648016503040202', 'hex'),
  sha512: Buffer.from('0609608648016503040203', 'hex'),
}

const hashesByOid: Readonly<Record<string, CertIdHash>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** The name hash is over the issuer's name as it stands in the certificate. */
export function certIdOf(certificate: Certificate, issuer: Certificate, hash: CertIdHash): CertId {
  return {
    hash,
    issuerNameHash: createHash(hash).update(certificate.issuer.der).digest(),
    issuerKeyHash: keyHash(issuer, hash),
    serial: certificate.serial,
  }
}

/** Hash over the key itself, without algorithm and tag. */
export function keyHash({ spki }: Certificate, hash: CertIdHash): Buffer {
  const [, bits] = readDer(spki).children
  return createHash(hash).update(readOctetBits(bits, 'subjectPublicKey')).digest()
}

export function sameCertId(left: CertId, right: CertId): boolean {
  return (
    left.hash === right.hash &&
    left.serial === right.serial &&
    Buffer.compare(left.issuerNameHash, right.issuerNameHash) === 0 &&
    Buffer.compare(left.issuerKeyHash, right.issuerKeyHash) === 0
  )
}

export function writeCertId({ hash, issuerNameHash, issuerKeyHash, serial }: CertId): Uint8Array {
  return writeDer(
    tag.sequence,
    writeDer(tag.sequence, oids[hash], writeDer(tag.null)),
    writeDer(tag.octetString, issuerNameHash),
    writeDer(tag.octetString, issuerKeyHash),
    writeDer(tag.integer, Buffer.from(serial, 'hex')),
  )
}

/** @throws GatewayError CERTIFICATE_UNTRUSTED */
export function readCertId(node: DerNode | undefined): CertId {
  const what = 'certID'
  const [algorithm, name, key, serial, ...rest] = expectTag(node, tag.sequence, what).children
  if (rest.length > 0) throw malformed(`${what} has unknown members.`)
  const hash = hashesByOid[readAlgorithmIdentifier(algorithm, what).oid]
  if (!hash) throw malformed(`${what} uses a hash that is not known.`)
  return {
    hash,
    issuerNameHash: expectTag(name, tag.octetString, what).content,
    issuerKeyHash: expectTag(key, tag.octetString, what).content,
    serial: Buffer.from(expectTag(serial, tag.integer, what).content).toString('hex'),
  }
}
