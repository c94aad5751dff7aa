import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import type { Readiness } from '../../src/health.ts'
import { toldWarning } from '../../src/expiry/advice.ts'
import type { ExpiryWarning } from '../../src/expiry/ports.ts'
import type { Context } from '../../src/composition/context.ts'
import { serveInProcess } from '../support/in-process.ts'
import { changed, createMemberAuthority, listing } from '../support/member-authority.ts'
import { memberOf } from '../support/member-client.ts'
import { jiangsu, prepareFederation, shanghai, type TestFederation } from '../support/sandbox.ts'
import { withoutRevocation } from '../support/stand.ts'

const dayMs = 86_400_000
const authority = createMemberAuthority('Second authority')
const soon = { notBefore: Date.now() - dayMs, notAfter: Date.now() + 20.5 * dayMs }
const peers = authority.issue(jiangsu, 'sign', 'P-256', soon)
const gone = authority.issue(jiangsu, 'tls', 'P-256', soon)
let federation: TestFederation
let context: Context
let lines: readonly string[]
let ahead = 0

beforeAll(async () => {
  federation = await prepareFederation()
  federation.configure(shanghai, (config) => ({
    ...withoutRevocation(config),
    directory: { ...config.directory, refreshSeconds: 3600 },
  }))
  federation.publish((directory) =>
    changed(listing(directory, jiangsu, 'sign', peers), jiangsu, (member) => ({
      ...member,
      certificates: [
        ...member.certificates,
        { use: 'tls', chain: gone.chain, retired: '2026-01-01T00:00:00+08:00' },
      ],
    })),
  )
  federation.publish((directory) => ({
    ...directory,
    expires: Math.floor((Date.now() + 900 * dayMs) / 1000),
  }))
  const clock = () => Date.now() + ahead
  ;({ context, lines } = await serveInProcess(federation, shanghai, { clock }))
})
afterAll(() => federation.close())
beforeEach(() => {
  ahead = 0
})

async function ops(path: string): Promise<string> {
  const { ops: port } = federation.of(shanghai).ports
  return (await fetch(`http://127.0.0.1:${port}${path}`)).text()
}

const own = () => memberOf(federation, shanghai).thumbprint

describe('/health/ready', () => {
  test('stays ready and warns of a peer’s certificate, with what to do and where that is described', async () => {
    const { status, warnings } = JSON.parse(await ops('/health/ready')) as Readiness
    expect(status).toBe('ready')
    expect(warnings).toEqual([
      {
        warning: 'notice',
        use: 'sign',
        centre: jiangsu,
        subject: expect.stringContaining('Second authority'),
        thumbprint: expect.stringMatching(/^[\w-]{43}$/),
        validUntil: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        daysLeft: 20,
        todo: expect.stringMatching(/请 320101000000000 的运维更换.*Ask the operator of 320101000000000/),
        docs: expect.stringMatching(/^docs\/operations\.md#a-peers-certificate-expires/),
      },
    ])
  })

  test('warns of our own certificates, the intermediate and the anchor, worst first', async () => {
    ahead = 363 * dayMs
    const { status, warnings } = JSON.parse(await ops('/health/ready')) as Readiness
    expect(status).toBe('ready')
    const levels = warnings.map(({ warning, use, centre }) => [warning, use, centre])
    expect(levels[0]).toEqual(['expired', 'sign', jiangsu])
    expect(levels).toContainEqual(['urgent', 'sign', shanghai])
    expect(levels).toContainEqual(['urgent', 'tls', shanghai])
    expect(levels).toContainEqual(['urgent', 'intermediate', undefined])
    expect(levels).toContainEqual(['urgent', 'anchor', undefined])
    const ours = warnings.find(({ thumbprint }) => thumbprint === own())
    expect(ours?.docs).toMatch(/#our-own-certificate-expires/)
  })

  test('warns of the directory in the second half of its life', async () => {
    ahead = 897.5 * dayMs
    const { warnings } = JSON.parse(await ops('/health/ready')) as Readiness
    expect(warnings).toContainEqual(expect.objectContaining({ warning: 'urgent', use: 'directory' }))
  })
})

describe('/metrics', () => {
  test('have the seconds that are left of each certificate, and the level of a warning', async () => {
    const text = await ops('/metrics')
    const line = text
      .split('\n')
      .find((line) => line.startsWith('gateway_certificate_expires_seconds{') && line.includes(own()))
    expect(line).toContain(`member="${shanghai}",use="sign"`)
    const seconds = Number(line?.split(' ').at(-1))
    expect(seconds).toBeGreaterThan(364 * 86_400)
    expect(seconds).toBeLessThan(366 * 86_400)
    expect(text).toMatch(/gateway_expiry_warning\{member="320101000000000",use="sign",.*level="notice"\} 1/)
  })

  test('say nothing of a certificate that its member has retired', async () => {
    const retired = context.directory
      .current(Date.now())
      .certificates.filter(({ certificate }) =>
        context.directory.current(Date.now()).retired(certificate.thumbprint),
      )
    expect(retired).toHaveLength(1)
    expect(await ops('/metrics')).not.toContain(retired[0]?.certificate.thumbprint)
  })
})

test('the log tells each level once, not at every look', () => {
  const told = (): string[] =>
    lines.filter((line) => line.includes('"event":"expiry"') && line.includes(own()))
  for (const days of [330, 336, 336, 337, 352, 352, 363, 363, 366, 366]) {
    ahead = days * dayMs
    context.expiry.look()
    context.expiry.look()
  }
  expect(told().map((line) => (JSON.parse(line) as { warning: string }).warning)).toEqual([
    'notice',
    'warning',
    'urgent',
    'expired',
  ])
  const [notice = '', , urgent = ''] = told()
  expect(JSON.parse(notice)).toMatchObject({ level: 40, centre: shanghai, use: 'sign' })
  expect(JSON.parse(urgent)).toMatchObject({ level: 50, todo: expect.stringContaining('gateway keys csr') })
})

test('every anchor that a warning names is a heading of docs/operations.md', () => {
  expect(existsSync('docs/operations.md')).toBe(true)
  const headings = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^#+ (.*)$/gm)].map(
    ([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
  )
  const warning: Omit<ExpiryWarning, 'use' | 'own'> = {
    member: shanghai,
    thumbprint: 'x',
    subject: 'x',
    until: 0,
    level: 'urgent',
    daysLeft: 0,
  }
  for (const use of ['sign', 'tls', 'intermediate', 'anchor', 'directory'] as const) {
    for (const ours of [true, false]) {
      const [, anchor] = toldWarning({ ...warning, use, own: ours }).docs.split('#')
      expect(headings).toContain(anchor)
    }
  }
})
