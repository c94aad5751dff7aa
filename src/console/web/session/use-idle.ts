import { onBeforeUnmount, onMounted, watch } from 'vue'
import { get, tell } from '../api.ts'
import { lock, locked, session } from '../session.ts'
import { createIdle, type Idle } from './idle.ts'
import { secondsLeft } from './seconds-left.ts'
import { onTold, tellWindows } from './windows.ts'

/** How long until the server is told again of a lock that it did not take, in milliseconds. */
const againAfter = 2_000

const hands = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** Locks the screen, and the session with it, once nobody has had a hand on any window of it; tells the seconds left, once few. */
export function useIdle(): void {
  let idle = begun()
  let lastShared = 0
  let stopListening = (): void => {}
  let timer: number | undefined

  function onHand(): void {
    if (locked.value) return
    const now = Date.now()
    idle.hand(now)
    if (now - lastShared < 5000) return
    lastShared = now
    tellWindows('hand')
  }

  function tick(): void {
    if (locked.value) return
    const now = Date.now()
    secondsLeft.value = idle.warning(now)
    if (secondsLeft.value === 0) lockNow()
    else if (idle.isNews(now)) void get('/session').catch(() => undefined)
  }

  // Whoever unlocks has a hand on it; the next tick would find nobody there since before the lock.
  watch(locked, () => {
    idle = begun()
    secondsLeft.value = undefined
  })
  onMounted(() => {
    for (const hand of hands) window.addEventListener(hand, onHand, { capture: true, passive: true })
    stopListening = onTold('hand', () => idle.hand(Date.now()))
    timer = window.setInterval(tick, 1000)
  })
  onBeforeUnmount(() => {
    for (const hand of hands) window.removeEventListener(hand, onHand, { capture: true })
    stopListening()
    window.clearInterval(timer)
  })
}

function begun(): Idle {
  return createIdle(session.value?.idleSeconds ?? 0, Date.now())
}

/** Every window at once, whatever becomes of the server's lock. */
export function lockNow(): void {
  lock()
  tellWindows('locked')
  void lockSession()
}

/** Until the server has it, or has no session: a page loaded anew would be open otherwise. */
async function lockSession(): Promise<void> {
  const isTold = await tell('/session/lock').catch(() => false)
  if (!isTold) window.setTimeout(() => locked.value && void lockSession(), againAfter)
}
