import { consentFault } from '../domain/consent.ts'
import { digestOf } from '../domain/digest.ts'
import { GatewayError } from '../errors.ts'
import type { Claim, Conclusion, ExchangeKey, ExchangeStore } from '../inbound/ports.ts'
import type { AskStore } from '../outbound/ports.ts'
import { boundConsent, useConsent } from './consent-table.ts'
import { change, type Database, row, type Work } from './database.ts'
import { appendEntry } from './journal-table.ts'
import type { Sealer } from './sealer.ts'

/** How long another process's claim is left alone, in milliseconds: longer than any exchange may take. */
const leaseMs = 30_000

/** Of what others asked us. Whoever asks a centre that it represents asks itself: then there is a row of each direction. */
const whereAnswered = "where direction = 'answered' and issuer = ? and id = ?"

interface Deps {
  database: Database
  sealer: Sealer
  /** Unique per process start. */
  owner: string
}

/** Exchanges in both directions, with their journal entries in the same transaction. */
export function createExchangeStore(deps: Deps): ExchangeStore & AskStore {
  const { database, sealer, owner } = deps
  return {
    claim: (key, requestDigest, at) => database.write(() => claim(key, requestDigest, at, deps)),

    async conclude(conclusion) {
      const { key, request, answer, provenance } = conclusion
      const sealed = {
        request: sealer.seal(request, requestContext(key)),
        answer: sealer.seal(answer.bytes, answerContext(key)),
        provenance: provenance ? sealer.seal(provenance, provenanceContext(key)) : null,
      }
      const kept = await database.write(() => conclude(conclusion, sealed, owner))
      if (kept instanceof GatewayError) throw kept
      if (!kept) throw new GatewayError('EXCHANGE_IN_PROGRESS', { retryAfterSeconds: leaseMs / 1000 })
    },

    release: (key, entry) =>
      database.write(function* () {
        yield* change(
          `delete from exchange ${whereAnswered} and owner = ? and status is null`,
          key.issuer,
          key.id,
          owner,
        )
        yield* appendEntry(entry)
      }),

    record: (entry) => database.write(() => appendEntry(entry)),

    async issued(number) {
      const found = await database.read(() =>
        row('select digest, valid_until, centre from certificate where number = ?', number),
      )
      return (
        found && {
          number,
          centre: found['centre'] === null ? undefined : String(found['centre']),
          digest: String(found['digest']),
          validUntil: String(found['valid_until']),
        }
      )
    },

    boundConsent: (consent) => database.read(() => boundConsent(consent)),

    async sent(key, request, { at, directoryVersion }, entry) {
      const sealed = sealer.seal(request, requestContext(key))
      await database.write(function* () {
        yield* change(
          "insert into exchange (direction, issuer, id, request_digest, owner, claimed_at, directory_version, request) values ('asked', ?, ?, ?, ?, ?, ?, ?)",
          key.issuer,
          key.id,
          digestOf(request),
          owner,
          at,
          directoryVersion,
          sealed,
        )
        yield* appendEntry(entry)
      })
    },

    async sentBefore(key) {
      const found = await database.read(() =>
        row(
          "select request from exchange where direction = 'asked' and issuer = ? and id = ?",
          key.issuer,
          key.id,
        ),
      )
      return found && sealer.open(found['request'] as Uint8Array, requestContext(key))
    },

    async concludeAsk(key, answer, entry) {
      const sealed = answer && sealer.seal(answer.bytes, answerContext(key))
      await database.write(function* () {
        yield* change(
          "update exchange set status = ?, answer = ? where direction = 'asked' and issuer = ? and id = ?",
          answer?.status ?? 0,
          sealed ?? null,
          key.issuer,
          key.id,
        )
        yield* appendEntry(entry)
      })
    },
  }
}

function* claim(key: ExchangeKey, requestDigest: string, at: number, { sealer, owner }: Deps): Work<Claim> {
  const inserted = yield* change(
    "insert into exchange (direction, issuer, id, request_digest, owner, claimed_at) values ('answered', ?, ?, ?, ?, ?) on conflict do nothing",
    key.issuer,
    key.id,
    requestDigest,
    owner,
    at,
  )
  if (inserted === 1) return { state: 'claimed' }
  const held = yield* row(
    `select request_digest, owner, claimed_at, status, answer from exchange ${whereAnswered}`,
    key.issuer,
    key.id,
  )
  if (held?.['request_digest'] !== requestDigest) return { state: 'other-bytes' }
  if (held['status'] !== null) {
    const bytes = sealer.open(held['answer'] as Uint8Array, answerContext(key))
    return { state: 'repeated', answer: { status: Number(held['status']), bytes } }
  }
  // Within this process equal bytes are joined before they come here, so an open claim of our own is an execution that failed.
  const waitMs = Number(held['claimed_at']) + leaseMs - at
  if (held['owner'] !== owner && waitMs > 0) {
    return { state: 'in-progress', retryAfterSeconds: Math.ceil(waitMs / 1000) }
  }
  yield* change(
    `update exchange set owner = ?, claimed_at = ? ${whereAnswered}`,
    owner,
    at,
    key.issuer,
    key.id,
  )
  return { state: 'claimed' }
}

/** False where the claim was lost; an error where another exchange used the consent meanwhile. Then nothing is kept. */
function* conclude(
  { key, answer, directoryVersion, entry, certificate, consent }: Conclusion,
  sealed: { request: Buffer; answer: Buffer; provenance: Buffer | null },
  owner: string,
): Work<boolean | GatewayError> {
  const fault = consent && consentFault(consent, yield* boundConsent(consent))
  if (fault) return fault
  const concluded = yield* change(
    `update exchange set status = ?, request = ?, answer = ?, directory_version = ?, provenance = ? ${whereAnswered} and owner = ? and status is null`,
    answer.status,
    sealed.request,
    sealed.answer,
    directoryVersion,
    sealed.provenance,
    key.issuer,
    key.id,
    owner,
  )
  if (concluded !== 1) return false
  if (certificate) {
    const { number, digest, validUntil, centre } = certificate
    yield* change(
      'insert into certificate (number, digest, valid_until, issuer, exchange_id, centre) values (?, ?, ?, ?, ?, ?)',
      number,
      digest,
      validUntil,
      key.issuer,
      key.id,
      centre ?? null,
    )
  }
  if (consent) yield* useConsent(consent, key.id)
  yield* appendEntry(entry)
  return true
}

/** What the sealed bytes of a request are bound to, and so on for the others; in both directions they are the same bytes. */
export function requestContext(key: ExchangeKey): string {
  return `${key.issuer} ${key.id} request`
}

export function answerContext(key: ExchangeKey): string {
  return `${key.issuer} ${key.id} answer`
}

export function provenanceContext(key: ExchangeKey): string {
  return `${key.issuer} ${key.id} provenance`
}
