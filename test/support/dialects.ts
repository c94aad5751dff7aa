import { fileURLToPath } from 'node:url'

/** The folder of a dialect that only tests speak. */
export function testDialect(name: 'plain-json' | 'plain-tcp'): string {
  return fileURLToPath(new URL(`dialects/${name}`, import.meta.url))
}
