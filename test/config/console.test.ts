import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Config, loadConfig } from '../../src/config/config.ts'
import { loadSecrets } from '../../src/config/secrets.ts'
import { yamlText } from '../../src/config/yaml-file.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { ConsoleSettings } from '../../src/contracts/generated/types.ts'

const contracts = createContracts()
const none = { configFile: undefined, logLevel: undefined, storeKey: undefined, keyPassphrase: undefined }
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const settings: ConsoleSettings = {
  origin: 'https://desk.example',
  identity: { issuer: 'https://idp.example/realm', clientId: 'console', clientSecretFile: 'console.secret' },
  branches: [{ code: 'jinling', name: '金陵管理部' }],
  contact: '8000',
}

function load(console: unknown): Config {
  const key = { key: 'k', certificate: 'c' }
  const config = {
    member: '310000000000000',
    exchange: { host: 'localhost', port: 1 },
    office: { host: 'localhost', port: 2, clients: [], console },
    ops: { host: 'localhost', port: 3 },
    keys: { sign: key, tls: key },
    trust: { anchors: 'anchors.pem', operators: ['A'.repeat(43)] },
    directory: { sources: ['directory'] },
    store: { file: 'store' },
  }
  writeFileSync(join(folder, 'gateway.yaml'), yamlText(JSON.parse(JSON.stringify(config))))
  return loadConfig(join(folder, 'gateway.yaml'), none, contracts)
}

test('a gateway has no console unless it is configured', () => {
  expect(load(undefined).office.console).toBeUndefined()
})

test('what is not said has its default, and paths are absolute', () => {
  expect(load(settings).office.console).toMatchObject({
    origin: 'https://desk.example',
    identity: {
      issuer: 'https://idp.example/realm',
      clientId: 'console',
      clientSecretFile: join(folder, 'console.secret'),
      anchors: undefined,
      rolesClaim: 'hpf_roles',
      branchClaim: 'hpf_branch',
    },
    branches: [{ code: 'jinling', name: '金陵管理部' }],
    contact: '8000',
    idleMinutes: 10,
    hours: 8,
    recheckSeconds: 30,
    checkPage: 'https://desk.example/check',
  })
})

test('an origin is as browsers write it', () => {
  expect(load({ ...settings, origin: 'https://Desk.Example:443' }).office.console?.origin).toBe(
    'https://desk.example',
  )
})

describe('is refused at its line:', () => {
  const { identity, branches } = settings
  test.each<[string, unknown, RegExp]>([
    ['an origin without TLS', { ...settings, origin: 'http://desk.example' }, /office\/console\/origin/],
    [
      'an origin with a path',
      { ...settings, origin: 'https://desk.example/desk' },
      /office\/console\/origin/,
    ],
    [
      'an origin that is none',
      { ...settings, origin: 'https://desk:port' },
      /origin 不是来源（协议、主机与端口） is no origin/,
    ],
    [
      'a provider without TLS',
      { ...settings, identity: { ...identity, issuer: 'http://idp.example' } },
      /issuer/,
    ],
    [
      'a provider without an address',
      { ...settings, identity: { ...identity, issuer: 'https://:1' } },
      /issuer 不是 URL is no URL/,
    ],
    [
      'a secret in the file itself',
      { ...settings, identity: { ...identity, clientSecret: 'x' } },
      /clientSecret/,
    ],
    ['no branch', { ...settings, branches: [] }, /branches/],
    [
      'a branch twice',
      { ...settings, branches: [...branches, ...branches] },
      /branches\/1 与另一管理部代码相同 has the code of another/,
    ],
  ])('%s', (_, console, detail) => {
    expect(() => load(console)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        where: expect.stringMatching(/gateway\.yaml:[0-9]+$/),
        detail: expect.stringMatching(detail),
      }),
    )
  })
})

describe('the console’s secret is refused where', () => {
  const read = (content: string, mode: number) => {
    writeFileSync(join(folder, 'console.secret'), content, { mode })
    const config = load(settings)
    const environment = { ...none, storeKey: Buffer.alloc(32).toString('base64') }
    writeFileSync(join(folder, 'k'), 'key', { mode: 0o600 })
    return loadSecrets(config, environment).consoleSecret
  }

  test('others can read it', () => {
    expect(() => read('secret', 0o644)).toThrow(expect.objectContaining({ code: 'KEY_UNUSABLE' }))
  })

  test('there is none in it', () => {
    expect(() => read(' \n', 0o600)).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', detail: '其中没有客户端密钥 holds no secret' }),
    )
  })

  test('and else read without the line end', () => {
    expect(read('secret\n', 0o600)).toBe('secret')
  })
})
