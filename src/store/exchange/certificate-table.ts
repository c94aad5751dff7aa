import { randomBytes } from 'node:crypto'
import type { CertificateStore, KeptCertificate } from '../../inbound/ports.ts'
import { type WithdrawalRecord, withdrawalDigest } from '../../journal/withdrawal-record.ts'
import { change, type Database, row, type Transaction, type Work } from '../database.ts'
import { openedJson, sealedJson } from '../job/job-rows.ts'
import { appendEntry, entriesOfExchange } from '../journal/journal-table.ts'
import type { Sealer } from '../sealer.ts'

interface SealedReason {
  reason: string
  /** Of the digest in the journal. */
  salt: string
}

/** Certificates that were issued here, and those of them that were withdrawn since: rows are added, never changed. */
export function createCertificateTable(deps: { database: Database; sealer: Sealer }): CertificateStore {
  const { database, sealer } = deps
  return {
    issued: (number) => database.read(() => issued(number, sealer)),
    withdraw: (withdrawal) =>
      database.write(function* (transaction) {
        const known = yield* issued(withdrawal.number, sealer)
        if (!known || known.withdrawn) return known
        const salt = randomBytes(16).toString('base64url')
        yield* insert(withdrawal, salt, sealer)
        yield* journal(withdrawal, salt, known, transaction)
        return yield* issued(withdrawal.number, sealer)
      }),
  }
}

function* issued(number: string, sealer: Sealer): Work<KeptCertificate | undefined> {
  const found = yield* row(
    `select digest, valid_until, centre, exchange_id, withdrawn_certificate.at as withdrawn_at, reason
     from certificate left join withdrawn_certificate on withdrawn_certificate.number = certificate.number
     where certificate.number = ?`,
    number,
  )
  if (!found) return undefined
  const { reason } = found
  return {
    number,
    centre: found['centre'] === null ? undefined : String(found['centre']),
    digest: String(found['digest']),
    validUntil: String(found['valid_until']),
    exchangeId: String(found['exchange_id']),
    withdrawn:
      reason === null
        ? undefined
        : {
            at: Number(found['withdrawn_at']),
            reason: openedJson<SealedReason>(reason, reasonContext(number), sealer).reason,
          },
  }
}

function* insert({ number, at, reason }: WithdrawalRecord, salt: string, sealer: Sealer): Work<void> {
  yield* change(
    'insert into withdrawn_certificate (number, at, reason) values (?, ?, ?)',
    number,
    at,
    sealedJson({ reason, salt } satisfies SealedReason, reasonContext(number), sealer),
  )
}

/** What the exchange was that gave the certificate, and what was withdrawn of it. */
function* journal(
  withdrawal: WithdrawalRecord,
  salt: string,
  certificate: KeptCertificate,
  transaction: Transaction,
): Work<void> {
  const [first] = yield* entriesOfExchange(certificate.exchangeId)
  yield* appendEntry(
    {
      at: withdrawal.at,
      kind: 'withdrawn',
      exchangeId: certificate.exchangeId,
      issuer: first?.issuer ?? '',
      audience: first?.audience ?? '',
      service: first?.service ?? '',
      purpose: first?.purpose ?? '',
      basis: first?.basis ?? '',
      operator: '',
      fields: first?.fields ?? '',
      subject: first?.subject ?? '',
      outcome: 'revoked',
      requestDigest: withdrawalDigest(withdrawal, salt),
      answerDigest: certificate.digest,
    },
    transaction,
  )
}

function reasonContext(number: string): string {
  return `withdrawn certificate ${number} reason`
}
