import { responded } from '../availability/counted.ts'
import { createRegularWrites } from '../availability/regular-writes.ts'
import type { Clock } from '../clock.ts'
import { type GatewayError, toGatewayError } from '../errors.ts'
import type { AskEvents } from '../outbound/ports.ts'
import { bucketOf } from './buckets.ts'
import { createLastMinute, type MinuteFigures } from './last-minute.ts'
import type { InstanceLife, PeerChange, PeerHistoryStore, TrafficCount } from './ports.ts'

/** What became of peers in the last day: their breakers, and how asks of them went. Asks wait for nothing here. */
export interface PeerHistory extends AsyncDisposable {
  /** An ask has ended. */
  heard: AskEvents['concluded']
  changed(change: Omit<PeerChange, 'at' | 'instance' | 'by'> & Partial<Pick<PeerChange, 'by'>>): void
  /** Since when this instance finds a peer away, its probes in vain included; undefined where it is not. */
  awaySince(peer: string): number | undefined
  /** Of this instance, over all peers. */
  lastMinute(): MinuteFigures
  /** Of the last day, by all instances; what this one has yet to write is written first where it can be. */
  changes(peer: string): Promise<PeerChange[]>
  traffic(peer: string): Promise<TrafficCount[]>
  /** Who wrote of late, and whether it still lives: this instance does, another as long as it gives signs of it. */
  lives(): Promise<(InstanceLife & { living: boolean })[]>
}

export const shownMs = 86_400_000
export const slotMs = 300_000
const shownChanges = 2_000
/** Kept for a while longer than it is shown. */
const keptMs = 2 * shownMs
/** Between writes of counts, and between looks for what is old, in milliseconds. */
const everyMs = 10_000
const forgetEveryMs = 3_600_000
/** Without a sign of life for three writes an instance is taken to have ended. */
const silentMs = 3 * everyMs
/** While the store is away no more changes than this wait; then the oldest go. */
const mostPending = 10_000

export function createPeerHistory(deps: {
  store: PeerHistoryStore
  clock: Clock
  /** Names this process among those that share the store. */
  instance: string
  /** Hears of what could not be written at the moment; it is tried again. */
  onTrouble(error: GatewayError): void
}): PeerHistory {
  const { store, clock, instance } = deps
  const minute = createLastMinute(clock)
  const away = new Map<string, number>()
  let changes: PeerChange[] = []
  let counts = new Map<string, TrafficCount>()
  let forgotten = 0
  let alive = -Infinity
  const { write, ...writes } = createRegularWrites(everyMs, writeAll)

  /** Changes that come while it writes are written too; counts wait for the next time. Where there is nothing new, only that we live. */
  async function writeAll(): Promise<void> {
    const at = clock()
    const news = changes.length + counts.size > 0
    if (!news && at - alive < everyMs / 2) return
    const [ofNow, counted] = [changes, [...counts.values()]]
    ;[changes, counts] = [[], new Map()]
    try {
      await store.keep(ofNow, counted, { instance, seenAt: at })
      alive = at
      await forget()
    } catch (thrown) {
      changes = [...ofNow, ...changes].slice(-mostPending)
      counted.forEach(count)
      return news ? deps.onTrouble(toGatewayError(thrown)) : undefined
    }
    if (changes.length > 0) await writeAll()
  }

  async function forget(): Promise<void> {
    const now = clock()
    if (now - forgotten < forgetEveryMs) return
    await store.forget(now - keptMs)
    forgotten = now
  }

  function count(one: TrafficCount): void {
    const key = `${one.peer} ${one.at} ${one.bucket}`
    const known = counts.get(key)
    const [asked, failed] = [(known?.asked ?? 0) + one.asked, (known?.failed ?? 0) + one.failed]
    counts.set(key, { ...one, asked, failed })
  }

  return {
    heard(event) {
      const answer = responded(event)
      if (answer === undefined) return
      const at = clock()
      minute.ended(event.elapsedMs, answer)
      const slot = Math.floor(at / slotMs) * slotMs
      const bucket = bucketOf(event.elapsedMs)
      count({ peer: event.centre, at: slot, bucket, asked: 1, failed: Number(!answer) })
    },
    changed({ peer, state, why, by }) {
      const at = clock()
      if (state === 'closed') away.delete(peer)
      else if (!away.has(peer)) away.set(peer, at)
      changes.push({ peer, at, state, why, by, instance })
      void write()
    },
    awaySince: (peer) => away.get(peer),
    lastMinute: minute.figures,
    async changes(peer) {
      await write()
      return store.changes(peer, clock() - shownMs, shownChanges)
    },
    async traffic(peer) {
      await write()
      return store.traffic(peer, clock() - shownMs)
    },
    async lives() {
      const now = clock()
      const others = (await store.lives()).filter((life) => life.instance !== instance)
      return [
        { instance, seenAt: now, living: true },
        ...others.map((life) => ({ ...life, living: now - life.seenAt < silentMs })),
      ]
    },
    async [Symbol.asyncDispose]() {
      // The last write says when.
      alive = -Infinity
      await writes[Symbol.asyncDispose]()
    },
  }
}
