import { Numeral, type Tree } from '../../../src/dialects/engine/tree.ts'

/** A JSON value as a reader of replies gives it. */
export function tree(value: unknown): Tree {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return new Numeral(String(value))
  if (value instanceof Numeral) return value
  if (Array.isArray(value)) return value.map(tree)
  const entries = Object.entries(value as object)
  const object: { [name: string]: Tree } = Object.create(null) as { [name: string]: Tree }
  for (const [name, inside] of entries) object[name] = tree(inside)
  return object
}
