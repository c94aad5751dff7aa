import { onScopeDispose, ref, shallowRef } from 'vue'
import type { ShownCase } from '../../../shown/cases.ts'
import { get } from '../../api.ts'
import { type ApiProblem, asProblem } from '../../problem.ts'
import { saidAfter } from '../case-words.ts'

/** Before the case is looked at anew after its stream ended or a look failed, in milliseconds. */
const againAfter = 2000

/** A case as it goes on, by the stream of its events; what is older than what is shown changes nothing. */
export function useCase(id: string) {
  const shown = shallowRef<ShownCase>()
  const problem = shallowRef<ApiProblem>()
  /** What just changed, to be said aloud. */
  const said = ref('')
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  function take(next: ShownCase): void {
    if (shown.value && next.revision < shown.value.revision) return
    if (shown.value) said.value = saidAfter(said.value, shown.value.centres, next.centres)
    shown.value = next
    if (next.ended) source?.close()
    else if (!source || source.readyState === EventSource.CLOSED) follow()
  }

  function follow(): void {
    if (isOver) return
    source?.close()
    const stream = new EventSource(`/console/v1/cases/${encodeURIComponent(id)}/events`)
    source = stream
    stream.addEventListener('case', ({ data }) => take(JSON.parse(data) as ShownCase))
    stream.addEventListener('error', () => {
      // The browser connects again by itself unless the server said no: then a plain call tells why, and waits for the lock.
      if (stream.readyState === EventSource.CLOSED) lookAgain()
    })
  }

  function lookAgain(): void {
    clearTimeout(timer)
    if (!isOver) timer = setTimeout(() => void look(), againAfter)
  }

  async function look(): Promise<void> {
    try {
      take(await get<ShownCase>(`/cases/${encodeURIComponent(id)}`))
      problem.value = undefined
    } catch (error) {
      const found = asProblem(error)
      // The same once more is no news, and would be read out each time.
      if (found.code !== problem.value?.code) problem.value = found
      // What the system owes may be well again in a moment.
      if (found.ofSystem) lookAgain()
    }
  }

  void look()
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
    source?.close()
  })
  return { shown, problem, said, take }
}
