import { chinaDateTime } from '../../clock.ts'
import { toldMaintenance } from '../../domain/maintenance.ts'
import { toldConfiguration } from '../../domain/configuration-status.ts'
import type { ShownBoard } from '../shown/board.ts'
import { alarmsOf } from './alarms.ts'
import type { BoardFacts } from './facts.ts'
import { peerRows } from './peer-rows.ts'

/** The overview (总览). */
export function shownBoard(facts: BoardFacts): ShownBoard {
  const { now, minute, maintenance, configuration, stored } = facts
  const peers = peerRows(facts)
  const alarms = alarmsOf(facts)
  const waiting = (stored?.parts ?? []).filter(({ state }) => state === 'waiting')
  const queued = (stored?.parts ?? []).filter(({ state }) => state === 'queued')
  const sum = (of: readonly { parts: number }[]): number => of.reduce((all, { parts }) => all + parts, 0)
  return {
    asOf: chinaDateTime(now),
    cards: {
      ...(minute.asked > 0 && { successPercent: ((minute.asked - minute.failed) * 100) / minute.asked }),
      ...(minute.p95Ms !== undefined && { p95Ms: minute.p95Ms }),
      queued: sum(queued),
      waiting: sum(waiting),
      alarms: alarms.length,
    },
    peers,
    alarms,
    ...(maintenance && { maintenance: shownMaintenance(maintenance) }),
    configuration: toldConfiguration(configuration),
  }
}

export function shownMaintenance(
  maintenance: NonNullable<BoardFacts['maintenance']>,
): NonNullable<ShownBoard['maintenance']> {
  const { message, since, until } = toldMaintenance(maintenance)
  return { ...message, since, ...(until !== undefined && { until }) }
}
