import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type { CaseCreated } from '../../../shown/cases.ts'
import { post } from '../../api.ts'
import { serverNow } from '../../clock.ts'
import { reportFailure } from '../../failure.ts'
import { type ApiProblem, asProblem } from '../../problem.ts'
import { chinaDate } from '../../pure/china-time.ts'
import { caseBody, checkDraft, emptyDraft, type FieldName, fieldAt, type FormFault } from './draft.ts'

// One form at a time, and it outlives its page: whoever looks something up comes back to what was typed.
const draft = reactive(emptyDraft())
let key = crypto.randomUUID()
watch(draft, () => (key = crypto.randomUUID()))

/** The form of a new question. Pressing twice asks once: while one is under way nothing is sent, and repeats go under one key. */
export function useNewCase(onCreated: (id: string) => void, onFaults: () => void) {
  const faults = shallowRef<FormFault[]>([])
  const busy = ref(false)
  const today = chinaDate(serverNow())

  async function submit(): Promise<void> {
    if (busy.value) return
    faults.value = checkDraft(draft, today)
    if (faults.value.length > 0) return onFaults()
    busy.value = true
    try {
      const { id } = await post<CaseCreated>('/cases', caseBody(draft, today), { idempotencyKey: key })
      clear()
      onCreated(id)
    } catch (error) {
      told(asProblem(error))
    } finally {
      busy.value = false
    }
  }

  function told(problem: ApiProblem): void {
    if (problem.ofSystem) return reportFailure(problem)
    faults.value = faultsOf(problem)
    onFaults()
  }

  function clear(): void {
    Object.assign(draft, emptyDraft())
    faults.value = []
  }

  const errors = computed(
    () =>
      Object.fromEntries(faults.value.map(({ field, text }) => [field, text])) as Partial<
        Record<FieldName, string>
      >,
  )
  return { draft, faults, errors, busy, today, submit, clear }
}

function faultsOf({ faults, where, title, hint }: ApiProblem): FormFault[] {
  const found = faults.flatMap(({ where, zh }) => {
    const field = fieldAt(where)
    return field ? [{ field, text: zh }] : []
  })
  return found.length > 0 ? found : [{ field: fieldAt(where ?? '') ?? 'name', text: `${title}${hint}` }]
}
