import { createPublicKey, sign, type KeyObject } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { Extensions, type Extension } from '@peculiar/asn1-x509'
import { GatewayError } from '../errors.ts'
import { keyFault, keyKind, readAlgorithmIdentifier, signatureScheme } from './algorithms.ts'
import { readDer, tag, type DerNode } from './der/read.ts'
import { expectTag, readOctetBits } from './der/values.ts'
import { writeDer } from './der/write.ts'
import { roleExtensions, type CertificateUse, type TlsNames } from './issue/roles.ts'
import { signatureFor } from './issue/signature-for.ts'
import { readName, type DistinguishedName } from './names.ts'
import { fromPem, toPem } from './pem.ts'
import { readPublicKey } from './public-key.ts'
import { signatureHolds } from './signatures.ts'
import { subjectName, type Subject } from './subject.ts'

export interface CsrSpec extends Subject, TlsNames {
  /** Private key that the request is for, and signed with. */
  readonly key: KeyObject
  readonly use: CertificateUse
}

/** 1.2.840.113549.1.9.14, extensionRequest (RFC 2985 §5.4.2). */
const extensionRequest = Buffer.from('06092a864886f70d01090e', 'hex')
const version0 = Uint8Array.of(0)

/** A certification request (PKCS#10, RFC 2986) in PEM, with the extensions that the use asks for. */
export function newCsr(spec: CsrSpec): string {
  const publicKey = createPublicKey(spec.key)
  const info = writeDer(
    tag.sequence,
    writeDer(tag.integer, version0),
    new Uint8Array(AsnConvert.serialize(subjectName(spec))),
    publicKey.export({ format: 'der', type: 'spki' }),
    writeDer(0xa0, attribute(roleExtensions(spec))),
  )
  const { digest, algorithm } = signatureFor(spec.key)
  const signature = sign(digest, info, spec.key)
  const request = writeDer(
    tag.sequence,
    info,
    new Uint8Array(AsnConvert.serialize(algorithm)),
    writeDer(tag.bitString, Uint8Array.of(0), signature),
  )
  return toPem('CERTIFICATE REQUEST', request)
}

function attribute(extensions: readonly Extension[]): Uint8Array {
  const requested = new Uint8Array(AsnConvert.serialize(new Extensions([...extensions])))
  return writeDer(tag.sequence, extensionRequest, writeDer(tag.set, requested))
}

/** What a request asks for; its extensions are not read: whoever issues decides those. */
export interface CsrContent {
  readonly subject: DistinguishedName
  readonly publicKey: KeyObject
}

/**
 * Reads a request, checks that its sender holds the key, and that policy allows keys of its kind.
 * @throws GatewayError CERTIFICATE_UNTRUSTED
 */
export function readCsr(pem: string): CsrContent {
  const [der, ...more] = fromPem('CERTIFICATE REQUEST', pem) ?? []
  if (!der || more.length > 0)
    throw refused('文件内容不是一份 PEM 证书申请 The text is not one PEM certification request.')
  const [info, outer, bits, ...rest] = expectTag(readDer(der), tag.sequence, 'request').children
  if (rest.length > 0) throw refused('证书申请含有未知成员 The request has unknown members.')
  const { subject, publicKey } = readInfo(info)
  const scheme = signatureScheme(readAlgorithmIdentifier(outer, 'signatureAlgorithm'))
  const signature = readOctetBits(bits, 'signature')
  const signed = expectTag(info, tag.sequence, 'certificationRequestInfo').bytes
  if (!scheme || !signatureHolds(scheme, publicKey, signed, signature)) {
    throw refused('证书申请未用其中公钥对应的私钥签名 The request is not signed with the key it is for.')
  }
  const weak = keyFault(keyKind(publicKey))
  if (weak !== undefined) throw refused(`密钥不符合要求 ${weak}`)
  return { subject, publicKey }
}

function readInfo(node: DerNode | undefined): CsrContent {
  const [version, subject, spki] = expectTag(node, tag.sequence, 'certificationRequestInfo').children
  expectTag(version, tag.integer, 'version')
  return { subject: readName(subject, 'subject'), publicKey: readPublicKey(spki) }
}

function refused(detail: string): GatewayError {
  return new GatewayError('CERTIFICATE_UNTRUSTED', { where: 'csr', detail })
}
