import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { calledAs, commandLine, type Started } from '../../src/cli/called-as.ts'
import { root } from '../docs/markdown.ts'
import { asTyped, main, run, withoutJest } from '../support/process.ts'

const started: Started = {
  command: 'node',
  script: '/opt/gateway/src/main.ts',
  folder: '/opt/gateway',
  home: '/opt/gateway/',
  environment: {},
}
const byNpm = (script: string, home = '/opt/gateway') => ({
  npm_package_json: `${home}/package.json`,
  npm_lifecycle_event: script,
})

describe('the program is called again', () => {
  test.each<[string, Partial<Started>, string]>([
    ['as npm start and npm run gateway do', { environment: byNpm('gateway') }, 'npm run -s gateway --'],
    ['through npm where npm start began', { environment: byNpm('start') }, 'npm run -s gateway --'],
    ['as it was typed', { command: 'node_modules/.bin/node' }, 'node_modules/.bin/node src/main.ts'],
    ['from where it was typed', { folder: '/opt' }, 'node gateway/src/main.ts'],
    [
      'as it was typed in a script of another package',
      { environment: byNpm('start', '/x') },
      'node src/main.ts',
    ],
    ['by its name where it is linked into the path', { script: '/usr/local/bin/gateway' }, 'gateway'],
  ])('%s', (_, changes, words) => {
    expect(calledAs({ ...started, ...changes })).toBe(words)
  })
})

describe('a command that is printed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'next step '))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('quotes what a shell would take apart, and leaves the rest as it is', () => {
    const program = 'gateway'
    expect(commandLine({ program }, 'verify', "a b's.json", '证据.json')).toBe(
      String.raw`gateway verify 'a b'\''s.json' 证据.json`,
    )
  })

  test('runs as it stands, also where a name has a space in it', async () => {
    const made = await run([main, 'dialect', 'new', join(folder, 'river'), '--sample', sample])
    const [, next = ''] = /接下来 next: (.*)/.exec(made.out) ?? []
    expect(await asTyped(next)).toMatchObject({ out: expect.stringContaining('river') })
  })

  test('goes through npm where the reader does', () => {
    const args = ['run', '-s', 'gateway', '--', 'keys', 'new', '--use', 'sign', '--out', join(folder, 'keys')]
    const out = execFileSync('npm', args, { cwd: root, env: withoutJest(process.env), encoding: 'utf8' })
    expect(out).toContain('  npm run -s gateway -- keys csr --key ')
  })
})

const sample = join(root, 'src/dialects/shineyue/fixtures/normal.json')
