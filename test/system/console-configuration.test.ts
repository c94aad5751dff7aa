import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse, stringify } from 'yaml'
import type { GatewayConfig } from '../../src/contracts/generated/types.ts'
import type { ShownConfiguration, ShownConfigurationCheck } from '../../src/console/shown/board.ts'
import type { Readiness } from '../../src/health.ts'
import type { BrowserAnswer } from '../support/console-browser.ts'
import { type AtConsole, codeOf, signIn, startProvider } from '../support/console-sign-in.ts'
import { listening } from '../support/over-tcp.ts'
import { type GatewayProcess, jiangsu, prepareFederation, type TestFederation } from '../support/sandbox.ts'

// An operator changes the configuration of a gateway that serves, from the console.

let federation: TestFederation
let gateway: GatewayProcess
let operator: AtConsole
let file: string

beforeAll(async () => {
  federation = await prepareFederation()
  file = federation.of(jiangsu).config
  chmodSync(file, 0o640)
  ;[gateway] = await Promise.all([federation.start(jiangsu), startProvider(federation)])
  operator = await signIn(federation, 'jiang.chuan')
})
afterAll(() => federation.close())

type ConsoleSettings = NonNullable<GatewayConfig['office']['console']>

const reason = { reason: '按变更单调整' }

function shown<T>({ status, body }: BrowserAnswer): T {
  if (status !== 200) throw new Error(`${status} ${body}`)
  return JSON.parse(body) as T
}

const get = async (): Promise<ShownConfiguration> => shown(await operator.get('/console/v1/configuration'))

async function judged(way: 'check' | 'try', text: string): Promise<ShownConfigurationCheck> {
  return shown(await operator.post(`/console/v1/configuration/${way}`, { text }))
}

function apply(text: string, basedOn: string): Promise<BrowserAnswer> {
  return operator.post('/console/v1/configuration/apply', { text, basedOn, ...reason })
}

/** The text in force with another configuration in it. */
function other(text: string, change: (config: GatewayConfig) => GatewayConfig): string {
  return stringify(change(parse(text) as GatewayConfig))
}

function refreshing(text: string, refreshSeconds: number): string {
  return other(text, (config) => ({ ...config, directory: { ...config.directory, refreshSeconds } }))
}

function consoleWith(
  change: (settings: ConsoleSettings) => Partial<ConsoleSettings>,
): (config: GatewayConfig) => GatewayConfig {
  return ({ office, ...config }) => {
    if (!office.console) throw new RangeError('a console expected')
    return { ...config, office: { ...office, console: { ...office.console, ...change(office.console) } } }
  }
}

async function ready(): Promise<Readiness> {
  const response = await fetch(`http://127.0.0.1:${federation.of(jiangsu).ports.ops}/health/ready`)
  return (await response.json()) as Readiness
}

const onDisk = (): string => readFileSync(file, 'utf8')

describe('looking at it', () => {
  test('shows the file in force, which may be written', async () => {
    const { text, writable, version, history } = await get()
    expect([text, writable, history]).toEqual([onDisk(), true, []])
    expect(version).toBe((await ready()).checks['configuration']?.['version'])
  })
})

describe('checking', () => {
  test('names file and line, and what differs', async () => {
    const { text } = await get()
    const { ok, faults, diff } = await judged('check', `${text}nobody: 1\n`)
    const line = text.split('\n').length
    expect([ok, faults]).toEqual([
      false,
      [expect.objectContaining({ where: `${file}:${line}`, code: 'CONFIG_INVALID', zh: expect.any(String) })],
    ])
    expect(diff.filter(({ kind }) => kind !== 'same')).toEqual([{ line: 'nobody: 1', kind: 'added' }])
    expect(onDisk()).toBe(text)
  })

  test('tells what would change, and what only a restart changes', async () => {
    const { text } = await get()
    const candidate = other(refreshing(text, 31), (config) => ({
      ...config,
      exchange: { ...config.exchange, port: 1 },
    }))
    const { ok, changes, restart } = await judged('check', candidate)
    expect([ok, changes, restart]).toEqual([true, ['directory.refreshSeconds'], ['exchange.port']])
  })

  test('of what cannot be changed from here opens no file and no connection that it names', async () => {
    const { text } = await get()
    const pipe = `${federation.folder}/pipe`
    execFileSync('mkfifo', [pipe])
    const calls: string[] = []
    await using listener = await listening(createServer(() => calls.push('connected')))
    const postgres = { host: '127.0.0.1', port: listener.port, database: 'd', user: 'u', passwordFile: pipe }
    for (const change of [
      (config: GatewayConfig) => ({ ...config, trust: { ...config.trust, anchors: pipe } }),
      (config: GatewayConfig) => ({ ...config, store: { keyFile: 'keys/store.key', postgres } }),
    ]) {
      for (const way of ['check', 'try'] as const) {
        const { faults } = await judged(way, other(text, change))
        expect(faults.filter(({ code }) => !['CONFIG_REFUSED', 'RESTART_REQUIRED'].includes(code))).toEqual(
          [],
        )
      }
    }
    expect([calls, (await ready()).status]).toEqual([[], 'ready'])
  })

  test('takes no text that is longer than any gateway needs', async () => {
    const text = `#${'x'.repeat(65_536)}`
    expect((await operator.post('/console/v1/configuration/check', { text })).status).toBe(422)
    expect((await apply(text, (await get()).version)).status).toBe(422)
  })
})

describe('trying', () => {
  test('builds a gateway of it, and leaves the one that serves alone', async () => {
    const { text, version } = await get()
    expect(await judged('try', refreshing(text, 32))).toMatchObject({
      ok: true,
      changes: ['directory.refreshSeconds'],
    })
    expect(await get()).toMatchObject({ version, text })
    expect(gateway.lines.filter((line) => line.includes('"event":"configuration"'))).toEqual([])
  })

  test('RESTART_REQUIRED: what only a restart changes can neither be tried nor put in force', async () => {
    const { text, version } = await get()
    const candidate = other(text, (config) => ({ ...config, ops: { ...config.ops, port: 1 } }))
    expect(await judged('try', candidate)).toMatchObject({
      ok: false,
      faults: [expect.objectContaining({ code: 'RESTART_REQUIRED', where: 'ops.port' })],
    })
    const refused = await apply(candidate, version)
    expect([refused.status, JSON.parse(refused.body)]).toEqual([
      409,
      expect.objectContaining({ code: 'RESTART_REQUIRED', where: 'ops.port' }),
    ])
    expect(onDisk()).toBe(text)
  })
})

describe('putting it in force', () => {
  test('writes the file, mode and all, and serves by it; the texts before are kept, sealed', async () => {
    const before = await get()
    const text = refreshing(before.text, 41)
    const after = shown<ShownConfiguration>(await apply(text, before.version))
    expect([after.text, onDisk()]).toEqual([text, text])
    expect(after.version).not.toBe(before.version)
    expect((await ready()).checks['configuration']).toMatchObject({ version: after.version })
    expect(statSync(file).mode & 0o777).toBe(0o640)
    expect(after.history).toMatchObject([
      { by: '江川', reason: '按变更单调整', inForce: true },
      { by: '配置文件', inForce: false },
    ])
    const [, old] = after.history
    const kept = shown<{ text: string }>(await operator.get(`/console/v1/configuration/history/${old?.id}`))
    expect(kept.text).toBe(before.text)
    const store = readFileSync(federation.of(jiangsu).store)
    expect(store.includes('refreshSeconds: 41')).toBe(false)
  })

  test('CONFIG_CONFLICT: not over what somebody else has changed meanwhile', async () => {
    const before = await get()
    shown(await apply(refreshing(before.text, 42), before.version))
    expect(codeOf(await apply(refreshing(before.text, 43), before.version))).toBe('CONFIG_CONFLICT')
    expect(onDisk()).toContain('refreshSeconds: 42')
  })

  test('CONFIG_CONFLICT: nor over what somebody changes in the same moment', async () => {
    const before = await get()
    const both = await Promise.all(
      [45, 46].map((seconds) => apply(refreshing(before.text, seconds), before.version)),
    )
    const refused = both.filter(({ status }) => status !== 200)
    expect(refused.map(codeOf)).toEqual(['CONFIG_CONFLICT'])
  })

  test('CONFIG_CONFLICT: nor over a file that was changed on the machine and not taken yet', async () => {
    const { text, version } = await get()
    writeFileSync(file, `${text}# by hand\n`)
    expect(codeOf(await apply(refreshing(text, 44), version))).toBe('CONFIG_CONFLICT')
    expect(onDisk()).toBe(`${text}# by hand\n`)
    writeFileSync(file, text)
  })

  test('CONFIG_REFUSED: what cannot be used changes nothing, and says where', async () => {
    const { text, version } = await get()
    const candidate = refreshing(text, 0)
    const refused = await apply(candidate, version)
    expect([refused.status, codeOf(refused)]).toEqual([422, 'CONFIG_REFUSED'])
    expect(JSON.parse(refused.body)).toMatchObject({
      title: expect.objectContaining({ zh: '校验未通过，仍使用原版本。' }),
      detail: expect.stringContaining('CONFIG_INVALID'),
      where: expect.stringContaining('gateway.yaml:'),
    })
    expect([onDisk(), (await get()).version]).toEqual([text, version])
  })

  test.each<[string, (config: GatewayConfig) => GatewayConfig]>([
    [
      'office.console.identity.issuer',
      consoleWith(({ identity }) => ({ identity: { ...identity, issuer: 'https://evil.example' } })),
    ],
    ['office.console.checkPage', consoleWith(() => ({ checkPage: 'https://evil.example/check' }))],
    ['office.console.trustedProxies', consoleWith(() => ({ trustedProxies: ['127.0.0.1'] }))],
    ['office.console.branches', consoleWith(() => ({ branches: [{ code: 'all', name: '全部' }] }))],
    ['office.console.keepDays', consoleWith(() => ({ keepDays: 1 }))],
    [
      'office.clients',
      ({ office, ...config }) => {
        const clients = [...(office.clients ?? []), { name: 'me', thumbprint: 'A'.repeat(43) }]
        return { ...config, office: { ...office, clients } }
      },
    ],
    [
      'keys.sign.key, keys.sign.server.url, keys.sign.server.keyId, keys.sign.server.tokenFile',
      ({ keys, ...config }) => {
        const server = { url: 'https://evil.example/keys', keyId: 'k', tokenFile: 'keys/store.key' }
        return { ...config, keys: { ...keys, sign: { certificate: keys.sign.certificate, server } } }
      },
    ],
    [
      'trust.algorithms',
      ({ trust, ...config }) => ({ ...config, trust: { ...trust, algorithms: ['ES256'] } }),
    ],
    [
      'directory.sources',
      ({ directory, ...config }) => ({
        ...config,
        directory: { ...directory, sources: ['https://evil.example/directory'] },
      }),
    ],
    ['tls.minimum', (config) => ({ ...config, tls: { minimum: '1.2' } })],
    [
      'core.file',
      (config) => ({ ...config, core: { certificateValidity: 'P2M', ...config.core, file: 'o.db' } }),
    ],
  ])('CONFIG_REFUSED: %s is not changed from here', async (where, change) => {
    const { text, version } = await get()
    const candidate = other(text, change)
    expect(await judged('check', candidate)).toMatchObject({
      ok: false,
      faults: [expect.objectContaining({ code: 'CONFIG_REFUSED', where })],
    })
    expect(codeOf(await apply(candidate, version))).toBe('CONFIG_REFUSED')
    expect(onDisk()).toBe(text)
  })

  test('REASON_REQUIRED: not without a reason', async () => {
    const { text, version } = await get()
    const answer = await operator.post('/console/v1/configuration/apply', { text, basedOn: version })
    expect(codeOf(answer)).toBe('REASON_REQUIRED')
  })
})

describe('rolling back', () => {
  test('puts an earlier text in force again, as one more change', async () => {
    const before = await get()
    const first = before.history.at(-1)
    const path = '/console/v1/configuration/rollback'
    const after = shown<ShownConfiguration>(await operator.post(path, { id: first?.id, ...reason }))
    expect(onDisk()).not.toMatch(/refreshSeconds: 4/)
    expect(after.text).toBe(onDisk())
    expect(after.history.length).toBe(before.history.length + 1)
    expect(after.history.filter(({ inForce }) => inForce)).toHaveLength(1)
  })

  test('CONFIG_TEXT_UNKNOWN: one that is not there', async () => {
    const answer = await operator.post('/console/v1/configuration/rollback', { id: 'none', ...reason })
    expect(codeOf(answer)).toBe('CONFIG_TEXT_UNKNOWN')
    expect(codeOf(await operator.get('/console/v1/configuration/history/none'))).toBe('CONFIG_TEXT_UNKNOWN')
  })
})
