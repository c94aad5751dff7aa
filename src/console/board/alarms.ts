import type { ShownAlarm } from '../shown/board.ts'
import type { AlarmRule } from './alarm.ts'
import type { BoardFacts } from './facts.ts'
import { expiring, graceOfDirectory, revocationOld } from './alarms-trust.ts'
import { callbacksPending, partsFilling, peersHeld, peersOpen, waitingLong } from './alarms-traffic.ts'
import { backupMissing, configurationRefused, drillMissing, storeAway } from './alarms-upkeep.ts'

/** The operator's rules, each alone in its own words. */
export const alarmRules: readonly AlarmRule[] = [
  storeAway,
  peersOpen,
  expiring,
  graceOfDirectory,
  revocationOld,
  configurationRefused,
  waitingLong,
  partsFilling,
  callbacksPending,
  backupMissing,
  drillMissing,
  peersHeld,
]

const ranks = { urgent: 0, warning: 1, notice: 2 } as const

/** What is to be known now, the most urgent first. */
export function alarmsOf(facts: BoardFacts): ShownAlarm[] {
  return alarmRules.flatMap((rule) => rule(facts)).toSorted((a, b) => ranks[a.level] - ranks[b.level])
}
