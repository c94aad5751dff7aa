import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'
import { get, post } from '../api.ts'
import { lock, locked, session } from '../session.ts'
import { createIdle } from './idle.ts'
import { onTold, tellWindows } from './windows.ts'

const hands = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** Locks the screen, and the session with it, once nobody has had a hand on any window of it; gives the seconds left, once few. */
export function useIdle(): Ref<number | undefined> {
  const left = ref<number>()
  let idle = createIdle(session.value?.idleSeconds ?? 0, Date.now())
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
    const now = Date.now()
    if (locked.value) {
      idle = createIdle(session.value?.idleSeconds ?? 0, now)
      left.value = undefined
      return
    }
    left.value = idle.warning(now)
    if (left.value === 0) lockNow()
    else if (idle.isNews(now)) void get('/session').catch(() => undefined)
  }

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

/** The screen first: that the server locks too may fail without leaving anything to see. */
export function lockNow(): void {
  void post('/session/lock').catch(() => undefined)
  lock()
}
