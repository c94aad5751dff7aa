import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { JournalEntry } from '../../src/contracts/generated/types.ts'
import { chained, type ChainHead, emptyChain, type EntryDraft } from '../../src/journal/entry.ts'
import { verifyChain } from '../../src/journal/verify-chain.ts'

const text = fc.string({ maxLength: 12 })
const drafts: fc.Arbitrary<EntryDraft> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('answered', 'refused', 'asked', 'concluded'),
  exchangeId: text,
  issuer: text,
  audience: text,
  service: text,
  purpose: text,
  basis: text,
  operator: text,
  fields: text,
  subject: text,
  outcome: text,
  requestDigest: text,
  answerDigest: text,
})

function chainOf(entries: readonly EntryDraft[], from: ChainHead = emptyChain): JournalEntry[] {
  let head = from
  return entries.map((draft) => {
    const entry = chained(draft, head)
    head = entry
    return entry
  })
}

const chains = fc.array(drafts, { minLength: 1, maxLength: 12 }).map((all) => chainOf(all))

function headOf(chain: readonly JournalEntry[]): ChainHead {
  const { sequence, hash } = chain.at(-1) ?? emptyChain
  return { sequence, hash }
}

/** Another value of the same type. */
function other(value: string | number, pick: string): string | number {
  if (typeof value === 'number') return value + 1
  return value === pick ? `${pick}x` : pick
}

describe('the journal’s chain', () => {
  test('a whole journal is found whole, with its head', () => {
    fc.assert(
      fc.property(chains, (chain) => {
        expect(verifyChain(chain)).toEqual({ ok: true, head: headOf(chain) })
        expect(verifyChain(chain, headOf(chain))).toEqual({ ok: true, head: headOf(chain) })
      }),
    )
    expect(verifyChain([])).toEqual({ ok: true, head: emptyChain })
  })

  test('T117 a change of any member of any entry is found, and the place is named', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), text, (chain, which, member, pick) => {
        const at = which % chain.length
        const entry = chain[at]
        if (!entry) return
        const names = Object.keys(entry) as (keyof JournalEntry)[]
        const name = names[member % names.length] ?? 'at'
        const changed = chain.with(at, { ...entry, [name]: other(entry[name], pick) })
        const verdict = verifyChain(changed, headOf(chain))
        expect(verdict).toMatchObject({ ok: false, sequence: at + 1 })
      }),
      { numRuns: 1_000 },
    )
  })

  test('T117 an entry changed with its hash made anew breaks the link behind it, or the known head', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (chain, which) => {
        const at = which % chain.length
        const entry = chain[at]
        if (!entry) return
        const before = at === 0 ? emptyChain : headOf(chain.slice(0, at))
        const forged = chained({ ...entry, outcome: `${entry.outcome}!` }, before)
        const verdict = verifyChain(chain.with(at, forged), headOf(chain))
        expect(verdict).toMatchObject({ ok: false, sequence: at + 1 < chain.length ? at + 2 : at + 1 })
      }),
    )
  })

  test('T117 a deleted, repeated or swapped entry is found', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (chain, which) => {
        const at = which % chain.length
        const entry = chain[at]
        if (!entry) return
        expect(verifyChain(chain.toSpliced(at, 1), headOf(chain)).ok).toBe(false)
        expect(verifyChain(chain.toSpliced(at, 0, entry), headOf(chain)).ok).toBe(false)
        if (chain.length > 1) expect(verifyChain(chain.toReversed(), headOf(chain)).ok).toBe(false)
      }),
    )
  })

  test('T117 a cut tail is found against a head noted outside, and only so', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (chain, keep) => {
        const shorter = chain.slice(0, keep % chain.length)
        expect(verifyChain(shorter, headOf(chain))).toMatchObject({
          ok: false,
          fault: 'shorter than the known head',
        })
        expect(verifyChain(shorter).ok).toBe(true)
      }),
    )
  })

  test('T117 a fork is found: other entries behind an old head are not those that were noted', () => {
    fc.assert(
      fc.property(chains, fc.nat(), drafts, (chain, keep, draft) => {
        const common = chain.slice(0, keep % chain.length)
        const rest = Array.from({ length: chain.length - common.length }, () => ({
          ...draft,
          outcome: 'forked',
        }))
        const fork = [...common, ...chainOf(rest, headOf(common))]
        if (headOf(fork).hash === headOf(chain).hash) return
        expect(verifyChain(fork).ok).toBe(true)
        expect(verifyChain(fork, headOf(chain))).toMatchObject({ ok: false, fault: 'altered entry' })
      }),
    )
  })

  test('a chain that grew since its head was noted is whole', () => {
    fc.assert(
      fc.property(chains, fc.array(drafts, { maxLength: 4 }), (chain, more) => {
        const grown = [...chain, ...chainOf(more, headOf(chain))]
        expect(verifyChain(grown, headOf(chain))).toEqual({ ok: true, head: headOf(grown) })
      }),
    )
  })

  test('members cannot be shifted into one another', () => {
    const draft = {
      at: 1,
      kind: 'answered',
      exchangeId: 'a',
      issuer: 'b',
      audience: '',
      service: '',
      purpose: '',
      basis: '',
      operator: '',
      fields: '',
      subject: '',
      outcome: '',
      requestDigest: '',
      answerDigest: '',
    } as const
    const [one, other] = [
      chained(draft, emptyChain),
      chained({ ...draft, exchangeId: 'a","b', issuer: '' }, emptyChain),
    ]
    expect(one.hash).not.toBe(other.hash)
  })
})
