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
  spans: Span[]
}

export function linesOf(timeline: readonly Entry[], now: string): Line[] {
  const instances = [...new Set(timeline.map(({ instance }) => instance ?? ''))]
  return instances.map((instance) => ({
    instance,
    spans: spansOf(
      timeline.filter((entry) => (entry.instance ?? '') === instance),
      now,
    ),
  }))
}

/** States as stretches up to `now`; the last one lasts. A probe that failed is part of the outage around it. */
export function spansOf(timeline: readonly Entry[], now: string): Span[] {
  const first = timeline[0]
  if (!first) return []
  const whole = Math.max(secondsBetween(first.at, now), 1)
  const spans: Span[] = []
  for (const [index, { at, state, why }] of timeline.entries()) {
    const until = timeline[index + 1]?.at ?? now
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
