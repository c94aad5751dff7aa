import { onScopeDispose, readonly, type Ref, ref } from 'vue'

let ahead = 0

/** Learns from an answer how far this computer's clock is off. */
export function learnTime(date: string | null): void {
  const told = Date.parse(date ?? '')
  if (!Number.isNaN(told)) ahead = Math.abs(told - Date.now()) < 2000 ? 0 : told - Date.now()
}

/** Now by the server's clock, in epoch milliseconds. */
export function serverNow(): number {
  return Date.now() + ahead
}

const now = ref(serverNow())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The server's time, going on by the second while any of its users is on the screen: one clock for all of them. */
export function useNow(): Readonly<Ref<number>> {
  now.value = serverNow()
  users += 1
  if (users === 1) timer = setInterval(() => (now.value = serverNow()), 1000)
  onScopeDispose(() => {
    users -= 1
    if (users === 0) clearInterval(timer)
  })
  return readonly(now)
}
