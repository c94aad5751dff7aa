import { computed, ref, shallowRef, watch } from 'vue'
import type { ShownConfiguration, ShownConfigurationCheck } from '../../../shown/board.ts'
import { get, post } from '../../api.ts'
import { useAttempt } from '../../parts/use-attempt.ts'
import { faultLine } from '../fault-line.ts'

/** The configuration in force, and a text that may take its place. */
export function useCandidate() {
  const inForce = shallowRef<ShownConfiguration>()
  const text = ref('')
  const checked = shallowRef<ShownConfigurationCheck>()
  const { busy, problem, attempt } = useAttempt()
  const said = ref('')

  // What was found of another text says nothing of this one.
  watch(text, () => {
    checked.value = undefined
    said.value = ''
  })

  function tried<T>(work: () => Promise<T>): Promise<T | undefined> {
    said.value = ''
    return attempt(work)
  }

  function taken(configuration: ShownConfiguration, words: string): void {
    inForce.value = configuration
    text.value = configuration.text
    checked.value = undefined
    // After the watcher of the text, which clears what was said.
    queueMicrotask(() => (said.value = words))
  }

  return {
    inForce,
    text,
    checked,
    busy,
    problem,
    said,
    faultLines: computed(() => (checked.value?.faults ?? []).flatMap(({ where }) => faultLine(where) ?? [])),
    async load(): Promise<void> {
      const found = await tried(() => get<ShownConfiguration>('/configuration'))
      if (found) taken(found, '')
    },
    /** Whether it holds. `try`: builds everything for it, as a reload would, and takes nothing. */
    async check(how: 'check' | 'try'): Promise<boolean> {
      const sent = { text: text.value }
      checked.value = await tried(() => post<ShownConfigurationCheck>(`/configuration/${how}`, sent))
      if (!checked.value) return false
      const name = how === 'try' ? '试运行' : '校验'
      said.value = checked.value.ok ? `${name}通过` : `${name}未通过，仍使用版本 ${inForce.value?.version}`
      return checked.value.ok
    },
    /** Fails with the server's refusal; then nothing has changed. */
    async apply(reason: string): Promise<void> {
      const sent = { text: text.value, reason, basedOn: inForce.value?.version }
      const now = await post<ShownConfiguration>('/configuration/apply', sent)
      taken(now, `已生效，当前版本 ${now.version}`)
    },
    async rollBack(id: string, reason: string): Promise<void> {
      const now = await post<ShownConfiguration>('/configuration/rollback', { id, reason })
      taken(now, `已回滚，当前版本 ${now.version}`)
    },
    /** An earlier text as the candidate. */
    async fetchText(id: string): Promise<void> {
      const found = await tried(() =>
        get<{ text: string }>(`/configuration/history/${encodeURIComponent(id)}`),
      )
      if (found) text.value = found.text
    },
  }
}
