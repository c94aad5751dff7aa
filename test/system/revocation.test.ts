import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { GatewayConfig, OfficeResult } from '../../src/contracts/generated/types.ts'
import type { Readiness } from '../../src/health.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { publishLists, revokeInSandbox } from '../../src/sandbox/revocation.ts'
import { serveInProcess } from '../support/in-process.ts'
import {
  askOffice,
  certificateRequest,
  disconnect,
  json,
  memberOf,
  pingRequest,
  post,
  signed,
  verified,
} from '../support/member-client.ts'
import {
  type GatewayProcess,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
  withGrace,
} from '../support/sandbox.ts'

let federation: TestFederation

beforeEach(async () => {
  federation = await prepareFederation()
})
afterEach(async () => {
  disconnect(memberOf(federation, jiangsu).tls)
  await federation.close()
})

const own = () => memberOf(federation, jiangsu)
/** One object for all posts, so that its connections stay open between them. */
const channel = () => (tls ??= own().tls)
let tls: ReturnType<typeof own>['tls'] | undefined
afterEach(() => void (tls = undefined))

async function ping(): Promise<Awaited<ReturnType<typeof post>>> {
  const bytes = await signed(own(), pingRequest(jiangsu, shanghai))
  return post(federation, shanghai, channel(), bytes, { service: 'gateway.ping' })
}

function revoke(file: string): void {
  revokeInSandbox(federation.files, file, Date.now() + 1000)
}

async function readiness(code: string): Promise<Readiness> {
  const response = await fetch(`http://127.0.0.1:${federation.of(code).ports.ops}/health/ready`)
  return (await response.json()) as Readiness
}

/** Code of the refusal as the sandbox explains it. */
function reason(answer: Awaited<ReturnType<typeof post>>): unknown {
  const problem = json<{ code: string; diagnosis?: { code?: string } }>(answer)
  return [answer.status, problem.code, problem.diagnosis?.code]
}

describe('a certificate that is revoked while gateways run', () => {
  test('T59 CERTIFICATE_REVOKED: its messages are refused from the next look on', async () => {
    const gateway = await federation.start(shanghai)
    expect((await ping()).status).toBe(200)
    revoke(federation.of(jiangsu).signCertificate)
    await gateway.line('"event":"revocation"', '"revoked":1')
    expect(reason(await ping())).toEqual([401, 'UNAUTHENTICATED', 'CERTIFICATE_REVOKED'])
    await gateway.line('"event":"refused"', 'CERTIFICATE_REVOKED')
  })

  test('T59 of a channel: the open connection is dropped, and none is let in again', async () => {
    const gateway = await federation.start(shanghai)
    const socket = connect({ port: federation.of(shanghai).ports.exchange, host: '127.0.0.1', ...channel() })
    await once(socket, 'secureConnect')
    const closed = once(socket, 'close')
    revoke(federation.of(jiangsu).tlsCertificate)
    await closed
    await gateway.line('"event":"dropped"', '"listener":"exchange"', 'CERTIFICATE_REVOKED')
    await expect(ping()).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('T59 of the centre that is asked: nothing is sent over its channel', async () => {
    const [asking] = await both()
    const asked = () =>
      askOffice(federation, own(), sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now()))
    expect(json<OfficeResult>(await asked()).results[0]?.state).toBe('answered')
    revoke(federation.of(shanghai).tlsCertificate)
    await asking?.line('"event":"revocation"', '"revoked":1')
    const [result] = json<OfficeResult>(await asked()).results
    expect([result?.state, result?.problem?.code]).toEqual([
      'not-asked',
      expect.stringMatching(/^PEER_(TLS_FAILED|ANSWER_UNVERIFIED)$/),
    ])
    expect(JSON.stringify(result?.problem)).toContain('CERTIFICATE_REVOKED')
    disconnect(own().office)
  })

  test('T60 of the authority: all that it issued are refused', async () => {
    const gateway = await federation.start(shanghai)
    expect((await ping()).status).toBe(200)
    revokeInSandbox(federation.files, federation.files.issuing.certificate, Date.now() + 1000, 'root')
    await gateway.line('"event":"revocation"', '"source":"sandbox-root"', '"revoked":1')
    await gateway.line('"event":"dropped"', 'CERTIFICATE_REVOKED')
    await expect(ping()).rejects.toMatchObject({ code: 'ECONNRESET' })
  })
})

async function both(): Promise<GatewayProcess[]> {
  return Promise.all([federation.start(jiangsu), federation.start(shanghai)])
}

describe('answers', () => {
  test('say as of when nobody on the way was revoked, and so does what the office sees', async () => {
    await both()
    const bytes = await signed(own(), certificateRequest(jiangsu, shanghai))
    const answer = await post(federation, shanghai, channel(), bytes)
    const { envelope } = await verified(answer, memberOf(federation, shanghai), { bytes, from: jiangsu })
    expect(Date.parse(envelope.revocationAsOf ?? '')).toBeGreaterThan(Date.now() - 600_000)
    const question = sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now())
    const [result] = json<OfficeResult>(await askOffice(federation, own(), question)).results
    expect(result?.verified?.filter((line) => /revo/.test(line))).toEqual([
      expect.stringMatching(
        /^该证书路径上无证书被吊销，截至 no certificate of that path is revoked, as of .*\+08:00$/,
      ),
      expect.stringMatching(
        /^对方已核对我方证书未被吊销，截至 the centre checked our own certificate for revocation, as of .*\+08:00$/,
      ),
    ])
    disconnect(own().office)
  })
})

describe('T63 while the place of a list is down', () => {
  let ahead = 0
  const clock = (): number => Date.now() + ahead

  test('the gateway serves within the grace, counts down, and then refuses: REVOCATION_UNKNOWN', async () => {
    ahead = 0
    // Looked at only when told to, so that nothing depends on when.
    federation.configure(shanghai, (config) => seldom(withGrace(config, 3_600)))
    const place = federation.files.issuing.list
    const { lines, context } = await serveInProcess(federation, shanghai, { clock })
    rmSync(place)
    await context.revocation?.refresh()
    ahead = 3_000_000
    expect((await ping()).status).toBe(400)
    const { checks } = await readiness(shanghai)
    const sources = checks['revocation']?.['sources'] as {
      source: string
      secondsLeft: number
      code?: string
    }[]
    expect(sources[1]).toMatchObject({ source: 'sandbox-issuing', failures: 1, code: 'SOURCE_UNAVAILABLE' })
    expect(sources[1]?.secondsLeft).toBeGreaterThan(500)
    expect(sources[1]?.secondsLeft).toBeLessThanOrEqual(600)
    expect(lines.join('')).toContain('Mend')

    ahead = 3_700_000
    expect(reason(await ping())).toEqual([401, 'UNAUTHENTICATED', 'REVOCATION_UNKNOWN'])
    disconnect(channel())
    await expect(ping()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect((await readiness(shanghai)).checks['revocation']).toEqual({
      ok: false,
      code: 'REVOCATION_UNKNOWN',
      where: 'sandbox-root',
    })
    publishLists(federation.files, clock())
    await context.revocation?.refresh()
    expect((await ping()).status).toBe(400)
  })

  test('a restart keeps the last good list', async () => {
    const server = await serveLists()
    const port = (server.address() as { port: number }).port
    federation.configure(shanghai, (config) => overHttp(config, port))
    const first = await federation.start(shanghai)
    expect((await ping()).status).toBe(200)
    await first.stop()
    await closeServer(server)
    const second = await federation.start(shanghai)
    await second.line('"event":"revocation-source"', 'SOURCE_UNAVAILABLE', '"secondsLeft"')
    disconnect(channel())
    expect((await ping()).status).toBe(200)
  })

  test('a gateway that never had one does not begin', async () => {
    const server = await serveLists()
    const port = (server.address() as { port: number }).port
    await closeServer(server)
    federation.configure(shanghai, (config) => overHttp(config, port))
    await expect(federation.start(shanghai)).rejects.toThrow(/REVOCATION_UNKNOWN/)
  })

  function seldom(config: GatewayConfig): GatewayConfig {
    const { revocation } = config.trust
    if (!revocation) return config
    return { ...config, trust: { ...config.trust, revocation: { ...revocation, refreshSeconds: 3_600 } } }
  }

  async function serveLists(): Promise<Server> {
    const server = createServer((request, response) => {
      const { root, issuing } = federation.files
      response.end(readFileSync(request.url === '/root.crl' ? root.list : issuing.list))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    federation.onClose(() => closeServer(server))
    return server
  }

  async function closeServer(server: Server): Promise<void> {
    if (!server.listening) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  function overHttp(config: GatewayConfig, port: number): GatewayConfig {
    const { revocation } = config.trust
    if (!revocation) return config
    const sources = revocation.sources.map((source) => {
      const file = source.lists?.[0]?.split('/').at(-1)
      return { ...source, lists: [`http://127.0.0.1:${port}/${file}`] }
    })
    return { ...config, trust: { ...config.trust, revocation: { ...revocation, sources } } }
  }
})
