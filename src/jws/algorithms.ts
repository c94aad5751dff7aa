import type { KeyObject } from 'node:crypto'

/**
 * Everything known about one JWS algorithm. A further suite, such as SM2 with SM3, is one more entry here.
 * `fits` tells whether a public or private key is of the algorithm's kind; `signatureBytes` is the exact length where it is fixed.
 */
export interface Algorithm {
  name: string
  fits(key: KeyObject): boolean
  hash: string | null
  /** Passed to node:crypto beside the key. */
  parameters: { dsaEncoding?: 'ieee-p1363'; padding?: number; saltLength?: number }
  signatureBytes: number | undefined
}

/** RSA_PKCS1_PSS_PADDING of OpenSSL. */
const pssPadding = 6

const table: Record<string, Algorithm> = Object.assign(Object.create(null), {
  // RFC 7518 section 3.4
  ES256: {
    name: 'ES256',
    fits: (key: KeyObject) => isCurve(key, 'prime256v1'),
    hash: 'sha256',
    parameters: { dsaEncoding: 'ieee-p1363' },
    signatureBytes: 64,
  },
  // RFC 7518 section 3.4
  ES384: {
    name: 'ES384',
    fits: (key: KeyObject) => isCurve(key, 'secp384r1'),
    hash: 'sha384',
    parameters: { dsaEncoding: 'ieee-p1363' },
    signatureBytes: 96,
  },
  // RFC 8037 section 3.1, Ed25519 only
  EdDSA: {
    name: 'EdDSA',
    fits: (key: KeyObject) => key.asymmetricKeyType === 'ed25519',
    hash: null,
    parameters: {},
    signatureBytes: 64,
  },
  // RFC 7518 section 3.5
  PS256: {
    name: 'PS256',
    fits: (key: KeyObject) =>
      key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048,
    hash: 'sha256',
    parameters: { padding: pssPadding, saltLength: 32 },
    signatureBytes: undefined,
  },
} satisfies Record<string, Algorithm>)

function isCurve(key: KeyObject, curve: string): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === curve
}

/** The algorithm of that name, if there is one. Names are compared exactly: `none`, `NoNe` and `es256` are nothing. */
export function algorithmNamed(name: string): Algorithm | undefined {
  return table[name]
}

export const algorithmNames: readonly string[] = Object.keys(table)

/** The algorithm with which a key signs. */
export function algorithmFor(key: KeyObject): Algorithm | undefined {
  return Object.values(table).find((algorithm) => algorithm.fits(key))
}
