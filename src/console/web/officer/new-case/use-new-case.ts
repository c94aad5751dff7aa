import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type { CaseCreated } from '../../../shown/cases.ts'
import { post } from '../../api.ts'
import { serverNow } from '../../clock.ts'
import { dismissFailure, reportFormFailure } from '../../failure.ts'
import { type ApiProblem, asProblem } from '../../problem.ts'
import { chinaDate } from '../../pure/china-time.ts'
import {
  caseBody,
  checkDraft,
  type Draft,
  emptyDraft,
  type FieldName,
  type FormFault,
  isBlank,
} from './draft.ts'
import { askBeforeLeaving } from '../../unsaved.ts'
import { fieldFaults } from './field-faults.ts'

// One form at a time, and it outlives its page: whoever looks something up comes back to what was typed.
const draft = reactive(emptyDraft())
let key = crypto.randomUUID()
watch(draft, () => (key = crypto.randomUUID()))

/** Whether there is something in it that would be lost. */
export const isBegun = computed(() => !isBlank(draft))
watch(isBegun, (isHeld) => askBeforeLeaving('new-case', isHeld))

/** Fills it in, in place of what stands there. */
export function beginWith(other: Draft): void {
  Object.assign(draft, other)
}

/** The form of a new question. Pressing twice asks once: while one is under way nothing is sent, and repeats go under one key. */
export function useNewCase(onCreated: (id: string) => void, onFaults: () => void) {
  const faults = shallowRef<FormFault[]>([])
  const busy = ref(false)
  const today = chinaDate(serverNow())

  async function submit(): Promise<void> {
    if (busy.value) return
    dismissFailure()
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
    faults.value = problem.ofSystem ? [] : fieldFaults(problem)
    if (faults.value.length === 0) reportFormFailure(problem)
    else onFaults()
  }

  function clear(): void {
    beginWith(emptyDraft())
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
