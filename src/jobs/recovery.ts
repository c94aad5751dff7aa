import { backoff } from '../domain/backoff.ts'
import { services } from '../domain/services.ts'
import type { Concluded, JobsDeps } from './ports.ts'

/**
 * Finds out when centres at which parts wait can be asked again: by a `gateway.ping`, which says nothing of anybody, so that not
 * every waiting question is a try of its own.
 */
export interface Recovery {
  look(at: number): Promise<void>
  /** A part could not be asked there. */
  failed(centre: string): void
  /** It answers, as others found. */
  well(centre: string): void
  /** What came of a question to it, whoever asked. True: what waits there can be asked at once. */
  heard(concluded: Concluded): boolean
}

interface Health {
  state: 'failing' | 'well'
  /** It did not answer for a while, so that all that waits there is asked at once when it does. */
  wasAway: boolean
  pings: number
  nextPingAt: number
  pinging: boolean
}

const longestMs = 60_000
/** Between two releases of all that waits at a centre because something was answered there: what fails again is not asked at each answer. */
const betweenMs = 60_000

/** `again`: there is something to do. */
export function createRecovery(deps: JobsDeps, again: () => void): Recovery {
  const { store, clock, random } = deps
  const healths = new Map<string, Health>()
  /** When all that waited at a centre was last released. */
  const releases = new Map<string, number>()

  function failing(wasAway: boolean): Health {
    return { state: 'failing', wasAway, pings: 0, nextPingAt: 0, pinging: false }
  }

  async function ping(centre: string, health: Health): Promise<void> {
    health.pinging = true
    const body = { nonce: deps.newId() }
    const question = { to: [centre], service: 'gateway.ping' as const, deadlineSeconds: 5, body }
    const { state, problem } = await deps.askCentre({ centre, question })
    health.pinging = false
    if (state !== 'not-asked') {
      health.state = 'well'
      again()
      return
    }
    health.wasAway = true
    health.pings += 1
    const atLeast = Math.min(longestMs, (problem?.retryAfterSeconds ?? 0) * 1000)
    health.nextPingAt = clock() + backoff(health.pings, { random: random(), longest: longestMs, atLeast })
  }

  async function lookAt(centre: string, dueAt: number, at: number): Promise<void> {
    // Of a process that has just started nothing is known: what waits may have waited long.
    const health = healths.get(centre) ?? failing(true)
    healths.set(centre, health)
    if (health.state === 'well') {
      const { wasAway } = health
      health.wasAway = false
      if (wasAway) releases.set(centre, at)
      if (wasAway || dueAt <= at) await store.release(centre, at, wasAway ? 'all' : 'due')
    } else if (!health.pinging && health.nextPingAt <= at && (health.wasAway || dueAt <= at)) {
      void ping(centre, health)
    }
  }

  function well(centre: string): void {
    const known = healths.get(centre)
    if (known) Object.assign(known, { state: 'well', wasAway: true })
  }

  return {
    async look(at) {
      const waiting = await store.waitingAt()
      for (const { centre, dueAt } of waiting) await lookAt(centre, dueAt, at)
      const centres = new Set(waiting.map(({ centre }) => centre))
      for (const [centre, { pinging }] of healths)
        if (!centres.has(centre) && !pinging) healths.delete(centre)
    },
    failed(centre) {
      const known = healths.get(centre)
      if (!known) healths.set(centre, failing(false))
      else known.state = 'failing'
    },
    well,
    heard({ centre, service, state }) {
      // A hub answers a ping or what it keeps itself while the centre behind it is away.
      const isOfCore = services[service].personal && (state === 'answered' || state === 'no-record')
      if (!isOfCore || !healths.has(centre)) return false
      if (clock() - (releases.get(centre) ?? -Infinity) < betweenMs) return false
      well(centre)
      return true
    },
  }
}
