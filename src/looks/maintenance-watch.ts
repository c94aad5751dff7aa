import type { Clock } from '../clock.ts'
import { inForce, type Maintenance, type MaintenanceStore } from '../domain/maintenance.ts'
import { createLooks } from './looks.ts'

/** What is announced, as the store said a moment ago: asked on every request, so without a look into the store. */
export interface MaintenanceWatch extends Disposable {
  current(): Maintenance | undefined
  /** Looks now, as who has just changed it wants. Fails with STORE_UNAVAILABLE. */
  look(): Promise<void>
}

/** Other processes announce, so it is looked for again and again: in force everywhere within two seconds. */
const everyMs = 1_000

/** Hears of a beginning and of an end, of a beginning also where it lasts since before. Fails with STORE_UNAVAILABLE. */
export async function watchMaintenance(deps: {
  store: MaintenanceStore
  clock: Clock
  onChange(maintenance: Maintenance | undefined): void
}): Promise<MaintenanceWatch> {
  const { store, clock, onChange } = deps
  let announced: Maintenance | undefined
  let told = false

  async function look(): Promise<void> {
    announced = await store.announced()
    const now = inForce(announced, clock())
    if ((now !== undefined) !== told) onChange(now)
    told = now !== undefined
  }

  await look()
  // While the store is away nothing is answered anyway; what was known before holds.
  const regular = createLooks({ once: look, everyMs, onTrouble: () => undefined })
  return {
    current: () => inForce(announced, clock()),
    look,
    [Symbol.dispose]: () => void regular.stop(),
  }
}
