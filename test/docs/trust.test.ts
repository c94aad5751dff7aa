import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'

const root = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/trust.md', root), 'utf8')

/** Code and test of every row; both tables of `src/trust/` leave that folder out. */
const rows = page
  .split('\n')
  .map((line) => [...line.matchAll(/`([^`]+\.ts)`/g)].map(([, path]) => String(path)))
  .filter((paths) => paths.length === 2)

describe('docs/trust.md', () => {
  test.each(rows)('names code and test that are there: %s, %s', (code, proof) => {
    expect(existsSync(new URL(code?.startsWith('src/') ? code : `src/trust/${code}`, root))).toBe(true)
    expect(existsSync(new URL(proof?.startsWith('test/') ? proof : `test/trust/${proof}`, root))).toBe(true)
  })

  test('has a row for every rule of path validation', () => {
    const rules = readdirSync(new URL('src/trust/path/rules/', root)).filter(
      (name) => name.endsWith('.ts') && !['index.ts', 'rule.ts'].includes(name),
    )
    const listed = rows.map(([code]) => code)
    expect(rules.filter((name) => !listed.includes(`path/rules/${name}`))).toEqual([])
  })
})
