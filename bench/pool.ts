import { randomUUIDv7 } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chinaDate } from '../src/clock.ts'
import type { Person, RequestEnvelope } from '../src/contracts/generated/types.ts'
import { messageType } from '../src/domain/message-type.ts'
import { createKeySigner, createTokenSigner } from '../src/jws/signer.ts'
import { certificatesFromPem } from '../src/trust/certificate.ts'
import { readKey } from '../src/trust/keys.ts'
import type { Bed } from './bed.ts'

/** Path that all servers answer. */
export const path = '/exchange/v1/deposit-certificate.issue'

/** Signs `count` requests as whole HTTP messages, each with an id of its own and the next person, fresh at `now` (epoch milliseconds). */
export type MakePool = (count: number, now: number) => Buffer[]

/** A pool maker for the asker of the bed. */
export function createPoolMaker(bed: Bed): MakePool {
  const { asker, answerer, people } = bed
  const chain = certificatesFromPem(readFileSync(asker.files.signCertificate, 'utf8'))
  const signer = createTokenSigner(createKeySigner(readKey(readFileSync(asker.files.signKey, 'utf8'))), {
    thumbprint: chain[0]?.thumbprint ?? '',
    chain: [],
  })
  let next = 0
  return (count, now) =>
    Array.from({ length: count }, () => {
      const person = people[next++ % people.length] as Person
      return message(signer.sign(messageType.request, envelope(asker.code, answerer.code, person, now)))
    })
}

function envelope(iss: string, aud: string, person: Person, now: number): RequestEnvelope {
  const jti = randomUUIDv7()
  const iat = Math.floor(now / 1000)
  return {
    version: '1',
    iss,
    aud,
    service: 'deposit-certificate.issue',
    jti,
    iat,
    exp: iat + 120,
    purpose: 'remote-housing-loan',
    basis: {
      kind: 'consent',
      // As in real work, each application has a consent of its own, which its first answer binds.
      reference: `SQS-BENCH-${jti}`,
      expires: chinaDate(now + 30 * 86_400_000),
      applicationNumber: `BENCH-${jti}`,
    },
    operator: { id: 'officer-01', terminal: 'desk-01' },
    fields: ['account', 'employer', 'contribution', 'balance', 'continuity', 'loans'],
    body: { person, addressee: iss },
  }
}

function message(token: Buffer): Buffer {
  const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/jose\r\ncontent-length: ${token.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), token])
}
