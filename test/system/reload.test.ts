import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { GatewayConfig, OfficeResult } from '../../src/contracts/generated/types.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { startGateway } from '../../src/composition/gateway.ts'
import { createLasting, type Lasting } from '../../src/composition/lasting.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { contextOf } from '../support/in-process.ts'
import { startFakePeer } from '../support/fake-peer.ts'
import { createMemberAuthority, listing } from '../support/member-authority.ts'
import {
  askOffice,
  certificateRequest,
  disconnect,
  http,
  json,
  memberOf,
  pingRequest,
  post,
  signed,
  type TestMember,
  verified,
} from '../support/member-client.ts'
import { refreshing, type Reloading, reloading } from '../support/reloading.ts'
import {
  type GatewayProcess,
  hangzhou,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'
import { openWire } from '../support/wire.ts'

let federation: TestFederation
let gateway: GatewayProcess
let configuration: Reloading
let asker: TestMember

beforeEach(async () => {
  federation = await prepareFederation()
  asker = memberOf(federation, jiangsu)
  gateway = await federation.start(shanghai)
  configuration = reloading(federation, shanghai, gateway)
})
afterEach(async () => {
  disconnect(asker.tls)
  await federation.close()
})

async function ping(): Promise<number> {
  const bytes = await signed(asker, pingRequest(jiangsu, shanghai))
  const answer = await post(federation, shanghai, asker.tls, bytes, { service: 'gateway.ping' })
  return (await verified(answer, memberOf(federation, shanghai), { bytes, from: jiangsu })).problem
    ? 0
    : answer.status
}

async function certificate(bytes: string): Promise<number> {
  const answer = await post(federation, shanghai, asker.tls, bytes)
  return answer.status
}

function officeOf(code: string): Promise<{ status: number }> {
  const { office } = federation.of(shanghai).ports
  return http({
    port: office,
    path: '/office/v1/centres',
    method: 'GET',
    tls: memberOf(federation, code).office,
  })
}

/** Something to which every listener has an answer. */
const look = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'

test('0 of 1,000 requests are dropped while the configuration is read anew again and again', async () => {
  const requests = Array.from({ length: 1_000 }, (_, i) => i).values()
  let reloads = 0
  let asking = 16
  const answers: number[] = []
  async function ask(): Promise<void> {
    for (const i of requests) {
      const bytes = i % 4 === 0 ? await signed(asker, certificateRequest(jiangsu, shanghai)) : undefined
      answers.push(await (bytes === undefined ? ping() : certificate(bytes)))
    }
    asking -= 1
  }
  async function reload(): Promise<void> {
    reloads += 1
    await configuration.take(refreshing(100 + reloads))
    if (asking > 0) await reload()
  }
  await Promise.all([reload(), ...Array.from({ length: asking }, ask)])
  expect(answers.filter((status) => status !== 200)).toEqual([])
  expect(answers).toHaveLength(1_000)
  expect(reloads).toBeGreaterThan(2)
  const answered = (await federation.journal(shanghai)).filter(({ kind }) => kind === 'answered')
  expect(answered).toHaveLength(1_000)
  expect(await gateway.stop()).toBe(0)
})

test('a question in hand ends as it began, and the one after it follows the new configuration', async () => {
  await using peer = await startFakePeer(
    federation.of(hangzhou).ports.exchange,
    memberOf(federation, hangzhou).tls,
  )
  const answered = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  peer.answer(async () => {
    arrived.resolve()
    await answered.promise
    return { status: 403, body: 'no answer of a gateway' }
  })
  const member = memberOf(federation, shanghai)
  const inHand = askOffice(federation, member, sandboxQuestion(shanghai, [hangzhou], 'normal', Date.now()))
  await arrived.promise
  await configuration.take((config) => ({ ...config, office: { ...config.office, clients: [] } }))
  expect((await officeOf(shanghai)).status).toBe(401)
  answered.resolve()
  const result = await inHand
  expect([result.status, json<OfficeResult>(result).results[0]?.problem?.code]).toEqual([
    200,
    'PEER_ANSWER_UNVERIFIED',
  ])
})

test('the same request twice, with a reload between while it is executed, is executed once', async () => {
  expect(await gateway.stop()).toBe(0)
  const { inFlight, ...rest } = createLasting()
  const twice = Promise.withResolvers<void>()
  let joins = 0
  const lasting: Lasting = {
    ...rest,
    inFlight: {
      join(...exchange) {
        joins += 1
        if (joins === 2) twice.resolve()
        return inFlight.join(...exchange)
      },
    },
  }
  const release = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  let executed = 0
  const provider: Provider = {
    async find() {
      executed += 1
      begun.resolve()
      await release.promise
      // The core of the configuration under which it began is still open.
      before.core?.all('select count(*) from sqlite_schema')
      return { outcome: 'no-record' }
    },
  }
  const make = () => contextOf(federation, shanghai, { provider }, [], lasting)
  const before = await make()
  const here = await startGateway(before)
  federation.onClose(() => here.stop())
  const bytes = await signed(asker, certificateRequest(jiangsu, shanghai))
  const first = post(federation, shanghai, asker.tls, bytes)
  await begun.promise
  expect(await here.reload(make)).toBe(true)
  const second = post(federation, shanghai, asker.tls, bytes)
  await twice.promise
  release.resolve()
  expect((await first).status).toBe(200)
  expect((await first).body).toEqual((await second).body)
  expect(executed).toBe(1)
})

test('a gateway that stops takes no other configuration any more', async () => {
  const made: unknown[] = []
  const here = await startGateway(await contextOf(federation, hangzhou))
  await here.stop()
  const make = async () => {
    const context = await contextOf(federation, hangzhou)
    made.push(context)
    return context
  }
  expect([await here.reload(make), made]).toEqual([false, []])
})

test('the same request before and after is executed once', async () => {
  const bytes = await signed(asker, certificateRequest(jiangsu, shanghai))
  expect(await certificate(bytes)).toBe(200)
  await configuration.take(refreshing(77))
  expect(await certificate(bytes)).toBe(200)
  expect(await federation.journal(shanghai)).toHaveLength(1)
})

describe('what a reload changes', () => {
  test('who may use the office listener', async () => {
    const [client] = readConfig().office.clients
    await configuration.take((config) => ({ ...config, office: { ...config.office, clients: [] } }))
    expect((await officeOf(shanghai)).status).toBe(401)
    const event = await configuration.take((config) => ({
      ...config,
      office: { ...config.office, clients: client ? [client] : [] },
    }))
    expect(event).toMatchObject({ level: 30, changed: ['office.clients'] })
    expect((await officeOf(shanghai)).status).toBe(200)
  })

  test('whether the office listener lets clients in without a certificate', async () => {
    const { office } = federation.of(shanghai).ports
    const path = '/office/v1/centres'
    const stranger = { ca: asker.tls.ca } as TestMember['tls']
    await expect(http({ port: office, path, method: 'GET', tls: stranger })).rejects.toThrow()
    await configuration.take((config) => ({
      ...config,
      office: { ...config.office, clients: [...config.office.clients, { name: 'portal', member: jiangsu }] },
    }))
    expect((await http({ port: office, path, method: 'GET', tls: stranger })).status).toBe(401)
  })

  test('the certificate of the channel, for connections to come; who is connected stays', async () => {
    const { exchange } = federation.of(shanghai).ports
    using before = await openWire(exchange, asker.tls)
    const authority = createMemberAuthority('Second authority')
    const issued = authority.issue(shanghai, 'tls')
    federation.publish((directory) => listing(directory, shanghai, 'tls', issued))
    const { tlsKey, tlsCertificate } = federation.of(shanghai)
    writeFileSync(tlsKey, issued.key)
    writeFileSync(tlsCertificate, issued.certificate)
    const event = await configuration.take((config) => config)
    expect(event['changed']).toEqual(['keys.tls.certificate'])
    using after = await openWire(exchange, { ...asker.tls, ca: asker.tls.ca + authority.anchor })
    expect(after.socket.getPeerX509Certificate()?.toString()).toBe(issued.certificate)
    before.write(look)
    expect(await before.until(/HTTP\/1\.1 404/)).toContain('NOT_FOUND')
  })

  test('whom TLS believes: clients of another anchor come in, and are dropped when it is gone', async () => {
    const authority = createMemberAuthority('Second authority')
    const { key, certificate: cert } = authority.issue(jiangsu, 'tls')
    const { anchors } = federation.files
    const both = join(federation.folder, 'both.pem')
    writeFileSync(both, readFileSync(anchors, 'utf8') + authority.anchor)
    const believing = (file: string) => (config: GatewayConfig) => ({
      ...config,
      trust: { anchors: file, operators: config.trust.operators },
    })
    await configuration.take(believing(both))
    using wire = await openWire(federation.of(shanghai).ports.exchange, { ...asker.tls, key, cert })
    wire.write(look)
    expect(await wire.until(/HTTP\/1\.1 \d+/)).toContain('404')
    await configuration.take(believing(anchors))
    await wire.closed()
    expect(await ping()).toBe(200)
  })

  test('the log level', async () => {
    await configuration.take((config) => ({ ...config, log: { level: 'error' } }))
    expect(await ping()).toBe(200)
    expect(await gateway.stop()).toBe(0)
    expect(gateway.lines.at(-1)).toContain('"event":"configuration"')
  })
})

describe('a configuration that cannot be used is not taken', () => {
  test.each<[string, string, (config: GatewayConfig) => GatewayConfig]>([
    [
      'CONFIG_INVALID',
      'a member that is not known',
      (config) => ({ ...config, colour: 'red' }) as GatewayConfig,
    ],
    [
      'KEY_UNUSABLE',
      'a key that is not there',
      (config) => ({ ...config, keys: { ...config.keys, tls: { ...config.keys.tls, key: 'none.pem' } } }),
    ],
    [
      'DIRECTORY_INVALID',
      'anchors above nobody who signed the directory',
      (config) => ({ ...config, trust: { ...config.trust, anchors: strangeAnchors() } }),
    ],
    [
      'PROVIDER_UNAVAILABLE',
      'a core that is not there',
      (config) => ({ ...config, core: { ...config.core, file: 'none.db' } }) as GatewayConfig,
    ],
  ])('%s: %s', async (code, _, change) => {
    const version = (await configuration.readiness()).checks['configuration']?.['version']
    const event = await configuration.refuse(code, change)
    expect(event).toMatchObject({ level: 50, version, code })
    expect(await configuration.readiness()).toMatchObject({
      status: 'ready',
      checks: { configuration: { ok: true, version, refused: { code, at: expect.any(String) } } },
    })
    expect(await configuration.metrics()).toContain('\ngateway_configuration_refused 1\n')
    expect(await ping()).toBe(200)
  })

  test('and the next good one is', async () => {
    const { member } = readConfig()
    await configuration.refuse('RESTART_REQUIRED', (config) => ({ ...config, member: hangzhou }))
    await configuration.take((config) => ({ ...refreshing(44)(config), member }))
    const { checks } = await configuration.readiness()
    expect(checks['configuration']).not.toHaveProperty('refused')
    const metrics = await configuration.metrics()
    expect(metrics).toContain('\ngateway_configuration_refused 0\n')
    expect(metrics).toContain('\ngateway_configuration_reloads_total{outcome="taken"} 1\n')
    expect(metrics).toContain('\ngateway_configuration_reloads_total{outcome="refused"} 1\n')
  })

  test('RESTART_REQUIRED: names everything that cannot change while it runs', async () => {
    const event = await configuration.refuse('RESTART_REQUIRED', (config) => ({
      ...config,
      mode: 'production',
      exchange: { ...config.exchange, port: 1 },
      office: { ...config.office, port: 2, clients: [] },
      store: { ...config.store, file: 'other.db' },
    }))
    expect(String(event['where']).split(', ').toSorted()).toEqual([
      'exchange.port',
      'mode',
      'office.port',
      'store.file',
    ])
    expect((await officeOf(shanghai)).status).toBe(200)
  })

  test('RESTART_REQUIRED: another store key at the same place', async () => {
    writeFileSync(federation.of(shanghai).storeKey, Buffer.alloc(32, 7).toString('base64'))
    const event = await configuration.refuse('RESTART_REQUIRED', (config) => config)
    expect(event['where']).toBe('store key')
  })
})

function strangeAnchors(): string {
  const file = join(federation.folder, 'strange.pem')
  writeFileSync(file, createMemberAuthority('Nobody’s authority').anchor)
  return file
}

function readConfig(): GatewayConfig {
  let found: GatewayConfig | undefined
  federation.configure(shanghai, (config) => (found = config))
  if (!found) throw new Error('no configuration')
  return found
}
