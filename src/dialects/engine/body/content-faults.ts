import type { DialectContent, DialectSteps } from '../../../contracts/generated/types.ts'
import { below, type DefinitionFault } from '../pointer.ts'
import { keyOfStep } from '../steps.ts'
import { type KnownNames, templateFaults } from '../template-faults.ts'

const forms = ['json', 'form', 'xmlFields', 'tags', 'text'] as const

/** What is wrong with a body or part at a pointer. */
export function contentFaults(
  content: DialectContent,
  pointer: string,
  known: KnownNames,
): DefinitionFault[] {
  const given = forms.filter((form) => content[form] !== undefined)
  const oneForm =
    given.length === 1 ? [] : [{ pointer, fault: `须恰有其一 needs exactly one of ${forms.join(', ')}` }]
  const names = Object.keys(content.tags ?? {}).filter((tag) => !/^[A-Za-z_][0-9A-Za-z_.-]*$/.test(tag))
  return [
    ...oneForm,
    ...names.map((tag) => ({
      pointer: below(pointer, 'tags', tag),
      fault: '不是有效的标签名 is no name of a tag',
    })),
    ...given.flatMap((form) => textFaults(content[form], below(pointer, form), known)),
    ...stepFaults(content.then, below(pointer, 'then'), known),
  ]
}

/** Faults of every text inside, as templates. */
export function textFaults(value: unknown, pointer: string, known: KnownNames): DefinitionFault[] {
  if (typeof value === 'string') return templateFaults(value, known).map((fault) => ({ pointer, fault }))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inside]) => textFaults(inside, below(pointer, name), known))
}

/** Keys of steps that nothing gives. */
export function stepFaults(
  steps: DialectSteps | undefined,
  pointer: string,
  { places }: KnownNames,
): DefinitionFault[] {
  return (steps ?? []).flatMap((step, i) => {
    if (typeof step === 'string') return []
    const [name, key] = keyOfStep(step)
    return places.has(key)
      ? []
      : [{ pointer: below(pointer, i, name), fault: `此处没有该名称 names ${key}, which is not known here` }]
  })
}
