import { chinaDateTime } from '../../clock.ts'
import { p95Of } from '../../peer-history/buckets.ts'
import type { PeerChange, TrafficCount } from '../../peer-history/ports.ts'
import type { ShownPeerDetail } from '../shown/board.ts'

/** What breakers and operators did; nothing twice that says nothing new. The instance only where there were several. */
export function shownTimeline(changes: readonly PeerChange[]): ShownPeerDetail['timeline'] {
  const several = new Set(changes.map(({ instance }) => instance)).size > 1
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
        ...(several && { instance }),
      },
    ]
  })
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
