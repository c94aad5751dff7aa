import { digestOf } from '../../domain/digest.ts'
import { GatewayError } from '../../errors.ts'
import type { ExchangeStore } from '../../inbound/ports.ts'
import type { AskStore } from '../../outbound/ports.ts'
import { claim, conclude, held, whereAnswered } from './answered-exchange.ts'
import { boundConsent } from './consent-table.ts'
import { change, type Database, row } from '../database.ts'
import { appendEntry } from '../journal/journal-table.ts'
import { answerContext, provenanceContext, requestContext } from './message-contexts.ts'
import type { Sealer } from '../sealer.ts'

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
    held: (key, requestDigest, at) => database.read(() => held({ key, requestDigest, at }, deps)),

    claim: (key, requestDigest, at) => database.write(() => claim({ key, requestDigest, at }, deps)),

    async conclude(conclusion) {
      const { key, request, answer, provenance } = conclusion
      const sealed = {
        request: sealer.seal(request, requestContext(key)),
        answer: sealer.seal(answer.bytes, answerContext(key)),
        provenance: provenance ? sealer.seal(provenance, provenanceContext(key)) : null,
      }
      const standing = await database.write((transaction) => conclude(conclusion, sealed, deps, transaction))
      if (standing instanceof GatewayError) throw standing
      return standing
    },

    release: (key, entry) =>
      database.write(function* (transaction) {
        yield* change(
          `delete from exchange ${whereAnswered} and owner = ? and status is null`,
          key.issuer,
          key.id,
          owner,
        )
        yield* appendEntry(entry, transaction)
      }),

    record: (entry) => database.write((transaction) => appendEntry(entry, transaction)),

    boundConsent: (consent) => database.read(() => boundConsent(consent)),

    async sent(key, request, { at, directoryVersion }, entry) {
      const sealed = sealer.seal(request, requestContext(key))
      await database.write(function* (transaction) {
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
        yield* appendEntry(entry, transaction)
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
      await database.write(function* (transaction) {
        yield* change(
          "update exchange set status = ?, answer = ? where direction = 'asked' and issuer = ? and id = ?",
          answer?.status ?? 0,
          sealed ?? null,
          key.issuer,
          key.id,
        )
        yield* appendEntry(entry, transaction)
      })
    },
  }
}
