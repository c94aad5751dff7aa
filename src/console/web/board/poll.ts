import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { serverNow, useNow } from '../clock.ts'
import { asProblem, type ApiProblem } from '../problem.ts'
import { chinaInstant } from '../pure/china-time.ts'
import { stillSince } from './staleness.ts'

/** Something that is looked at again and again while its page is open and seen. */
export interface Poll<T> {
  data: Readonly<ShallowRef<T | undefined>>
  /** Why the last look failed. */
  problem: Readonly<ShallowRef<ApiProblem | undefined>>
  /** 「12 秒前」, where it stands still. */
  still: ComputedRef<string | undefined>
  /** By the server's clock, as an instant; goes on by the second. */
  now: ComputedRef<string>
  /** Looks at once; looks by time go on from there. */
  refresh(): Promise<void>
}

/** Goes on where a look fails: a board is needed most when things fail. */
export function usePoll<T>(ask: (signal: AbortSignal) => Promise<T>, everyMs: number): Poll<T> {
  const data = shallowRef<T>()
  const problem = shallowRef<ApiProblem>()
  const goodAt = ref<number>()
  const serverTime = useNow()
  let ended = false
  let under: AbortController | undefined
  let next: ReturnType<typeof setTimeout> | undefined

  async function refresh(): Promise<void> {
    clearTimeout(next)
    under?.abort()
    const look = new AbortController()
    under = look
    const patience = setTimeout(() => look.abort(), 5 * everyMs)
    try {
      data.value = await ask(look.signal)
      goodAt.value = serverNow()
      problem.value = undefined
    } catch (error) {
      if (under === look) problem.value = asProblem(error)
    } finally {
      clearTimeout(patience)
    }
    if (under === look && !ended && !document.hidden) next = setTimeout(() => void refresh(), everyMs)
  }

  const seen = () => {
    if (document.hidden) clearTimeout(next)
    else void refresh()
  }
  document.addEventListener('visibilitychange', seen)
  onScopeDispose(() => {
    ended = true
    under?.abort()
    clearTimeout(next)
    document.removeEventListener('visibilitychange', seen)
  })
  void refresh()

  return {
    data,
    problem,
    still: computed(() => stillSince(goodAt.value, serverTime.value, everyMs)),
    now: computed(() => chinaInstant(serverTime.value)),
    refresh,
  }
}
