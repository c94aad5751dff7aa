import { chinaDateTime } from '../../clock.ts'
import type { ShownAlarm } from '../shown/board.ts'
import type { BoardFacts } from './facts.ts'

/** One thing that somebody has to know of. */
export type AlarmRule = (facts: BoardFacts) => ShownAlarm[]

export interface Alarm {
  id: string
  level: ShownAlarm['level']
  zh: string
  en: string
  /** A heading of docs/operations.md, as a link names it. */
  anchor: string
  /** Epoch milliseconds. */
  since?: number | undefined
}

export function alarm({ anchor, since, ...told }: Alarm): ShownAlarm {
  return {
    ...told,
    guide: guideTo(anchor),
    ...(since !== undefined && { since: chinaDateTime(since) }),
  }
}

export function guideTo(anchor: string): string {
  return `/console/guide#${anchor}`
}

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** How long ago, in words that one reads at night. */
export function span(ms: number): { zh: string; en: string } {
  if (ms < hourMs) {
    const minutes = Math.max(1, Math.floor(ms / minuteMs))
    return { zh: `${minutes} 分钟`, en: `${minutes} min` }
  }
  if (ms < 2 * dayMs) {
    const hours = Math.floor(ms / hourMs)
    return { zh: `${hours} 小时`, en: `${hours} h` }
  }
  const days = Math.floor(ms / dayMs)
  return { zh: `${days} 天`, en: `${days} d` }
}
