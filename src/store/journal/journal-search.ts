import { setImmediate as turn } from 'node:timers/promises'
import type { FoundMessage, JournalSearch, MessageFilter } from '../../console/board/ports.ts'
import { chainHead } from './journal-table.ts'
import { type Database, row, type Row, rows, type Value, type Work } from '../database.ts'

// By a walk through the journal, and by no index but those that exchanges need: one more, by person, would cost every exchange
// 15 µs, for what somebody does a few times a day. A million entries take less than a second.

/** Entries that are looked at in one go. SQLite keeps the process waiting meanwhile, so that a walk takes turns with exchanges. */
const stride = 10_000
/** Entries stand in the order in which they were written, nearly that of their times: instances' clocks differ, and writes wait. */
const disorderMs = 600_000

/** What came of each exchange: its last entry. Parameters as `passing` gives them. */
const found = (filter: MessageFilter): string => `
  select exchange_id, kind, at, issuer, audience, service, outcome,
    (select min(sent.at) from journal as sent
     where journal.kind = 'concluded' and sent.exchange_id = journal.exchange_id and sent.kind = 'asked') as asked_at
  from journal
  where kind in ('asked', 'concluded', 'answered', 'refused')
    and at >= ? and at <= ?
    and (? = '' or subject = ?)
    and (? = '' or service = ?)
    and (? = 0 or service <> 'gateway.ping')
    and (? = '' or (case when kind in ('asked', 'concluded') then 'asked' else 'answered' end) = ?)
    and (kind <> 'asked' or not exists (
      select 1 from journal as later where later.exchange_id = journal.exchange_id and later.kind = 'concluded'))
    ${among('outcome', filter.outcomes)}
    ${among("(case when kind in ('asked', 'concluded') then audience else issuer end)", filter.peers)}`

function among(what: string, values: readonly string[] | undefined): string {
  if (values === undefined) return ''
  return values.length === 0 ? 'and 1 = 0' : `and ${what} in (${values.map(() => '?').join(', ')})`
}

const newest = 'order by sequence desc limit ?'

export function createJournalSearch(database: Pick<Database, 'read'>): JournalSearch {
  return {
    async find(filter, limit) {
      const { exchangeId } = filter
      if (exchangeId !== undefined) return database.read(() => ofExchange(exchangeId, filter, limit))
      const [first, last] = await database.read(() => spanOf(filter))
      const messages: FoundMessage[] = []
      for (let to = last; to >= first && messages.length < limit; to -= stride) {
        const from = Math.max(first, to - stride + 1)
        messages.push(...(await database.read(() => within(filter, from, to, limit - messages.length))))
        await turn()
      }
      return messages
    },
  }
}

function* ofExchange(exchangeId: string, filter: MessageFilter, limit: number): Work<FoundMessage[]> {
  const all = yield* rows(
    `${found(filter)} and exchange_id = ? ${newest}`,
    ...passing(filter),
    exchangeId,
    limit,
  )
  return all.map(messageOf)
}

function* within(filter: MessageFilter, from: number, to: number, limit: number): Work<FoundMessage[]> {
  const all = yield* rows(
    `${found(filter)} and sequence >= ? and sequence <= ? ${newest}`,
    ...passing(filter),
    from,
    to,
    limit,
  )
  return all.map(messageOf)
}

function passing({ from = 0, to = Number.MAX_SAFE_INTEGER, ...filter }: MessageFilter): Value[] {
  const { subject = '', service = '', business = false, direction = '', outcomes = [], peers = [] } = filter
  const criteria = [subject, subject, service, service, Number(business), direction, direction]
  return [from, to, ...criteria, ...outcomes, ...peers]
}

/** The first and the last entry that can be of the time looked for. */
function* spanOf({ from, to }: MessageFilter): Work<[number, number]> {
  const head = (yield* chainHead()).sequence
  const first = from === undefined ? 1 : yield* firstSince(from - disorderMs, head)
  const last = to === undefined ? head : (yield* firstSince(to + disorderMs, head)) - 1
  return [first, last]
}

/** Number of the first entry that is not older than `at`, by halving: sequence numbers have no gaps. */
function* firstSince(at: number, head: number): Work<number> {
  let [low, high] = [1, head + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const entry = yield* row('select at from journal where sequence = ?', middle)
    if (Number(entry?.['at'] ?? Infinity) < at) low = middle + 1
    else high = middle
  }
  return low
}

function messageOf(entry: Row): FoundMessage {
  const kind = String(entry['kind'])
  return {
    exchangeId: String(entry['exchange_id']),
    direction: kind === 'asked' || kind === 'concluded' ? 'asked' : 'answered',
    at: Number(entry['at']),
    issuer: String(entry['issuer']),
    audience: String(entry['audience']),
    service: String(entry['service']),
    outcome: String(entry['outcome']),
    askedAt: entry['asked_at'] === null ? undefined : Number(entry['asked_at']),
  }
}
