import { hash } from 'node:crypto'
import type { JournalEntry } from '../contracts/generated/types.ts'

/** What is written down of one event, before it has its place in the chain. */
export type EntryDraft = Omit<JournalEntry, 'sequence' | 'previous' | 'hash'>

/** The chain so far: the last entry's position and hash. */
export interface ChainHead {
  sequence: number
  hash: string
}

/** Before the first entry: 32 zero bytes. */
export const emptyChain: ChainHead = { sequence: 0, hash: 'A'.repeat(43) }

/** Members in the order in which they are hashed; docs/protocol.md repeats it. */
const hashed = [
  'sequence',
  'at',
  'kind',
  'exchangeId',
  'issuer',
  'audience',
  'service',
  'purpose',
  'basis',
  'operator',
  'fields',
  'subject',
  'outcome',
  'requestDigest',
  'answerDigest',
] as const satisfies (keyof JournalEntry)[]

/** Gives a draft its place behind `head`. */
export function chained(draft: EntryDraft, head: ChainHead): JournalEntry {
  const entry = { ...draft, sequence: head.sequence + 1, previous: head.hash }
  return { ...entry, hash: entryHash(entry) }
}

/** SHA-256 of the previous hash, a line feed, and the entry's members as a JSON array; base64url. */
export function entryHash(entry: Omit<JournalEntry, 'hash'>): string {
  const members = JSON.stringify(hashed.map((name) => entry[name]))
  return hash('sha256', `${entry.previous}\n${members}`, 'base64url')
}

/** Whether an entry is one of an exchange itself; the others tell what was done later with what is kept of it, here alone. */
export function isOfTheExchange({ kind }: Pick<JournalEntry, 'kind'>): boolean {
  return kind !== 'looked' && kind !== 'withdrawn'
}
