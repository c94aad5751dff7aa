import type { Tokens } from '../speaker/ports.ts'
import { readCompact } from './compact.ts'
import { createHeaderMemory } from './header-memory.ts'
import { verifySignature } from './verify.ts'

/** Opens tokens signed with one of the allowed algorithms. */
export function createTokens(algorithms: readonly string[]): Tokens {
  const allowed = new Set(algorithms)
  const headerOf = createHeaderMemory()
  return {
    open(bytes) {
      const token = readCompact(bytes, allowed, headerOf)
      return { ...token, verify: (key) => verifySignature(token, key) }
    },
  }
}
