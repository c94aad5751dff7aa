import type { JournalEntry } from '../contracts/generated/types.ts'
import { type ChainHead, emptyChain, entryHash } from './entry.ts'

/** Whether a journal is whole, or the first place where it is not. */
export type ChainVerdict =
  | { ok: true; head: ChainHead }
  | {
      ok: false
      sequence: number
      fault: 'missing entry' | 'broken link' | 'altered entry' | 'shorter than the known head'
    }

/**
 * Checks that entries follow each other without a gap and that each hash fits. `known` is a head noted outside:
 * a journal that no longer reaches it has lost its tail.
 */
export function verifyChain(entries: Iterable<JournalEntry>, known?: ChainHead): ChainVerdict {
  let head = emptyChain
  let met = known === undefined || known.sequence === 0
  for (const entry of entries) {
    const sequence = head.sequence + 1
    if (entry.sequence !== sequence) return { ok: false, sequence, fault: 'missing entry' }
    if (entry.previous !== head.hash) return { ok: false, sequence, fault: 'broken link' }
    if (entryHash(entry) !== entry.hash) return { ok: false, sequence, fault: 'altered entry' }
    head = { sequence, hash: entry.hash }
    if (sequence === known?.sequence) {
      if (entry.hash !== known.hash) return { ok: false, sequence, fault: 'altered entry' }
      met = true
    }
  }
  return met
    ? { ok: true, head }
    : { ok: false, sequence: head.sequence + 1, fault: 'shorter than the known head' }
}
