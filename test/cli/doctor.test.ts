import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Directory } from '../../src/contracts/generated/types.ts'
import type { Context } from '../../src/composition/context.ts'
import type { Examination, Hop } from '../../src/doctor/ports.ts'
import { revokeInSandbox } from '../../src/sandbox/revocation.ts'
import { answer, refusedOrigin, startFaultyServer } from '../support/faulty-server.ts'
import { gateway, type Ran } from '../support/cli.ts'
import { serveInProcess } from '../support/in-process.ts'
import { believe, changed, createMemberAuthority, listing } from '../support/member-authority.ts'
import { main, run } from '../support/process.ts'
import {
  hangzhou,
  hefei,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'
import { withoutRevocation } from '../support/stand.ts'

// Jiangsu’s doctor walks to Shanghai, which is broken in one way after the other.

const dayMs = 86_400_000
const authority = createMemberAuthority('Second authority')
let federation: TestFederation
let peer: Context
let whole: Directory
/** Our clock stands during a test, in the middle of a second; Shanghai’s is ahead of it by so many milliseconds. */
let now = Date.now()
let ahead = 0

beforeAll(async () => {
  federation = await prepareFederation()
  believe(federation, authority)
  // With a clock behind ours it would not believe today’s lists, and drop us before it could say anything.
  federation.configure(shanghai, (config) => ({
    ...withoutRevocation(config),
    directory: { ...config.directory, refreshSeconds: 3600 },
  }))
  whole = federation.directory()
  peer = (await serveInProcess(federation, shanghai, { clock: () => now + ahead })).context
})
afterAll(() => federation.close())
beforeEach(async () => {
  now = Math.floor(Date.now() / 1000) * 1000 + 500
  ahead = 0
  publish((directory) => directory)
  await peer.directory.refresh()
})

/** The directory as it was at first, changed. */
function publish(change: (directory: Directory) => Directory): void {
  federation.publish(({ version }) => ({ ...change(whole), version }))
}

/** Shanghai has these endpoints instead of its own. */
function at(...endpoints: string[]): void {
  publish((directory) => changed(directory, shanghai, (member) => ({ ...member, endpoints })))
}

function doctor(...more: string[]): Promise<Ran> {
  return doctorOf(shanghai, ...more)
}

function doctorOf(member: string, ...more: string[]): Promise<Ran> {
  const args = ['doctor', member, '--config', federation.of(jiangsu).config, ...more]
  return gateway(args, { now })
}

/** The last hop of the only endpoint, after a failure. */
async function failure(member: string = shanghai): Promise<Hop> {
  const ran = await doctorOf(member, '--json')
  expect(ran.code).toBe(1)
  const { endpoints, directory } = ran.json() as unknown as Examination
  return endpoints[0]?.hops.at(-1) ?? directory
}

function tlsOf(code: string) {
  const own = federation.of(code)
  return { key: readFileSync(own.tlsKey, 'utf8'), cert: readFileSync(own.tlsCertificate, 'utf8') }
}

describe('a sound way', () => {
  test('is walked hop by hop to the signed ping, by the real program', async () => {
    const { code, out } = await run([main, 'doctor', shanghai, '--config', federation.of(jiangsu).config])
    expect([code, out]).toEqual([0, expect.stringContaining('✓ 全部通过')])
    const hops = [...out.matchAll(/^ {2}([✓–✗]) ([^:]+): /gm)].map(([, mark, name]) => `${mark} ${name}`)
    expect(hops).toEqual([
      '✓ 目录 directory',
      '– 域名 DNS',
      '✓ TCP',
      '✓ TLS',
      '✓ 对方证书 peer certificate',
      '✓ 吊销 revocation',
      '✓ 本方证书 own certificates',
      '✓ 时钟 clock',
      '✓ 签名回声 signed ping',
    ])
    expect(out).toMatch(/TLS: TLSv1\.3, TLS_AES_\S+　[0-9.]+ ms/)
    expect(out).toMatch(/own certificates: .*sign 36[0-9] days.*tls 36[0-9] days/)
  })

  test('as JSON has the same hops with their milliseconds', async () => {
    const ran = await doctor('--json')
    const { ok, endpoints } = ran.json() as unknown as Examination
    expect([ran.code, ok, endpoints.length]).toEqual([0, true, 1])
    for (const { ms } of endpoints[0]?.hops ?? []) expect(ms).toBeGreaterThanOrEqual(0)
  })

  test('is told for each endpoint, and one that fails fails the whole', async () => {
    const [own = ''] = whole.members.find(({ code }) => code === shanghai)?.endpoints ?? []
    at(await refusedOrigin(), own)
    const ran = await doctor('--json')
    const { endpoints } = ran.json() as unknown as Examination
    expect([ran.code, endpoints.map(({ ok }) => ok)]).toEqual([1, [false, true]])
  })
})

test('tells cause and remedy in one line each, in Chinese and English, with the catalogue’s code', async () => {
  at(await refusedOrigin())
  const { code, out } = await run([main, 'doctor', shanghai, '--config', federation.of(jiangsu).config])
  expect(code).toBe(1)
  const lines = out.split('\n')
  const cause = lines.findIndex((line) => line.includes('✗ TCP'))
  expect(lines[cause]).toMatch(/拒绝连接.* refuses connections: .*PEER_UNREACHABLE/)
  expect(lines[cause + 1]).toMatch(/处置 to do: 请对方运维.* Ask the peer’s operator/)
  expect(lines.slice(cause + 2)).toEqual(['', '✗ 未通过 not every hop holds', ''])
})

describe('directory', () => {
  test('PEER_UNKNOWN: a member that is not listed', async () => {
    publish((directory) => ({
      ...directory,
      members: directory.members.filter(({ code }) => code !== shanghai),
      groups: {},
      agreements: [],
    }))
    expect(await failure()).toMatchObject({ hop: 'directory', trouble: { code: 'PEER_UNKNOWN' } })
  })

  test('DIRECTORY_EXPIRED: the list itself is over', async () => {
    publish((directory) => ({ ...directory, expires: Math.floor(Date.now() / 1000) - 60 }))
    expect(await failure()).toMatchObject({ hop: 'directory', trouble: { code: 'DIRECTORY_EXPIRED' } })
  })

  test('a code that can be none is not understood', async () => {
    expect((await gateway(['doctor', 'shanghai', '--config', federation.of(jiangsu).config])).code).toBe(2)
  })
})

describe('the network', () => {
  test('dns: a name that does not resolve', async () => {
    at('https://peer.nowhere.invalid:19443')
    expect(await failure()).toMatchObject({
      hop: 'dns',
      trouble: { code: 'PEER_UNREACHABLE', cause: { en: expect.stringContaining('peer.nowhere.invalid') } },
    })
  })

  test('tcp: a port where nobody listens', async () => {
    at(await refusedOrigin())
    expect(await failure()).toMatchObject({
      hop: 'tcp',
      trouble: { code: 'PEER_UNREACHABLE', cause: { en: expect.stringContaining('ECONNREFUSED') } },
    })
  })

  test('tls: a server that speaks plain HTTP', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    at(`https://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const failed = await failure()
    server.close()
    expect(failed).toMatchObject({
      hop: 'tls',
      trouble: { code: 'PEER_TLS_FAILED', cause: { zh: expect.stringContaining('不是 TLS') } },
    })
  })
})

describe('TLS 1.2', () => {
  test('is refused by default, and the remedy names the setting', async () => {
    await using server = await startFaultyServer({
      ...tlsOf(shanghai),
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
    })
    at(server.origin)
    expect(await failure()).toMatchObject({
      hop: 'tls',
      trouble: { code: 'PEER_TLS_FAILED', remedy: { en: expect.stringContaining('tls.minimum') } },
    })
  })

  test('is spoken by policy', async () => {
    await using server = await startFaultyServer({
      ...tlsOf(shanghai),
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
    })
    at(server.origin)
    const twin = await federation.configureTwin(jiangsu, (config) => ({ ...config, tls: { minimum: '1.2' } }))
    const { out } = await gateway(['doctor', shanghai, '--config', twin], { now })
    expect(out).toMatch(/✓ TLS: TLSv1\.2, TLS_ECDHE_ECDSA_WITH_AES_\d+_GCM_SHA/)
  })
})

describe('the peer’s certificate', () => {
  test('has expired: CERTIFICATE_UNTRUSTED with the date', async () => {
    const old = authority.issue(shanghai, 'tls', 'P-256', {
      notBefore: Date.parse('2026-09-01T00:00:00+08:00'),
      notAfter: Date.parse('2026-10-01T12:00:00+08:00'),
    })
    await using server = await startFaultyServer({ key: old.key, cert: old.certificate })
    publish((directory) =>
      changed(listing(directory, shanghai, 'tls', old), shanghai, (member) => ({
        ...member,
        endpoints: [server.origin],
      })),
    )
    expect(await failure()).toMatchObject({
      hop: 'certificate',
      trouble: {
        code: 'CERTIFICATE_UNTRUSTED',
        cause: {
          zh: '对方证书已于 2026-10-01 到期',
          en: 'the peer’s certificate expired on 2026-10-01',
        },
        remedy: { zh: expect.stringContaining('请对方运维更换证书') },
      },
    })
  })

  test('is of another member: CHANNEL_MISMATCH that names it', async () => {
    await using server = await startFaultyServer(tlsOf(hangzhou))
    at(server.origin)
    expect(await failure()).toMatchObject({
      hop: 'certificate',
      trouble: { code: 'CHANNEL_MISMATCH', cause: { en: expect.stringContaining(hangzhou) } },
    })
  })

  test('is listed for nobody: CHANNEL_MISMATCH with its thumbprint', async () => {
    const fresh = authority.issue(shanghai, 'tls')
    await using server = await startFaultyServer({ key: fresh.key, cert: fresh.certificate })
    at(server.origin)
    expect(await failure()).toMatchObject({
      hop: 'certificate',
      trouble: {
        code: 'CHANNEL_MISMATCH',
        cause: { en: expect.stringMatching(/does not list .*[\w-]{43}/) },
      },
    })
  })

  test('was issued by an authority that we do not trust: CERTIFICATE_UNTRUSTED', async () => {
    const strange = createMemberAuthority('Nobody’s authority').issue(shanghai, 'tls')
    await using server = await startFaultyServer({ key: strange.key, cert: strange.certificate })
    at(server.origin)
    expect(await failure()).toMatchObject({
      hop: 'certificate',
      trouble: {
        code: 'CERTIFICATE_UNTRUSTED',
        cause: { zh: expect.stringMatching(/签发机构不受信任：.*Nobody’s authority/) },
      },
    })
  })

  test('is not for the host of the endpoint: PEER_TLS_FAILED with the names that it has', async () => {
    const other = authority.issue(shanghai, 'tls')
    await using server = await startFaultyServer({ key: other.key, cert: other.certificate })
    publish((directory) =>
      changed(listing(directory, shanghai, 'tls', other), shanghai, (member) => ({
        ...member,
        endpoints: [`https://localhost:${server.port}`],
      })),
    )
    expect(await failure()).toMatchObject({
      hop: 'certificate',
      trouble: {
        code: 'PEER_TLS_FAILED',
        cause: { en: 'the peer’s certificate is not for localhost; it names 127.0.0.1' },
      },
    })
  })

  test('comes without its intermediate: PEER_TLS_FAILED that says so', async () => {
    const { key, cert } = tlsOf(shanghai)
    await using server = await startFaultyServer({
      key,
      cert: cert.slice(0, cert.indexOf('-----END') + 26),
    })
    at(server.origin)
    expect(await failure()).toMatchObject({
      hop: 'certificate',
      trouble: { code: 'PEER_TLS_FAILED', cause: { zh: '对方服务器没有发送中间证书' } },
    })
  })
})

describe('our own certificates', () => {
  test('CERTIFICATE_UNKNOWN: the directory does not list our signing certificate', async () => {
    publish((directory) => without(directory, 'sign'))
    expect(await failure()).toMatchObject({
      hop: 'own-certificates',
      trouble: { code: 'CERTIFICATE_UNKNOWN', remedy: { zh: expect.stringContaining('keys.sign') } },
    })
  })

  test('KEY_RETIRED: the directory has retired it', async () => {
    publish(retired)
    expect(await failure()).toMatchObject({ hop: 'own-certificates', trouble: { code: 'KEY_RETIRED' } })
  })
})

describe('clocks', () => {
  test.each([
    [600, '快 600 秒', '600 s ahead of ours'],
    [-600, '慢 600 秒', '600 s behind ours'],
  ])('CLOCK_SKEW: the peer’s is %d s off', async (seconds, zh, en) => {
    ahead = seconds * 1000
    expect(await failure()).toMatchObject({
      hop: 'clock',
      trouble: {
        code: 'CLOCK_SKEW',
        cause: { zh: expect.stringContaining(zh), en: expect.stringContaining(en) },
        remedy: { zh: expect.stringContaining('NTP') },
      },
    })
  })

  test('a difference within what is allowed is shown in seconds', async () => {
    ahead = 20_000
    const { code, out } = await doctor()
    expect([code, out]).toEqual([0, expect.stringMatching(/clock: 相差 20 秒/)])
  })
})

describe('the signed ping', () => {
  /** Shanghai goes on with this directory while ours is whole again. */
  async function peerBelieves(change: (directory: Directory) => Directory): Promise<void> {
    publish(change)
    await peer.directory.refresh()
    publish((directory) => directory)
  }

  test('CERTIFICATE_UNKNOWN: the peer’s directory does not list our key', async () => {
    await peerBelieves((directory) => without(directory, 'sign'))
    expect(await failure()).toMatchObject({
      hop: 'ping',
      trouble: {
        code: 'CERTIFICATE_UNKNOWN',
        remedy: {
          en: expect.stringMatching(/directory is version \d+ or newer .* In the peer’s log: [\w-]+/),
        },
      },
    })
  })

  test('KEY_RETIRED: the peer refuses under its signature', async () => {
    await peerBelieves(retired)
    expect(await failure()).toMatchObject({
      hop: 'ping',
      trouble: { code: 'KEY_RETIRED', cause: { zh: expect.stringContaining('对方已签名拒绝') } },
    })
  })

  test('the peer does not accept our TLS certificate', async () => {
    const { anchor } = createMemberAuthority('Its only authority')
    await using server = await startFaultyServer({
      ...tlsOf(shanghai),
      ca: anchor,
      requestCert: true,
      rejectUnauthorized: true,
    })
    at(server.origin)
    expect(await failure()).toMatchObject({
      hop: 'ping',
      trouble: { cause: { zh: expect.stringContaining('不接受本方 TLS 证书') } },
    })
  })

  test('PEER_ANSWER_UNVERIFIED: something else than a gateway answers', async () => {
    await using server = await startFaultyServer(
      tlsOf(shanghai),
      answer('<h1>nginx</h1>', { 'Content-Type': 'text/html' }, '404 Not Found'),
    )
    at(server.origin)
    expect(await failure()).toMatchObject({
      hop: 'ping',
      trouble: { code: 'PEER_ANSWER_UNVERIFIED', cause: { en: expect.stringContaining('HTTP 404') } },
    })
  })

  test('PEER_ANSWER_UNVERIFIED: an answer whose signature does not verify', async () => {
    await using server = await startFaultyServer(
      tlsOf(shanghai),
      answer('a.b.c', { 'Content-Type': 'application/jose' }),
    )
    at(server.origin)
    expect(await failure()).toMatchObject({ hop: 'ping', trouble: { code: 'PEER_ANSWER_UNVERIFIED' } })
  })
})

describe('revocation', () => {
  test('CERTIFICATE_REVOKED: the peer’s certificate is on its issuer’s list', async () => {
    await using server = await startFaultyServer(tlsOf(hefei))
    publish((directory) => changed(directory, hefei, (member) => ({ ...member, endpoints: [server.origin] })))
    revokeInSandbox(federation.files, federation.of(hefei).tlsCertificate, now)
    expect(await failure(hefei)).toMatchObject({
      hop: 'revocation',
      trouble: { code: 'CERTIFICATE_REVOKED', cause: { zh: '对方证书已被吊销' } },
    })
  })

  test('is left out where nobody is asked about it', async () => {
    const twin = await federation.configureTwin(jiangsu, withoutRevocation)
    const { code, out } = await gateway(['doctor', shanghai, '--config', twin], { now })
    expect([code, out]).toEqual([0, expect.stringContaining('– 吊销 revocation: 未配置')])
  })

  test('REVOCATION_UNKNOWN: nothing current is at hand, so not even the directory is believed', async () => {
    const twin = await federation.configureTwin(jiangsu, (config) => ({
      ...config,
      trust: {
        ...config.trust,
        revocation: {
          folder: 'nothing-kept',
          sources: [{ name: 'gone', issuer: 'CN=nobody', lists: ['gone.crl'] }],
        },
      },
    }))
    const ran = await gateway(['doctor', shanghai, '--config', twin, '--json'], { now })
    const { directory } = ran.json() as unknown as Examination
    expect([ran.code, directory]).toEqual([
      1,
      expect.objectContaining({
        trouble: expect.objectContaining({
          cause: expect.objectContaining({ en: expect.stringContaining('REVOCATION_UNKNOWN') }),
        }),
      }),
    ])
  })
})

test('writes nothing: no store, no journal entry, no list', async () => {
  const before = (await federation.journal(jiangsu)).length
  expect((await doctor()).code).toBe(0)
  expect(await federation.journal(jiangsu)).toHaveLength(before)
})

function without(directory: Directory, use: 'sign' | 'tls'): Directory {
  return changed(directory, jiangsu, (member) => ({
    ...member,
    certificates: member.certificates.filter((certificate) => certificate.use !== use),
  }))
}

function retired(directory: Directory): Directory {
  return changed(directory, jiangsu, (member) => ({
    ...member,
    certificates: member.certificates.map((certificate) => ({
      ...certificate,
      retired: new Date(Date.now() - dayMs).toISOString().replace(/\.\d+Z$/, '+08:00'),
    })),
  }))
}
