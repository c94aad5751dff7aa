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

/** The server's time, going on by the second while its user is on the screen. */
export function useNow(): Readonly<Ref<number>> {
  const now = ref(serverNow())
  const timer = setInterval(() => (now.value = serverNow()), 1000)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
