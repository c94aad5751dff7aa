import { chinaDateTime } from '../../clock.ts'
import { daysLeft } from '../../domain/expiry.ts'
import type { PeerHold } from '../../domain/peer-hold.ts'
import type { ShownPeer } from '../shown/board.ts'
import type { BoardFacts, BoardMember } from './facts.ts'

/** One row for each centre that may be asked or was, worst first. */
export function peerRows(facts: BoardFacts): ShownPeer[] {
  return facts.members.map((member) => peerRow(member, facts)).toSorted(worstFirst)
}

export function peerRow({ code, name, kind, relay }: BoardMember, facts: BoardFacts): ShownPeer {
  const health = facts.healths.get(code)
  const hold = facts.holds.get(code)
  const { p50, p95, p99 } = health?.latencyMs ?? {}
  const days = certificateDays([code, ...(relay ? [relay.code] : [])], facts)
  const open = (state: string): number =>
    (facts.stored?.parts ?? [])
      .filter((part) => part.centre === code && part.state === state)
      .reduce((sum, { parts }) => sum + parts, 0)
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
    ...(days !== undefined && { certificateDaysLeft: days }),
  }
}

function shownHold({ by, reason, since }: PeerHold): NonNullable<ShownPeer['held']> {
  return { state: 'open', by: by.name, reason, since: chinaDateTime(since) }
}

/** Of the certificate that ends first, of whoever speaks for the peer. */
function certificateDays(codes: readonly string[], { terms, now }: BoardFacts): number | undefined {
  const own = terms.filter(({ member }) => member !== undefined && codes.includes(member))
  return own.length === 0 ? undefined : Math.min(...own.map(({ until }) => daysLeft(until, now)))
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
