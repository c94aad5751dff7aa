import type { ShownPeerDetail } from '../../shown/board.ts'
import type { BreakerState } from '../../shown/cases.ts'
import { secondsBetween } from './instants.ts'

type Entry = ShownPeerDetail['timeline'][number]

/** A stretch of time in one state. `share`: of the whole, 0 to 1. `probes`: that failed within it. */
export interface Span {
  state: BreakerState
  from: string
  until: string
  seconds: number
  share: number
  probes: number
  why?: string
}

/** One process's breaker over time. Each instance of a gateway has breakers of its own. */
export interface Line {
  instance: string
  /** Its last sign of life, where it has ended: of later nothing is known. */
  endedAt?: string
  /** Shares of the time shown: before it said anything, and after it ended. */
  before: number
  after: number
  spans: Span[]
}

/** All on one axis, from the first that any of them said up to `now`. */
export function linesOf(
  { timeline, instances }: Pick<ShownPeerDetail, 'timeline' | 'instances'>,
  now: string,
): Line[] {
  const whole = Math.max(secondsBetween(timeline[0]?.at ?? now, now), 1)
  return instances.map(({ instance, endedAt }) => {
    const own = timeline.filter((entry) => entry.instance === instance)
    const before = secondsBetween(timeline[0]?.at ?? now, own[0]?.at ?? now)
    const after = secondsBetween(endedAt ?? now, now)
    return {
      instance,
      ...(endedAt !== undefined && { endedAt }),
      before: before / whole,
      after: after / whole,
      spans: spansOf(own, endedAt ?? now, whole),
    }
  })
}

/** States as stretches up to `end`; the last one lasts. `whole` in seconds. A probe that failed is part of the outage around it. */
export function spansOf(timeline: readonly Omit<Entry, 'instance'>[], end: string, whole: number): Span[] {
  const spans: Span[] = []
  for (const [index, { at, state, why }] of timeline.entries()) {
    const until = timeline[index + 1]?.at ?? end
    const seconds = secondsBetween(at, until)
    const span = {
      state,
      from: at,
      until,
      seconds,
      share: seconds / whole,
      probes: 0,
      ...(why !== undefined && { why }),
    }
    const [outage, probe] = spans.slice(-2)
    if (outage?.state === 'open' && probe?.state === 'half-open' && failedProbe({ state, why }))
      spans.splice(-2, 2, grown(outage, probe, span))
    else spans.push(span)
  }
  return spans
}

/** Opened again by the breaker itself: a person's words are another matter. */
function failedProbe({ state, why }: Pick<Span, 'state'> & { why: string | undefined }): boolean {
  return state === 'open' && /^[A-Z_]*$/.test(why ?? '')
}

function grown(outage: Span, probe: Span, span: Span): Span {
  return {
    ...outage,
    until: span.until,
    seconds: outage.seconds + probe.seconds + span.seconds,
    share: outage.share + probe.share + span.share,
    probes: outage.probes + 1,
  }
}
