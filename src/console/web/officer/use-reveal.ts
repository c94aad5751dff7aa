import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Revealed } from '../../shown/cases.ts'
import { post } from '../api.ts'
import { locked } from '../session.ts'

/** The whole name and numbers for a minute, with a reason that goes on record; a lock takes them away at once. `place`: of a certificate or a case. */
export function useReveal(place: string) {
  const revealed = shallowRef<Revealed>()
  /** Seconds until it is masked again; 0: it is. */
  const left = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined

  async function reveal(reason: string): Promise<void> {
    const told = await post<Revealed>(`${place}/reveal`, { reason })
    const until = Date.now() + told.seconds * 1000
    clearInterval(timer)
    revealed.value = told
    left.value = told.seconds
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      if (left.value === 0) mask()
    }, 250)
  }

  function mask(): void {
    clearInterval(timer)
    revealed.value = undefined
    left.value = 0
  }

  watch(locked, (isLocked) => isLocked && mask())
  onScopeDispose(mask)
  return { revealed, left, reveal, mask }
}
