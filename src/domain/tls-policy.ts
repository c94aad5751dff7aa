/** The oldest version of TLS that is spoken, with peers and by our own listeners. */
export type TlsMinimum = '1.2' | '1.3'

/** What Node's TLS is told; a part of `SecureContextOptions`. */
export interface TlsPolicy {
  minVersion: 'TLSv1.2' | 'TLSv1.3'
  ciphers?: string
}

/** All of TLS 1.3 but CCM (RFC 8446 §B.4). */
const suites13 = ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256']

/** Of TLS 1.2 only ECDHE with AEAD, as RFC 9325 §4.2 recommends: forward secrecy, no CBC, no RSA key transport. */
const suites12 = ['ECDSA', 'RSA'].flatMap((key) => [
  `ECDHE-${key}-AES256-GCM-SHA384`,
  `ECDHE-${key}-AES128-GCM-SHA256`,
  `ECDHE-${key}-CHACHA20-POLY1305`,
])

/** TLS 1.3 alone unless the policy allows 1.2, and then with few suites. */
export function tlsPolicy(minimum: TlsMinimum): TlsPolicy {
  if (minimum === '1.3') return { minVersion: 'TLSv1.3' }
  return { minVersion: 'TLSv1.2', ciphers: [...suites13, ...suites12].join(':') }
}
