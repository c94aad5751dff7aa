import { appendFileSync, chmodSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { gateway } from '../support/cli.ts'
import { testDialect } from '../support/dialects.ts'
import { asked, createEvidenceDesk, madeAt } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const file = desk.files.member(asked).config
const secretsFile = join(dirname(file), 'wuxi.secrets.yaml')
appendFileSync(
  file,
  `represents:
  - centre: "320200000000000"
    dialect: ${testDialect('plain-json')}
    endpoint: https://127.0.0.1:1/wuxi
    certificateValidity: P2M
    settings: { branch: "01" }
    secretsFile: wuxi.secrets.yaml
`,
)
writeFileSync(secretsFile, 'appKey: "TEST-0001"\n', { mode: 0o600 })

const config = (verb: string) => gateway(['config', verb, '--config', file], { now: madeAt })

test('config check names each represented centre, its dialect with version, and its secrets by name', async () => {
  const { code, out } = await config('check')
  expect(code).toBe(0)
  expect(out).toMatch(/320200000000000 at https:\/\/127\.0\.0\.1:1\/wuxi, not asked.*plain-json [0-9a-f]{12}/)
  expect(out).toMatch(/its secrets: .*wuxi\.secrets\.yaml, appKey/)
  expect(out).toMatch(/its anchors: /)
})

test('neither check nor show prints a secret', async () => {
  for (const verb of ['check', 'show']) {
    const { out } = await config(verb)
    expect(out).toContain('appKey')
    expect(out).not.toContain('TEST-0001')
  }
})

test('config check refuses secrets that others can read', async () => {
  chmodSync(secretsFile, 0o640)
  const { code, out } = await config('check')
  expect(code).toBe(1)
  expect(out).toMatch(/its secrets: KEY_UNUSABLE.*others can read it/)
})
