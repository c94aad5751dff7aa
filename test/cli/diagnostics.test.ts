import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { personas } from '../../src/sandbox/personas.ts'
import { gateway, type Ran } from '../support/cli.ts'
import { hub, park, prepareHub } from '../support/hub.ts'
import { serveInProcess } from '../support/in-process.ts'
import { askOffice, memberOf } from '../support/member-client.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { jiangsu, shanghai, type TestFederation } from '../support/sandbox.ts'

let federation: TestFederation
let made = 0

beforeAll(async () => {
  federation = (await prepareHub()).federation
  await serveInProcess(federation, hub)
  await serveInProcess(federation, shanghai)
})
afterAll(() => federation.close())

const passphrase = 'correct-horse-battery-staple'

async function diagnose(
  member: string,
  config = federation.of(member).config,
): Promise<Ran & { text: string }> {
  const out = join(federation.folder, `diagnostics-${(made += 1)}.json`)
  const environment = { keyPassphrase: passphrase }
  const ran = await gateway(['diagnostics', '--config', config, '--out', out], {
    environment,
    now: Date.now(),
  })
  return { ...ran, text: readFileSync(out, 'utf8') }
}

describe('of a gateway that runs', () => {
  test('has its version, its configuration and its check, health, metrics and the size of its store', async () => {
    const { code, text } = await diagnose(hub)
    expect(code).toBe(0)
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const parts = JSON.parse(text)
    expect(parts).toMatchObject({
      version,
      machine: { cores: expect.any(Number), memory: expect.any(Number) },
      configuration: { member: hub, represents: [{ centre: park, settings: ['appid', 'branch'] }, {}, {}] },
      check: expect.arrayContaining([expect.objectContaining({ state: 'holds' })]),
      store: { file: expect.any(Number), free: expect.any(Number) },
      running: { health: { status: 200, body: { status: 'ready' } } },
    })
    expect(parts.running.metrics).toContain(`gateway_build_info{version="${version}"} 1`)
  })

  test('has no key, no secret, nobody’s name and nobody’s number in it', async () => {
    const asker = memberOf(federation, shanghai)
    for (const { id } of personas) {
      await askOffice(federation, asker, sandboxQuestion(shanghai, [hub, park], id, Date.now()))
    }
    for (const member of [hub, shanghai]) {
      const { text } = await diagnose(member)
      const secrets = [...secretsIn(dirname(federation.of(member).config)), passphrase, 'TEST-0001']
      expect(secrets.length).toBeGreaterThan(8)
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
      for (const { person } of personas) {
        expect(text).not.toContain(person.name)
        expect(text).not.toContain(person.idNumber.slice(0, 17))
      }
    }
  })

  test('is readable by its owner only, and never takes another file’s place', async () => {
    const out = join(federation.folder, 'own.json')
    const command = ['diagnostics', '--config', federation.of(hub).config, '--out', out]
    expect((await gateway(command)).code).toBe(0)
    expect(statSync(out).mode & 0o777).toBe(0o600)
    const before = readFileSync(out)
    const again = await gateway(command)
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('FILE_EXISTS')])
    expect(readFileSync(out)).toEqual(before)
  })
})

describe('of a gateway that does not run', () => {
  test('says so, and has the rest', async () => {
    const { code, text } = await diagnose(jiangsu)
    expect(code).toBe(0)
    expect(JSON.parse(text)).toMatchObject({
      configuration: { member: jiangsu },
      running: { unreachable: 'ECONNREFUSED' },
    })
  })

  test('has why its configuration cannot be read, without a number that stands there', async () => {
    const config = join(federation.folder, 'broken.yaml')
    writeFileSync(config, 'member: "320101000000000"\n310101190001010011: 1\n')
    const { code, text } = await diagnose(jiangsu, config)
    expect(code).toBe(0)
    expect(JSON.parse(text)).toMatchObject({ configuration: { refused: { code: 'CONFIG_INVALID' } } })
    expect(text).not.toContain('310101190001010011')
  })
})

/** Lines of what only its owner may read. */
function secretsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !file.name.includes('.db'))
    .map((file) => join(file.parentPath, file.name))
    .filter((path) => (statSync(path).mode & 0o077) === 0)
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .filter((line) => line.length >= 16 && !line.startsWith('-----'))
}
