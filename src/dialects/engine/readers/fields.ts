import type { Tree } from '../tree.ts'

export type Fields = { [name: string]: Tree }

export function newFields(): Fields {
  return Object.create(null) as Fields
}

/** Puts a value under its name; a name that comes again makes a list. */
export function addField(fields: Fields, name: string, value: string): void {
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (before === undefined) fields[name] = value
  else if (Array.isArray(before)) before.push(value)
  else fields[name] = [before, value]
}
