import { consentFault } from '../../domain/consent.ts'
import type { GatewayError } from '../../errors.ts'
import type { Conclusion, ExchangeKey, Held, IssuedCertificate } from '../../inbound/ports.ts'
import { boundConsent, useConsent } from './consent-table.ts'
import { change, row, type Row, type Transaction, type Work } from '../database.ts'
import { appendEntry } from '../journal/journal-table.ts'
import { answerContext } from './message-contexts.ts'
import type { Sealer } from '../sealer.ts'

// What others asked us, as work on the store.

/** How long another process's claim is left alone, in milliseconds: longer than any exchange may take. */
const leaseMs = 30_000

/** Of what others asked us. Whoever asks a centre that it represents asks itself: then there is a row of each direction. */
export const whereAnswered = "where direction = 'answered' and issuer = ? and id = ?"

interface Deps {
  sealer: Sealer
  /** Unique per process start. */
  owner: string
}

interface Arrived {
  key: ExchangeKey
  requestDigest: string
  /** Epoch milliseconds. */
  at: number
}

/** Takes an exchange before others; undefined: it is this process's now. */
export function* claim(arrived: Arrived, deps: Deps): Work<Held | undefined> {
  const { key, requestDigest, at } = arrived
  const inserted = yield* change(
    "insert into exchange (direction, issuer, id, request_digest, owner, claimed_at) values ('answered', ?, ?, ?, ?, ?) on conflict do nothing",
    key.issuer,
    key.id,
    requestDigest,
    deps.owner,
    at,
  )
  if (inserted === 1) return undefined
  const standing = yield* held(arrived, deps)
  if (standing) return standing
  yield* change(
    `update exchange set owner = ?, claimed_at = ? ${whereAnswered}`,
    deps.owner,
    at,
    key.issuer,
    key.id,
  )
  return undefined
}

/** How it stands, where it is not to be executed now. */
export function* held(arrived: Arrived, deps: Deps): Work<Held | undefined> {
  const found = yield* exchangeRow(arrived.key)
  return found && heldBy(found, arrived, deps)
}

function exchangeRow({ issuer, id }: ExchangeKey): Work<Row | undefined> {
  return row(
    `select request_digest, owner, claimed_at, status, answer from exchange ${whereAnswered}`,
    issuer,
    id,
  )
}

/** Undefined where a claim that is there does not stand in the way. */
function heldBy(found: Row, { key, requestDigest, at }: Arrived, { sealer, owner }: Deps): Held | undefined {
  if (found['request_digest'] !== requestDigest) return { state: 'other-bytes' }
  if (found['status'] !== null) {
    const bytes = sealer.open(found['answer'] as Uint8Array, answerContext(key))
    return { state: 'repeated', answer: { status: Number(found['status']), bytes } }
  }
  // Within this process equal bytes are joined before they come here, so an open claim of our own is an execution that failed.
  const waitMs = Number(found['claimed_at']) + leaseMs - at
  if (found['owner'] === owner || waitMs <= 0) return undefined
  return { state: 'in-progress', retryAfterSeconds: Math.ceil(waitMs / 1000) }
}

/** Undefined: all of it is kept. Otherwise nothing is, for what holds instead; an error where another exchange used the consent meanwhile. */
export function* conclude(
  { key, answer, directoryVersion, entry, certificate, consent }: Conclusion,
  sealed: { request: Buffer; answer: Buffer; provenance: Buffer | null },
  deps: Deps,
  transaction: Transaction,
): Work<Held | GatewayError | undefined> {
  const bound = consent && (yield* boundConsent(consent))
  const fault = consent && consentFault(consent, bound)
  const concluded = fault
    ? 0
    : yield* change(
        `insert into exchange
           (direction, issuer, id, request_digest, owner, claimed_at, status, request, answer, directory_version, provenance)
         values ('answered', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (issuer, id, direction) do update
           set owner = excluded.owner, status = excluded.status, request = excluded.request, answer = excluded.answer,
             directory_version = excluded.directory_version, provenance = excluded.provenance
           where exchange.status is null and exchange.request_digest = excluded.request_digest
             and (exchange.owner = excluded.owner or exchange.claimed_at <= excluded.claimed_at - ${leaseMs})`,
        key.issuer,
        key.id,
        entry.requestDigest,
        deps.owner,
        entry.at,
        answer.status,
        sealed.request,
        sealed.answer,
        directoryVersion,
        sealed.provenance,
      )
  if (concluded !== 1) {
    // The one that concluded before may be this very exchange, in another process, and the consent used up by it.
    const standing = yield* held({ key, requestDigest: entry.requestDigest, at: entry.at }, deps)
    return standing ?? fault ?? { state: 'in-progress', retryAfterSeconds: leaseMs / 1000 }
  }
  if (certificate) yield* keepCertificate(certificate, key)
  if (consent) yield* useConsent(consent, bound, key.id)
  yield* appendEntry(entry, transaction)
  return undefined
}

function* keepCertificate(
  { number, digest, validUntil, centre }: IssuedCertificate,
  { issuer, id }: ExchangeKey,
): Work<void> {
  yield* change(
    'insert into certificate (number, digest, valid_until, issuer, exchange_id, centre) values (?, ?, ?, ?, ?, ?)',
    number,
    digest,
    validUntil,
    issuer,
    id,
    centre ?? null,
  )
}
