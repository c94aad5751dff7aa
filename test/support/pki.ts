import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_subjectAltName,
  id_kp_clientAuth,
  id_kp_serverAuth,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'

/** A key and its certificate, PEM; `der` is the certificate. */
export interface TestIdentity {
  key: string
  certificate: string
  der: Buffer
}

export interface TestLeaf {
  name: string
  dns?: readonly string[]
  ips?: readonly string[]
  /** Instants in epoch milliseconds; by default valid now. */
  notBefore?: number
  notAfter?: number
}

/** A small authority for tests of TLS: EC P-256, good for nothing but one test run. */
export interface TestAuthority {
  /** PEM. */
  anchor: string
  issue(leaf: TestLeaf): TestIdentity
}

const hourMs = 3_600_000
const ecdsaWithSha256 = '1.2.840.10045.4.3.2'

export function createTestAuthority(name: string): TestAuthority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const self = build({ name }, name, keys.publicKey, keys.privateKey, [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: true }), true),
  ])
  return {
    anchor: pem(self),
    issue(leaf) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const names = [
        ...(leaf.dns ?? []).map((dNSName) => new GeneralName({ dNSName })),
        ...(leaf.ips ?? []).map((iPAddress) => new GeneralName({ iPAddress })),
      ]
      const der = build(leaf, name, own.publicKey, keys.privateKey, [
        extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth, id_kp_clientAuth])),
        ...(names.length > 0 ? [extension(id_ce_subjectAltName, new SubjectAlternativeName(names))] : []),
      ])
      const key = own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      return { key, certificate: pem(der), der }
    },
  }
}

function build(
  leaf: TestLeaf,
  issuer: string,
  key: KeyObject,
  signer: KeyObject,
  extensions: Extension[],
): Buffer {
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 })
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: positive(randomBytes(16)),
    signature: signatureAlgorithm,
    issuer: commonName(issuer),
    validity: new Validity({
      notBefore: new Date(leaf.notBefore ?? Date.now() - hourMs),
      notAfter: new Date(leaf.notAfter ?? Date.now() + hourMs),
    }),
    subject: commonName(leaf.name),
    subjectPublicKeyInfo: AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo),
    extensions: new Extensions(extensions),
  })
  const signatureValue = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), signer)
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm,
    signatureValue: Uint8Array.from(signatureValue).buffer,
  })
  return Buffer.from(AsnConvert.serialize(certificate))
}

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
}

function commonName(text: string): Name {
  const value = new AttributeValue({ utf8String: text })
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: '2.5.4.3', value })])])
}

function positive(serial: Buffer): ArrayBuffer {
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f)
  return Uint8Array.from(serial).buffer
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
