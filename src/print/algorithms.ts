import { constants, type KeyObject, verify } from 'node:crypto'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import { GatewayError } from '../errors.ts'
import { type Certificate, readCertificate } from '../trust/certificate.ts'
import { ecdsaValue, hasLowerS, longestEcdsaValue, orderOf } from './ecdsa-value.ts'

/** How a signature by a JWS algorithm (RFC 7518) is written in CMS. */
export interface PaperAlgorithm {
  /** `isDefault`: left out where CMS has SHA-256 as default. */
  digest: { name: 'sha256' | 'sha384'; oid: string; isDefault: boolean }
  identifier: AlgorithmIdentifier
  /** An encoded signature at its longest. */
  longest(leaf: Uint8Array): Uint8Array
  /** Of a signature as the signer gives it. */
  encode(signature: Uint8Array): Uint8Array
  /** Whether an encoded signature over bytes is by that key, and as `encode` writes it. */
  holds(bytes: Uint8Array, key: KeyObject, encoded: Uint8Array): boolean
}

const sha256 = { name: 'sha256', oid: '2.16.840.1.101.3.4.2.1', isDefault: true } as const
const sha384 = { name: 'sha384', oid: '2.16.840.1.101.3.4.2.2', isDefault: false } as const

/** RSASSA-PSS-params (RFC 4055 section 3.1): SHA-256, MGF1 with SHA-256, a salt of 32 bytes. */
const pssSha256 = Buffer.from(
  '3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
  'hex',
)

const table: Readonly<Record<string, PaperAlgorithm>> = {
  ES256: ecdsa(sha256, '1.2.840.10045.4.3.2', 32, orderOf['P-256']),
  ES384: ecdsa(sha384, '1.2.840.10045.4.3.3', 48, orderOf['P-384']),
  PS256: {
    digest: sha256,
    identifier: identifier('1.2.840.113549.1.1.10', Uint8Array.from(pssSha256).buffer),
    longest: (leaf) =>
      new Uint8Array((readCertificate(leaf).publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8),
    encode: (signature) => signature,
    holds: (bytes, key, encoded) =>
      verify('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, encoded),
  },
}

/** Fails with KEY_UNUSABLE for algorithms that common PDF readers do not verify, EdDSA first of all. */
export function paperAlgorithm(name: string): PaperAlgorithm {
  const found = Object.hasOwn(table, name) ? table[name] : undefined
  if (found) return found
  throw new GatewayError('KEY_UNUSABLE', {
    detail: `PDF 阅读器仅能验证 ES256、ES384、PS256，打印请改用其他密钥签名 PDF readers verify ES256, ES384 and PS256, not ${name}; sign paper with another key`,
  })
}

/** The algorithm with which paper is signed where the signer's certificate has this key; undefined where none is. */
export function paperAlgorithmOf({ key }: Certificate): PaperAlgorithm | undefined {
  const name =
    key.kind === 'ec' ? { prime256v1: 'ES256', secp384r1: 'ES384' }[key.curve] : key.kind === 'rsa' && 'PS256'
  return name ? table[name] : undefined
}

/** `octets`: of r, and of s. */
function ecdsa(digest: PaperAlgorithm['digest'], oid: string, octets: number, order: bigint): PaperAlgorithm {
  return {
    digest,
    identifier: identifier(oid),
    longest: () => longestEcdsaValue(octets, order),
    encode: (signature) => ecdsaValue(signature, order),
    holds: (signed, key, encoded) =>
      verify(digest.name, signed, { key, dsaEncoding: 'der' }, encoded) && hasLowerS(encoded, order),
  }
}

function identifier(algorithm: string, parameters?: ArrayBuffer): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithm, ...(parameters && { parameters }) })
}
