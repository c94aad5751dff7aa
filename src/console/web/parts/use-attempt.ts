import { ref, shallowRef } from 'vue'
import { type ApiProblem, asProblem } from '../problem.ts'

/** One thing at a time that may fail: whether it is under way, and what was wrong with the last. */
export function useAttempt() {
  const busy = ref(false)
  const problem = shallowRef<ApiProblem>()

  /** Undefined where it failed. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    busy.value = true
    problem.value = undefined
    try {
      return await work()
    } catch (error) {
      problem.value = asProblem(error)
      return undefined
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, attempt }
}
