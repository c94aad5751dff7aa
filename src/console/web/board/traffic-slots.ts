import type { ShownPeerDetail } from '../../shown/board.ts'
import { chinaInstant } from '../pure/china-time.ts'

export type Slot = ShownPeerDetail['traffic'][number]

const slotMs = 300_000
const shown = 288

/** The last 24 hours by five minutes, none left out, so that the chart's time runs evenly. Where nothing was asked stands nothing. */
export function evenSlots(traffic: readonly Slot[], now: string): Slot[] {
  const known = new Map(traffic.map((slot) => [slotOf(slot.at), slot]))
  const last = slotOf(now)
  return Array.from({ length: shown }, (_, index) => {
    const slot = last - shown + 1 + index
    return known.get(slot) ?? { at: chinaInstant(slot * slotMs), asked: 0, failed: 0 }
  })
}

function slotOf(instant: string): number {
  return Math.floor(Date.parse(instant) / slotMs)
}
