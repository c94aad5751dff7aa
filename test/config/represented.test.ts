import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readCentreSecrets } from '../../src/config/centre-secrets.ts'
import { type Config, loadConfig } from '../../src/config/config.ts'
import { yamlText } from '../../src/config/yaml-file.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { RepresentedCentreSettings } from '../../src/contracts/generated/types.ts'
import { testDialect } from '../support/dialects.ts'

const contracts = createContracts()
const none = { configFile: undefined, logLevel: undefined, storeKey: undefined, keyPassphrase: undefined }
let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'represented-'))
  file = join(folder, 'gateway.yaml')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entry: RepresentedCentreSettings = {
  centre: '320200000000000',
  dialect: testDialect('plain-json'),
  endpoint: 'http://127.0.0.1:8080/wuxi',
  certificateValidity: 'P2M',
  settings: { branch: '01' },
  secretsFile: 'wuxi.secrets.yaml',
}

function load(...represents: RepresentedCentreSettings[]): Config['represents'] {
  const key = { key: 'k', certificate: 'c' }
  const config = {
    member: '310000000000000',
    exchange: { host: 'localhost', port: 1 },
    office: { host: 'localhost', port: 2, clients: [] },
    ops: { host: 'localhost', port: 3 },
    keys: { sign: key, tls: key },
    trust: { anchors: 'anchors.pem', operators: ['A'.repeat(43)] },
    directory: { sources: ['directory'] },
    store: { file: 'store' },
    represents,
  }
  writeFileSync(file, yamlText(JSON.parse(JSON.stringify(config))))
  return loadConfig(file, none, contracts).represents
}

const lineOf = (text: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .findLastIndex((line) => line.includes(text)) + 1

function failure(run: () => unknown): unknown {
  try {
    return run()
  } catch (thrown) {
    return thrown
  }
}

test('an entry is completed with the dialect’s defaults, absolute paths and no secret', () => {
  expect(load(entry)).toEqual([
    {
      centre: '320200000000000',
      dialect: {
        name: 'plain-json',
        folder: entry.dialect,
        version: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      endpoint: 'http://127.0.0.1:8080/wuxi',
      certificateValidity: 'P2M',
      settings: { appid: 'test', branch: '01' },
      secrets: ['appKey'],
      secretsFile: join(folder, 'wuxi.secrets.yaml'),
      anchors: join(folder, 'anchors.pem'),
      deadlineMs: 8000,
      concurrency: 8,
      maxAnswerBytes: 1_048_576,
    },
  ])
})

describe('is refused with its line:', () => {
  const { secretsFile: _, ...withoutSecrets } = entry
  test.each<[string, RepresentedCentreSettings, string, string]>([
    [
      'a setting that the dialect does not have',
      { ...entry, settings: { branch: '01', b: '' } },
      'b:',
      'no setting',
    ],
    [
      'a secret in the open',
      { ...entry, settings: { branch: '01', appKey: 'x' } },
      'appKey:',
      'belongs in secretsFile',
    ],
    [
      'a setting that is missing',
      { ...entry, settings: { appid: 'x' } },
      'settings:',
      'does not give branch',
    ],
    ['secrets without a file', withoutSecrets, 'centre:', 'has to give appKey'],
    ['a dialect that is not there', { ...entry, dialect: 'nonesuch' }, 'dialect:', 'no dialect of this name'],
    [
      'an endpoint of another transport',
      { ...entry, endpoint: 'tcp://127.0.0.1:1' },
      'endpoint:',
      'is for tcp',
    ],
  ])('%s', (_, given, line, detail) => {
    expect(failure(() => load(given))).toMatchObject({
      code: 'CONFIG_INVALID',
      where: `${file}:${lineOf(line)}`,
      detail: expect.stringContaining(detail),
    })
  })

  test('a centre that is there twice, or is this member', () => {
    expect(failure(() => load(entry, entry))).toMatchObject({ where: `${file}:${lineOf('centre:')}` })
    expect(failure(() => load({ ...entry, centre: '310000000000000' }))).toMatchObject({
      detail: '/represents/0/centre 已经列出 is there already',
    })
  })
})

describe('without TLS a centre is asked', () => {
  const [http, tcp] = [testDialect('plain-json'), testDialect('plain-tcp')]
  const near = [
    'http://localhost:1/x',
    'http://10.0.0.1',
    'http://172.31.255.255',
    'http://192.168.1.1',
    'http://[fd00::1]:80',
    'http://[::1]:80',
    'http://0x7f.1/',
  ]
  const far = [
    'http://8.8.8.8',
    'http://172.32.0.1',
    'http://centre.example',
    'http://192.168.1.1.example',
    'http://[2001:db8::1]',
    'http://[::ffff:8.8.8.8]',
    'http://localhost.example',
    'http://0.0.0.0',
  ]
  test.each(near)('at %s', (endpoint) => {
    expect(load({ ...entry, endpoint })).toHaveLength(1)
  })
  test.each(far)('not at %s', (endpoint) => {
    expect(failure(() => load({ ...entry, dialect: http, endpoint }))).toMatchObject({
      code: 'CONFIG_INVALID',
      detail: expect.stringContaining('without TLS'),
    })
  })
  test('over TCP by the same rule, and only with a port and no path', () => {
    const { settings: _, secretsFile: __, ...bare } = { ...entry, dialect: tcp }
    expect(load({ ...bare, endpoint: 'tcp://10.1.2.3:7000' })).toHaveLength(1)
    for (const endpoint of ['tcp://8.8.8.8:7000', 'tcp://10.1.2.3', 'tcp://10.1.2.3:7000/x']) {
      expect(failure(() => load({ ...bare, endpoint }))).toMatchObject({ code: 'CONFIG_INVALID' })
    }
  })
  test('with TLS anywhere', () => {
    expect(load({ ...entry, endpoint: 'https://centre.example/api' })).toHaveLength(1)
  })
})

describe('the secrets file', () => {
  const secretsFile = () => join(folder, 'wuxi.secrets.yaml')
  const read = (text: string, mode = 0o600) => {
    writeFileSync(secretsFile(), text)
    chmodSync(secretsFile(), mode)
    return failure(() => readCentreSecrets({ secrets: ['appKey'], secretsFile: secretsFile() }))
  }

  test('gives the secret settings by name', () => {
    expect(read('appKey: "TEST-0001"\n')).toEqual({ appKey: 'TEST-0001' })
  })

  test.each([
    ['a name that is no secret of the dialect', 'appKey: x\nappid: TEST-0001\n', 2],
    ['a number, which could be read in another way', 'appKey: 0123\n', 1],
    ['a secret that is not there', '{}\n', undefined],
    ['what is no YAML', 'appKey: "TEST-0001\n', undefined],
    ['a list', '- TEST-0001\n', undefined],
  ])('with %s is refused, without a word of it', (_, text, line) => {
    const thrown = read(text)
    expect(thrown).toMatchObject({
      code: 'CONFIG_INVALID',
      where: line === undefined ? expect.stringContaining(secretsFile()) : `${secretsFile()}:${line}`,
    })
    expect(`${String(thrown)} ${String((thrown as Error).cause)}`).not.toMatch(/TEST-0001|0123/)
  })

  test('that others can read is refused', () => {
    expect(read('appKey: x\n', 0o644)).toMatchObject({ code: 'KEY_UNUSABLE', where: secretsFile() })
  })
})
