import { chinaDateTime } from '../../clock.ts'
import { daysLeft } from '../../domain/expiry.ts'
import type { PeerHold } from '../../domain/peer-hold.ts'
import type { Term } from '../../expiry/ports.ts'
import type { ShownPeer } from '../shown/board.ts'
import type { BoardFacts, BoardMember } from './facts.ts'
import type { OpenParts } from './ports.ts'

/** What of the facts is about one peer. */
export interface PeerOwn {
  parts: readonly OpenParts[]
  /** Of whoever speaks for it. */
  terms: readonly Term[]
}

/** One row for each centre that may be asked or was, worst first. */
export function peerRows(facts: BoardFacts): ShownPeer[] {
  const own = ownIn(facts)
  return facts.members.map((member) => peerRow(member, own(member), facts)).toSorted(worstFirst)
}

/** There are hundreds of peers, each with parts and terms: sorted out once for all of them. */
export function ownIn({ stored, terms }: BoardFacts): (member: BoardMember) => PeerOwn {
  const partsOf = Map.groupBy(stored?.parts ?? [], ({ centre }) => centre)
  const termsOf = Map.groupBy(terms, ({ member }) => member)
  return ({ code, relay }) => ({
    parts: partsOf.get(code) ?? [],
    terms: termsOf.get(relay?.code ?? code) ?? [],
  })
}

export function peerRow(
  { code, name, kind, relay }: BoardMember,
  { parts, terms }: PeerOwn,
  facts: BoardFacts,
): ShownPeer {
  const health = facts.healths.get(code)
  const hold = facts.holds.get(code)
  const { p50, p95, p99 } = health?.latencyMs ?? {}
  const days = terms.map(({ until }) => daysLeft(until, facts.now))
  const open = (state: string): number =>
    parts.filter((part) => part.state === state).reduce((sum, part) => sum + part.parts, 0)
  return {
    code,
    name,
    kind,
    ...(relay && { relayedBy: relay.name }),
    state: hold ? 'open' : (health?.state ?? 'unproven'),
    ...(hold && { held: shownHold(hold) }),
    ...(health?.errorPercent !== undefined && { errorPercent: health.errorPercent }),
    ...(p50 !== undefined && { p50Ms: p50 }),
    ...(p95 !== undefined && { p95Ms: p95 }),
    ...(p99 !== undefined && { p99Ms: p99 }),
    ...moment('lastSuccessAt', health?.lastSuccessAt),
    ...moment('lastFailureAt', health?.lastFailureAt),
    ...(health?.lastFailure !== undefined && { lastFailureCode: health.lastFailure }),
    ...moment('nextProbeAt', hold ? undefined : health?.nextAttemptAt),
    inHand: health?.inHand ?? 0,
    queued: open('queued') + (health?.waiting ?? 0),
    waiting: open('waiting'),
    ...(days.length > 0 && { certificateDaysLeft: Math.min(...days) }),
  }
}

function shownHold({ by, reason, since }: PeerHold): NonNullable<ShownPeer['held']> {
  return { state: 'open', by: by.name, reason, since: chinaDateTime(since) }
}

function moment<Name extends string>(name: Name, at: number | undefined): { [key in Name]?: string } {
  return at === undefined ? {} : ({ [name]: chinaDateTime(at) } as { [key in Name]?: string })
}

const ranks = { open: 0, 'half-open': 1, unproven: 3, closed: 3 } as const

/** Known to be away, coming back, never well and failing; then by the share of failures, then the slowest. */
function worstFirst(a: ShownPeer, b: ShownPeer): number {
  return (
    rank(a) - rank(b) ||
    (b.errorPercent ?? 0) - (a.errorPercent ?? 0) ||
    (b.p95Ms ?? 0) - (a.p95Ms ?? 0) ||
    a.code.localeCompare(b.code)
  )
}

function rank({ state, lastFailureAt }: ShownPeer): number {
  return state === 'unproven' && lastFailureAt !== undefined ? 2 : ranks[state]
}
