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

/** A journal looked at entry by entry, in order. */
export interface ChainWalk {
  /** False once a fault was found: what follows says nothing more. */
  step(entry: JournalEntry): boolean
  verdict(): ChainVerdict
}

/**
 * Checks that entries follow each other without a gap and that each hash fits. `known` is a head noted outside:
 * a journal that no longer reaches it has lost its tail.
 */
export function walkChain(known?: ChainHead): ChainWalk {
  let head = emptyChain
  let met = known === undefined || known.sequence === 0
  let found: ChainVerdict | undefined

  function faultOf(
    entry: JournalEntry,
    sequence: number,
  ): 'missing entry' | 'broken link' | 'altered entry' | undefined {
    if (entry.sequence !== sequence) return 'missing entry'
    if (entry.previous !== head.hash) return 'broken link'
    if (entryHash(entry) !== entry.hash) return 'altered entry'
    return sequence === known?.sequence && entry.hash !== known.hash ? 'altered entry' : undefined
  }

  return {
    step(entry) {
      if (found) return false
      const sequence = head.sequence + 1
      const fault = faultOf(entry, sequence)
      if (fault) {
        found = { ok: false, sequence, fault }
        return false
      }
      head = { sequence, hash: entry.hash }
      met ||= sequence === known?.sequence
      return true
    },
    verdict() {
      if (found) return found
      if (met) return { ok: true, head }
      return { ok: false, sequence: head.sequence + 1, fault: 'shorter than the known head' }
    },
  }
}

/** The same for entries at hand. */
export function verifyChain(entries: Iterable<JournalEntry>, known?: ChainHead): ChainVerdict {
  const walk = walkChain(known)
  for (const entry of entries) if (!walk.step(entry)) break
  return walk.verdict()
}
