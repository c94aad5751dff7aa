import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Readiness } from '../../src/health.ts'
import { listing } from '../support/member-authority.ts'
import { serveInProcess } from '../support/in-process.ts'
import { certificateRequest, json, memberOf, post, signed } from '../support/member-client.ts'
import { refreshed } from '../support/refreshed.ts'
import { jiangsu, portal, prepareFederation, shanghai, type TestFederation } from '../support/sandbox.ts'
import { locked } from '../support/stand.ts'

const dayMs = 86_400_000
let federation: TestFederation
/** How far the gateway's clock is ahead, in milliseconds. */
let ahead = 0
const clock = (): number => Date.now() + ahead

beforeEach(async () => {
  ahead = 0
  federation = await prepareFederation()
  // The clocks here run ahead of every revocation list; who is asked about revocation then says so, which is tested elsewhere.
  federation.configure(shanghai, (config) => {
    const { anchors, operators } = config.trust
    return { ...config, trust: { anchors, operators } }
  })
})
afterEach(() => federation.close())

async function ops(code: string, path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${federation.of(code).ports.ops}${path}`)
  return { status: response.status, text: await response.text() }
}

async function readiness(code = shanghai as string): Promise<[number, Readiness]> {
  const { status, text } = await ops(code, '/health/ready')
  return [status, JSON.parse(text) as Readiness]
}

describe('readiness', () => {
  test('is ready when everything is, with figures of what runs out', async () => {
    await serveInProcess(federation, shanghai, { clock })
    const [status, body] = await readiness()
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'ready',
      checks: {
        accepting: { ok: true },
        store: { ok: true },
        core: { ok: true },
        directory: { ok: true, version: expect.any(Number), expiresInSeconds: expect.any(Number) },
        certificate: { ok: true, daysLeft: expect.any(Number) },
      },
    })
  })

  test('DIRECTORY_EXPIRED: and exchanges are refused with it', async () => {
    await serveInProcess(federation, shanghai, { clock })
    ahead = 8 * dayMs
    const [status, body] = await readiness()
    expect([status, body.status]).toEqual([503, 'not-ready'])
    expect(body.checks['directory']).toEqual({ ok: false, code: 'DIRECTORY_EXPIRED' })
    expect(body.checks['store']).toEqual({ ok: true })

    const asker = memberOf(federation, jiangsu)
    const iat = Math.floor(clock() / 1000)
    const bytes = await signed(asker, certificateRequest(jiangsu, shanghai, { iat, exp: iat + 30 }))
    const answer = await post(federation, shanghai, asker.tls, bytes)
    expect(answer.status).toBe(503)
    expect(json(answer)).toMatchObject({ code: 'DIRECTORY_EXPIRED' })
  })

  test('a newer directory brings it back without a restart', async () => {
    const { context } = await serveInProcess(federation, shanghai, { clock })
    ahead = 8 * dayMs
    federation.publish((directory) => ({ ...directory, expires: Math.floor((clock() + dayMs) / 1000) }))
    await refreshed(context)
    expect((await readiness())[0]).toBe(200)
  })

  test('CERTIFICATE_UNTRUSTED: our own signing certificate has run out', async () => {
    federation.publish((directory) => ({
      ...directory,
      expires: Math.floor((Date.now() + 500 * dayMs) / 1000),
    }))
    await serveInProcess(federation, shanghai, { clock })
    ahead = 366 * dayMs
    const [status, body] = await readiness()
    expect(status).toBe(503)
    expect(body.checks['certificate']).toEqual({ ok: false, code: 'CERTIFICATE_UNTRUSTED' })
  })

  test('CERTIFICATE_UNKNOWN: the directory no longer lists our signing certificate', async () => {
    const { context } = await serveInProcess(federation, shanghai, { clock })
    const { thumbprint } = memberOf(federation, shanghai)
    federation.publish((directory) => ({
      ...directory,
      members: directory.members.map((member) =>
        member.code === shanghai
          ? { ...member, certificates: member.certificates.filter(({ use }) => use === 'tls') }
          : member,
      ),
    }))
    await refreshed(context)
    expect(thumbprint).toHaveLength(43)
    expect((await readiness())[1].checks['certificate']).toEqual({ ok: false, code: 'CERTIFICATE_UNKNOWN' })
  })

  test('STORE_UNAVAILABLE: the store cannot be written to; ready again when it can', async () => {
    await serveInProcess(federation, portal, { clock })
    {
      using _ = locked(federation.of(portal).store)
      const [status, body] = await readiness(portal)
      expect(status).toBe(503)
      expect(body.checks['store']).toEqual({ ok: false, code: 'STORE_UNAVAILABLE' })
    }
    expect((await readiness(portal))[0]).toBe(200)
  })

  test('PROVIDER_UNAVAILABLE: the core cannot be read; ready again when it can', async () => {
    await federation.start(shanghai)
    {
      using _ = locked(federation.of(shanghai).core)
      const [status, body] = await readiness()
      expect(status).toBe(503)
      expect(body.checks['core']).toEqual({ ok: false, code: 'PROVIDER_UNAVAILABLE' })
    }
    expect((await readiness())[0]).toBe(200)
  })

  test('a member without a core is ready without one', async () => {
    await serveInProcess(federation, portal, { clock })
    expect((await readiness(portal))[1]).toMatchObject({ status: 'ready' })
    expect((await readiness(portal))[1].checks).not.toHaveProperty('core')
  })
})

test('liveness holds whatever readiness says', async () => {
  await serveInProcess(federation, shanghai, { clock })
  ahead = 8 * dayMs
  expect(await ops(shanghai, '/health/live')).toEqual({ status: 200, text: '{"status":"live"}' })
})

test('metrics count answers by service and outcome', async () => {
  await serveInProcess(federation, shanghai, { clock })
  const asker = memberOf(federation, jiangsu)
  await post(federation, shanghai, asker.tls, await signed(asker, certificateRequest(jiangsu, shanghai)))
  await post(federation, shanghai, asker.tls, 'nonsense')
  const { status, text } = await ops(shanghai, '/metrics')
  expect(status).toBe(200)
  expect(text).toContain('gateway_answers_total{service="deposit-certificate.issue",outcome="issued"} 1')
  expect(text).toContain(
    'gateway_answers_total{service="deposit-certificate.issue",outcome="TOKEN_MALFORMED"} 1',
  )
})

test('a directory that lists a certificate twice is not taken, and the last good one stays', async () => {
  const { context } = await serveInProcess(federation, shanghai, { clock })
  const [own] = memberOf(federation, jiangsu).x5c
  federation.publish((directory) =>
    listing(directory, shanghai, 'sign', { key: '', certificate: '', chain: [own ?? ''] }),
  )
  await expect(refreshed(context)).rejects.toMatchObject({ code: 'DIRECTORY_INVALID' })
  expect((await readiness())[0]).toBe(200)
})
