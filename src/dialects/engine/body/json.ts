import { filled } from '../templates.ts'
import type { Scope } from '../scope.ts'

/** JSON with templates in its texts; names, numbers, true, false and null are as the definition has them. */
export function jsonText(content: unknown, scope: Scope): string {
  return JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'string' ? filled(value, scope) : value,
  )
}
