import type { Scope } from '../../../src/dialects/engine/scope.ts'

/** Tuesday 2026-11-24 09:30:05.678 in China. */
export const moment = Date.UTC(2026, 10, 24, 1, 30, 5, 678)

/** A scope of a dialect `test` that knows these places. */
export function scopeWith(texts: Readonly<Record<string, string>>, tables: Scope['tables'] = {}): Scope {
  return { dialect: 'test', at: moment, texts: new Map(Object.entries(texts)), tables }
}
