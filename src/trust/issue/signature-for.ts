import type { KeyObject } from 'node:crypto'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'

/** How a key signs certificates and requests; `digest` null where the algorithm hashes by itself. */
export interface SignatureChoice {
  readonly digest: string | null
  readonly algorithm: AlgorithmIdentifier
}

const ecdsa: Readonly<Record<string, readonly [string, string]>> = {
  prime256v1: ['sha256', '1.2.840.10045.4.3.2'],
  secp384r1: ['sha384', '1.2.840.10045.4.3.3'],
  secp521r1: ['sha512', '1.2.840.10045.4.3.4'],
}

/** SHA-256 with RSA or P-256, SHA-384 with P-384, SHA-512 with P-521, or EdDSA. */
export function signatureFor({
  asymmetricKeyType: type,
  asymmetricKeyDetails: details,
}: KeyObject): SignatureChoice {
  if (type === 'ed25519')
    return { digest: null, algorithm: new AlgorithmIdentifier({ algorithm: '1.3.101.112' }) }
  if (type === 'ed448')
    return { digest: null, algorithm: new AlgorithmIdentifier({ algorithm: '1.3.101.113' }) }
  const [digest, oid] = ecdsa[details?.namedCurve ?? ''] ?? []
  if (digest && oid) return { digest, algorithm: new AlgorithmIdentifier({ algorithm: oid }) }
  const algorithm = new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.11', parameters: null })
  return { digest: 'sha256', algorithm }
}
