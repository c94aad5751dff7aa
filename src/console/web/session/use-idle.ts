import { onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue'
import { get, tell } from '../api.ts'
import { lock, locked, session } from '../session.ts'
import { createIdle, type Idle } from './idle.ts'
import { onTold, tellWindows } from './windows.ts'

const hands = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** Locks the screen, and the session with it, once nobody has had a hand on any window of it; gives the seconds left, once few. */
export function useIdle(): Ref<number | undefined> {
  const left = ref<number>()
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
    left.value = idle.warning(now)
    if (left.value === 0) lockNow()
    else if (idle.isNews(now)) void get('/session').catch(() => undefined)
  }

  // Whoever unlocks has a hand on it; the next tick would find nobody there since before the lock.
  watch(locked, () => {
    idle = begun()
    left.value = undefined
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
  return left
}

function begun(): Idle {
  return createIdle(session.value?.idleSeconds ?? 0, Date.now())
}

/** The screen first: that the server locks too may fail without leaving anything to see. */
export function lockNow(): void {
  void tell('/session/lock').catch(() => undefined)
  lock()
}
