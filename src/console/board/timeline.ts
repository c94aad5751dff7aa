import { chinaDateTime } from '../../clock.ts'
import { p95Of } from '../../peer-history/buckets.ts'
import type { PeerHistory } from '../../peer-history/history.ts'
import type { PeerChange, TrafficCount } from '../../peer-history/ports.ts'
import type { ShownPeerDetail } from '../shown/board.ts'

/** What breakers and operators did; nothing twice that says nothing new. */
export function shownTimeline(changes: readonly PeerChange[]): ShownPeerDetail['timeline'] {
  const states = new Map<string, string>()
  return changes.flatMap(({ at, state, why, by, instance }) => {
    const news = by !== undefined || why !== undefined || states.get(instance) !== state
    states.set(instance, state)
    if (!news) return []
    const said = by ? steered(state, by.name, why) : why
    return [
      {
        at: chinaDateTime(at),
        state,
        ...(said !== undefined && { why: said }),
        instance,
      },
    ]
  })
}

/** Those of a timeline, the living first; of each that has ended its last sign of life. */
export function shownInstances(
  changes: readonly PeerChange[],
  lives: Awaited<ReturnType<PeerHistory['lives']>>,
): ShownPeerDetail['instances'] {
  const known = new Map(lives.map((life) => [life.instance, life]))
  return [...Map.groupBy(changes, ({ instance }) => instance)]
    .map(([instance, own]) => {
      const { living = false, seenAt = 0 } = known.get(instance) ?? {}
      return { instance, endedAt: living ? undefined : Math.max(seenAt, ...own.map(({ at }) => at)) }
    })
    .toSorted(
      (a, b) => (b.endedAt ?? Infinity) - (a.endedAt ?? Infinity) || a.instance.localeCompare(b.instance),
    )
    .map(({ instance, endedAt }) => ({
      instance,
      ...(endedAt !== undefined && { endedAt: chinaDateTime(endedAt) }),
    }))
}

function steered(state: PeerChange['state'], name: string, why = ''): string {
  return `${state === 'open' ? '手动断开' : '手动恢复'}（${name}）：${why}`
}

/** Asks by five minutes; where none were, nothing stands. */
export function shownTraffic(counts: readonly TrafficCount[]): ShownPeerDetail['traffic'] {
  const slots = Map.groupBy(counts, ({ at }) => at)
  return [...slots.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([at, all]) => {
      const sum = (of: 'asked' | 'failed'): number => all.reduce((total, each) => total + each[of], 0)
      const p95Ms = p95Of(all)
      return {
        at: chinaDateTime(at),
        asked: sum('asked'),
        failed: sum('failed'),
        ...(p95Ms !== undefined && { p95Ms }),
      }
    })
}
