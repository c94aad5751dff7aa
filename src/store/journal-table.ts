import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { JournalEntry } from '../contracts/generated/types.ts'
import { type ChainHead, chained, emptyChain, type EntryDraft } from '../journal/entry.ts'

/** The journal's rows. `append` belongs inside a transaction: it reads the head that other processes may have moved. */
export interface JournalTable {
  append(draft: EntryDraft): JournalEntry
  head(): ChainHead
  ofExchange(exchangeId: string): JournalEntry[]
  all(): IterableIterator<JournalEntry>
}

const columns = `sequence, at, kind, exchange_id, issuer, audience, service, purpose, basis, operator, fields, subject,
  outcome, request_digest, answer_digest, previous, hash`

export function createJournalTable(database: DatabaseSync): JournalTable {
  const insert = database.prepare(`insert into journal (${columns}) values (${'?, '.repeat(16)}?)`)
  const last = database.prepare('select sequence, hash from journal order by sequence desc limit 1')
  const ofExchange = database.prepare(
    `select ${columns} from journal where exchange_id = ? order by sequence`,
  )
  const all = database.prepare(`select ${columns} from journal order by sequence`)

  function head(): ChainHead {
    const row = last.get()
    return row ? { sequence: Number(row.sequence), hash: String(row.hash) } : emptyChain
  }

  return {
    append(draft) {
      const entry = chained(draft, head())
      insert.run(
        entry.sequence,
        entry.at,
        entry.kind,
        entry.exchangeId,
        entry.issuer,
        entry.audience,
        entry.service,
        entry.purpose,
        entry.basis,
        entry.operator,
        entry.fields,
        entry.subject,
        entry.outcome,
        entry.requestDigest,
        entry.answerDigest,
        entry.previous,
        entry.hash,
      )
      return entry
    },
    head,
    ofExchange: (exchangeId) => ofExchange.all(exchangeId).map(entryOf),
    *all() {
      for (const row of all.iterate()) yield entryOf(row)
    },
  }
}

function entryOf(row: Record<string, SQLOutputValue>): JournalEntry {
  return {
    sequence: Number(row.sequence),
    at: Number(row.at),
    kind: String(row.kind) as JournalEntry['kind'],
    exchangeId: String(row.exchange_id),
    issuer: String(row.issuer),
    audience: String(row.audience),
    service: String(row.service),
    purpose: String(row.purpose),
    basis: String(row.basis),
    operator: String(row.operator),
    fields: String(row.fields),
    subject: String(row.subject),
    outcome: String(row.outcome),
    requestDigest: String(row.request_digest),
    answerDigest: String(row.answer_digest),
    previous: String(row.previous),
    hash: String(row.hash),
  }
}
