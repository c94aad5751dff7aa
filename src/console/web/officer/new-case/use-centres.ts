import { computed, onScopeDispose, shallowRef } from 'vue'
import type { ShownCentres } from '../../../shown/cases.ts'
import { get } from '../../api.ts'
import { reportFailure } from '../../failure.ts'

/** How often the states of centres are looked at while the form is open, in milliseconds. */
const every = 15_000

/** Centres to choose from, with their present states. */
export function useCentres() {
  const shown = shallowRef<ShownCentres>()
  const ended = new AbortController()

  async function look(): Promise<void> {
    shown.value = await get<ShownCentres>('/centres', { signal: ended.signal })
  }

  look().catch(reportFailure)
  // A later look that fails changes nothing: what is shown is told anew once the question is asked.
  const timer = setInterval(() => void look().catch(() => undefined), every)
  onScopeDispose(() => {
    clearInterval(timer)
    ended.abort()
  })
  return {
    provinces: computed(() => shown.value?.provinces ?? []),
    purposes: computed(() => shown.value?.purposes ?? []),
    loaded: computed(() => shown.value !== undefined),
  }
}
