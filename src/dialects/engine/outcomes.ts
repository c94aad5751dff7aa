import type { DialectOutcome } from '../../contracts/generated/types.ts'
import { at, isBranch } from './path.ts'
import { Numeral, type Tree } from './tree.ts'

/** The first outcome that holds; undefined where none does. */
export function outcomeOf(reply: Tree, outcomes: readonly DialectOutcome[]): DialectOutcome | undefined {
  return outcomes.find((outcome) => holds(outcome, at(reply, outcome.at ?? '.')))
}

/** A value as the text that it is written as; undefined for what is no value by itself. */
export function textOf(value: Tree | undefined): string | undefined {
  if (value instanceof Numeral) return value.text
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value : undefined
}

function holds({ equals, contains, is }: DialectOutcome, value: Tree | undefined): boolean {
  const text = textOf(value)
  if (equals) return text !== undefined && equals.includes(text)
  if (contains !== undefined) return typeof value === 'string' && value.includes(contains)
  switch (is) {
    case 'empty':
      return value !== undefined && isEmpty(value)
    case 'absent':
      return value === undefined
    case 'present':
      return value !== undefined && value !== null
    default:
      return true
  }
}

function isEmpty(value: Tree): boolean {
  return value === null || value === '' || (isBranch(value) && Object.keys(value).length === 0)
}
