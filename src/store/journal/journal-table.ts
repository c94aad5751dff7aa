import type { JournalRows } from '../../backup/ports.ts'
import type { JournalEntry } from '../../contracts/generated/types.ts'
import { type ChainHead, chained, emptyChain, type EntryDraft } from '../../journal/entry.ts'
import { change, type Database, row, type Row, rows, type Transaction, type Work } from '../database.ts'

const columns = `sequence, at, kind, exchange_id, issuer, audience, service, purpose, basis, operator, fields, subject,
  outcome, request_digest, answer_digest, previous, hash`

/** Where the entries of a transaction have brought the chain. */
const heads = new WeakMap<Transaction, ChainHead>()

/** Continues the chain where other processes may have moved its head before the transaction; within it nobody else does. */
export function* appendEntry(draft: EntryDraft, transaction: Transaction): Work<void> {
  const entry = chained(draft, heads.get(transaction) ?? (yield* chainHead()))
  heads.set(transaction, entry)
  yield* change(
    `insert into journal (${columns}) values (${'?, '.repeat(16)}?)`,
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
}

export function* chainHead(): Work<ChainHead> {
  const last = yield* row('select sequence, hash from journal order by sequence desc limit 1')
  return last ? { sequence: Number(last['sequence']), hash: String(last['hash']) } : emptyChain
}

export function* entriesOfExchange(exchangeId: string): Work<JournalEntry[]> {
  const found = yield* rows(
    `select ${columns} from journal where exchange_id = ? order by sequence`,
    exchangeId,
  )
  return found.map(entryOf)
}

/** The journal, for reading. */
export interface JournalTable {
  head(): Promise<ChainHead>
  ofExchange(exchangeId: string): Promise<JournalEntry[]>
  /** All entries in order; what is appended meanwhile may be among them. */
  all(): AsyncIterable<JournalEntry>
}

const pageSize = 1_000

export function createJournalTable(database: Pick<Database, 'read'>): JournalTable {
  return {
    head: () => database.read(chainHead),
    ofExchange: (exchangeId) => database.read(() => entriesOfExchange(exchangeId)),
    async *all() {
      let last = 0
      for (;;) {
        const page = await database.read(() =>
          rows(`select ${columns} from journal where sequence > ? order by sequence limit ${pageSize}`, last),
        )
        for (const each of page) yield entryOf(each)
        if (page.length < pageSize) return
        last = Number(page.at(-1)?.['sequence'])
      }
    },
  }
}

function entryOf(found: Row): JournalEntry {
  return {
    sequence: Number(found['sequence']),
    at: Number(found['at']),
    kind: String(found['kind']) as JournalEntry['kind'],
    exchangeId: String(found['exchange_id']),
    issuer: String(found['issuer']),
    audience: String(found['audience']),
    service: String(found['service']),
    purpose: String(found['purpose']),
    basis: String(found['basis']),
    operator: String(found['operator']),
    fields: String(found['fields']),
    subject: String(found['subject']),
    outcome: String(found['outcome']),
    requestDigest: String(found['request_digest']),
    answerDigest: String(found['answer_digest']),
    previous: String(found['previous']),
    hash: String(found['hash']),
  }
}

/** Where a backup finds the journal. */
export const journalRows: JournalRows = { table: 'journal', entryOf }
