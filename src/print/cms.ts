import { hash } from 'node:crypto'
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifier,
  DigestAlgorithmIdentifiers,
  EncapsulatedContentInfo,
  id_contentType,
  id_data,
  id_messageDigest,
  id_signedData,
  IssuerAndSerialNumber,
  SignatureAlgorithmIdentifier,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { Certificate } from '@peculiar/asn1-x509'
import { GatewayError } from '../errors.ts'
import { tag } from '../trust/der/read.ts'
import { writeDer } from '../trust/der/write.ts'
import { type PaperAlgorithm, paperAlgorithm } from './algorithms.ts'
import type { PaperSigner } from './order.ts'

const signingCertificateV2 = '1.2.840.113549.1.9.16.2.47'
/** `id_data` in DER. */
const data = Buffer.from('06092a864886f70d010701', 'hex')

/**
 * How long `detachedSignature` is at most, in bytes. PDF readers do not look at what is left over of the room, so there should be
 * next to nothing. Fails with KEY_UNUSABLE as that does.
 */
export function signatureRoom({ algorithm: { name } }: PaperSigner, chain: readonly Uint8Array[]): number {
  const algorithm = paperAlgorithm(name)
  const attributes = signedAttributes(digestFor(algorithm, ''), chain, algorithm)
  return assembled(attributes, algorithm.longest(leafOf(chain)), chain, algorithm).length
}

/**
 * A detached CMS signature (RFC 5652) as PAdES B-B wants it (ETSI EN 319 142-1 section 6.3): content type, message digest and
 * the hashes of the certificates (RFC 5035) are signed, the chain is in it, the time is not: that stands in the PDF. The
 * authorities' are hashed too, which RFC 5035 leaves open: else the file could be changed in them without a key.
 * Fails with KEY_UNUSABLE for an algorithm that PDF readers do not verify.
 */
export async function detachedSignature(
  content: Uint8Array,
  signer: PaperSigner,
  chain: readonly Uint8Array[],
): Promise<Uint8Array> {
  const algorithm = paperAlgorithm(signer.algorithm.name)
  const attributes = signedAttributes(digestFor(algorithm, content), chain, algorithm)
  const signature = await signer.sign(signedBytes(attributes))
  return assembled(attributes, algorithm.encode(signature), chain, algorithm)
}

/** SHA-256 or longer of what is signed. */
export function digestFor({ digest }: PaperAlgorithm, content: Uint8Array | string): Buffer {
  return hash(digest.name, content, 'buffer')
}

/** What the signature is made over: the attributes as a set of their own (RFC 5652 section 5.4). */
export function signedBytes(attributes: readonly Attribute[]): Uint8Array {
  return writeDer(tag.set, ...attributes.map(der))
}

/** The whole, `signature` encoded as CMS has it. */
export function assembled(
  signedAttrs: Attribute[],
  signature: Uint8Array,
  chain: readonly Uint8Array[],
  algorithm: PaperAlgorithm,
): Uint8Array {
  const certificates = chain.map((der) => AsnConvert.parse(der, Certificate))
  const { serialNumber, issuer } = AsnConvert.parse(leafOf(chain), Certificate).tbsCertificate
  const digestAlgorithm = new DigestAlgorithmIdentifier({ algorithm: algorithm.digest.oid })
  const signed = new SignedData({
    version: CMSVersion.v1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([digestAlgorithm]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_data }),
    certificates: new CertificateSet(
      certificates.map((certificate) => new CertificateChoices({ certificate })),
    ),
    signerInfos: new SignerInfos([
      new SignerInfo({
        version: CMSVersion.v1,
        sid: new SignerIdentifier({
          issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }),
        }),
        digestAlgorithm,
        signedAttrs,
        signatureAlgorithm: new SignatureAlgorithmIdentifier(algorithm.identifier),
        signature: new OctetString(signature),
      }),
    ]),
  })
  return der(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(signed) }))
}

/** In the order of DER (X.690 section 11.6): as a set they are signed, and must stand so. */
export function signedAttributes(
  digest: Uint8Array,
  chain: readonly Uint8Array[],
  algorithm: PaperAlgorithm,
): Attribute[] {
  const { name, oid, isDefault } = algorithm.digest
  const certIds = chain.map((certificate) =>
    writeDer(
      tag.sequence,
      ...(isDefault ? [] : [der(new DigestAlgorithmIdentifier({ algorithm: oid }))]),
      writeDer(tag.octetString, hash(name, certificate, 'buffer')),
    ),
  )
  return [
    attribute(id_contentType, data),
    attribute(id_messageDigest, writeDer(tag.octetString, digest)),
    attribute(signingCertificateV2, writeDer(tag.sequence, writeDer(tag.sequence, ...certIds))),
  ].sort((a, b) => Buffer.compare(der(a), der(b)))
}

function leafOf([leaf]: readonly Uint8Array[]): Uint8Array {
  if (leaf) return leaf
  throw new GatewayError('KEY_UNUSABLE', {
    detail: '没有可用于签名的证书 there is no certificate to sign with',
  })
}

function attribute(attrType: string, value: Uint8Array): Attribute {
  return new Attribute({ attrType, attrValues: [Uint8Array.from(value).buffer] })
}

function der(value: object): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(value))
}
