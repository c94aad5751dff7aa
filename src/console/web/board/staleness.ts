import { lengthText } from './instants.ts'

/** Missed looks after which a screen says that it stands still. */
const missed = 3

/** Since when a screen stands still, as 「12 秒前」, or undefined while looks succeed. Epoch milliseconds. */
export function stillSince(lastGoodAt: number | undefined, now: number, everyMs: number): string | undefined {
  if (lastGoodAt === undefined || now - lastGoodAt < missed * everyMs) return undefined
  return `${lengthText(Math.floor((now - lastGoodAt) / 1000))}前`
}
