import { randomUUIDv7 } from 'node:crypto'
import type { IssuedCertificate } from '../../src/inbound/ports.ts'
import type { Store } from '../../src/store/store.ts'

/** Has a store hold a certificate as if it had been issued at `at`; gives the id of its exchange. */
export async function issuedIn(store: Store, certificate: IssuedCertificate, at: number): Promise<string> {
  const key = { issuer: '320101000000000', id: randomUUIDv7() }
  const standing = await store.exchanges.conclude({
    key,
    request: Buffer.from('request'),
    answer: { status: 200, bytes: Buffer.from('answer') },
    directoryVersion: 1,
    certificate,
    entry: {
      at,
      kind: 'answered',
      exchangeId: key.id,
      issuer: key.issuer,
      audience: certificate.centre ?? '',
      service: 'deposit-certificate.issue',
      purpose: 'remote-housing-loan',
      basis: 'consent',
      operator: 'E001',
      fields: 'account',
      subject: 'hash',
      outcome: 'issued',
      requestDigest: 'request digest',
      answerDigest: 'answer digest',
    },
  })
  if (standing) throw new Error(standing.state)
  return key.id
}
