import { ref, shallowRef } from 'vue'
import { type ApiProblem, asProblem } from '../problem.ts'
import { useLatest } from './use-latest.ts'

/** Something that may fail: whether it is under way, and what was wrong with it. What is asked anew meanwhile takes its place. */
export function useAttempt() {
  const busy = ref(false)
  const problem = shallowRef<ApiProblem>()
  const begin = useLatest()

  /** Undefined where it failed, and where it was asked anew before it was answered. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    const isLatest = begin()
    busy.value = true
    problem.value = undefined
    try {
      const answer = await work()
      return isLatest() ? answer : undefined
    } catch (error) {
      if (isLatest()) problem.value = asProblem(error)
      return undefined
    } finally {
      if (isLatest()) busy.value = false
    }
  }

  return { busy, problem, attempt }
}
