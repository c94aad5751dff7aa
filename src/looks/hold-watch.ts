import type { PeerHold, PeerHoldStore } from '../domain/peer-hold.ts'
import { createLooks } from './looks.ts'

/** Which peers operators keep disconnected, as the store said a moment ago. */
export interface HoldWatch extends Disposable {
  current(): ReadonlyMap<string, PeerHold>
  /** Looks now, as who has just changed it wants. Fails with STORE_UNAVAILABLE. */
  look(): Promise<void>
}

/** Another instance may hold and release, so it is looked for again and again: in force everywhere within two seconds. */
const everyMs = 1_000

/** `onChange` hears which peers are held, first of all at the start. Fails with STORE_UNAVAILABLE. */
export async function watchHolds(deps: {
  store: Pick<PeerHoldStore, 'held'>
  onChange(held: ReadonlySet<string>): void
}): Promise<HoldWatch> {
  let holds: ReadonlyMap<string, PeerHold> = new Map()
  let told: string | undefined

  async function look(): Promise<void> {
    const found = await deps.store.held()
    holds = new Map(found.map((hold) => [hold.peer, hold]))
    const peers = [...holds.keys()].join(' ')
    if (told !== peers) deps.onChange(new Set(holds.keys()))
    told = peers
  }

  await look()
  // While the store is away what was known before holds.
  const regular = createLooks({ once: look, everyMs, onTrouble: () => undefined })
  return { current: () => holds, look, [Symbol.dispose]: () => void regular.stop() }
}
