import type { DatabaseSync } from 'node:sqlite'
import { consentFault } from '../domain/consent.ts'
import { digestOf } from '../domain/digest.ts'
import { GatewayError } from '../errors.ts'
import type { Claim, ExchangeKey, ExchangeStore } from '../inbound/ports.ts'
import type { AskStore } from '../outbound/ports.ts'
import { createConsentTable } from './consent-table.ts'
import type { GroupCommit } from './group-commit.ts'
import type { JournalTable } from './journal-table.ts'
import type { Sealer } from './sealer.ts'

/** How long another process's claim is left alone, in milliseconds: longer than any exchange may take. */
const leaseMs = 30_000

/** Of what others asked us. Whoever asks a centre that it represents asks itself: then there is a row of each direction. */
const whereAnswered = "where direction = 'answered' and issuer = ? and id = ?"

interface Deps {
  database: DatabaseSync
  group: GroupCommit
  journal: JournalTable
  sealer: Sealer
  /** Unique per process start. */
  owner: string
}

/** Exchanges in both directions, with their journal entries in the same transaction. */
export function createExchangeStore({
  database,
  group,
  journal,
  sealer,
  owner,
}: Deps): ExchangeStore & AskStore {
  const claim = database.prepare(
    "insert into exchange (direction, issuer, id, request_digest, owner, claimed_at) values ('answered', ?, ?, ?, ?, ?) on conflict do nothing",
  )
  const claimed = database.prepare(
    `select request_digest, owner, claimed_at, status, answer from exchange ${whereAnswered}`,
  )
  const takeOver = database.prepare(`update exchange set owner = ?, claimed_at = ? ${whereAnswered}`)
  const conclude = database.prepare(
    `update exchange set status = ?, request = ?, answer = ?, directory_version = ?, provenance = ? ${whereAnswered} and owner = ? and status is null`,
  )
  const concludeAsk = database.prepare(
    "update exchange set status = ?, answer = ? where direction = 'asked' and issuer = ? and id = ?",
  )
  const release = database.prepare(`delete from exchange ${whereAnswered} and owner = ? and status is null`)
  const send = database.prepare(
    "insert into exchange (direction, issuer, id, request_digest, owner, claimed_at, directory_version, request) values ('asked', ?, ?, ?, ?, ?, ?, ?)",
  )
  const keepCertificate = database.prepare(
    'insert into certificate (number, digest, valid_until, issuer, exchange_id, centre) values (?, ?, ?, ?, ?, ?)',
  )
  const consents = createConsentTable(database)
  const certificate = database.prepare(
    'select number, digest, valid_until, centre from certificate where number = ?',
  )

  function claimNow(key: ExchangeKey, requestDigest: string, at: number): Claim {
    if (claim.run(key.issuer, key.id, requestDigest, owner, at).changes === 1) return { state: 'claimed' }
    const row = claimed.get(key.issuer, key.id)
    if (row?.request_digest !== requestDigest) return { state: 'other-bytes' }
    if (row.status !== null) {
      const bytes = sealer.open(row.answer as Uint8Array, answerContext(key))
      return { state: 'repeated', answer: { status: Number(row.status), bytes } }
    }
    // Within this process equal bytes are joined before they come here, so an open claim of our own is an execution that failed.
    const waitMs = Number(row.claimed_at) + leaseMs - at
    if (row.owner !== owner && waitMs > 0) {
      return { state: 'in-progress', retryAfterSeconds: Math.ceil(waitMs / 1000) }
    }
    takeOver.run(owner, at, key.issuer, key.id)
    return { state: 'claimed' }
  }

  return {
    claim: (key, requestDigest, at) => group.run(() => claimNow(key, requestDigest, at)),

    async conclude({
      key,
      request,
      answer,
      directoryVersion,
      entry,
      certificate: issued,
      consent,
      provenance,
    }) {
      const sealedRequest = sealer.seal(request, requestContext(key))
      const sealedAnswer = sealer.seal(answer.bytes, answerContext(key))
      const sealedProvenance = provenance ? sealer.seal(provenance, provenanceContext(key)) : null
      const kept = await group.run((): boolean | GatewayError => {
        const fault = consent && consentFault(consent, consents.bound(consent))
        if (fault) return fault
        const { changes } = conclude.run(
          answer.status,
          sealedRequest,
          sealedAnswer,
          directoryVersion,
          sealedProvenance,
          key.issuer,
          key.id,
          owner,
        )
        if (changes !== 1) return false
        if (issued) {
          const { number, digest, validUntil, centre } = issued
          keepCertificate.run(number, digest, validUntil, key.issuer, key.id, centre ?? null)
        }
        if (consent) consents.use(consent, key.id)
        journal.append(entry)
        return true
      })
      if (kept instanceof GatewayError) throw kept
      if (!kept) throw new GatewayError('EXCHANGE_IN_PROGRESS', { retryAfterSeconds: leaseMs / 1000 })
    },

    async release(key, entry) {
      await group.run(() => {
        release.run(key.issuer, key.id, owner)
        journal.append(entry)
      })
    },

    async record(entry) {
      await group.run(() => journal.append(entry))
    },

    async issued(number) {
      const row = reading(() => certificate.get(number))
      return (
        row && {
          number,
          centre: row.centre === null ? undefined : String(row.centre),
          digest: String(row.digest),
          validUntil: String(row.valid_until),
        }
      )
    },

    boundConsent: async (consent) => reading(() => consents.bound(consent)),

    async sent(key, request, { at, directoryVersion }, entry) {
      const sealed = sealer.seal(request, requestContext(key))
      await group.run(() => {
        send.run(key.issuer, key.id, digestOf(request), owner, at, directoryVersion, sealed)
        journal.append(entry)
      })
    },

    async concludeAsk(key, answer, entry) {
      const sealed = answer && sealer.seal(answer.bytes, answerContext(key))
      await group.run(() => {
        concludeAsk.run(answer?.status ?? 0, sealed ?? null, key.issuer, key.id)
        journal.append(entry)
      })
    },
  }
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

function reading<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new GatewayError('STORE_UNAVAILABLE', { cause })
  }
}
