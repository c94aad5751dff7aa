import type { ApiProblem } from '../../problem.ts'
import { fieldAt, type FieldName, type FormFault } from './draft.ts'

/** What the server refused, at the fields of the form, each named once; none where no field is to blame. */
export function fieldFaults({ faults, where, title, hint }: ApiProblem): FormFault[] {
  const found = faults.length > 0 ? faults : [{ where: where ?? '', zh: `${title}${hint}` }]
  const texts = new Map<FieldName, Set<string>>()
  for (const fault of found) {
    const field = fieldAt(fault.where)
    if (field) texts.set(field, (texts.get(field) ?? new Set()).add(fault.zh))
  }
  return [...texts].map(([field, all]) => ({ field, text: [...all].join('；') }))
}
