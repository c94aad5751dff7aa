import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPublicKey } from 'node:crypto'
import { afterAll, describe, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import type { Directory } from '../../src/contracts/generated/types.ts'
import { certificatesFromPem, certificateToPem } from '../../src/trust/certificate.ts'
import { issueMember, issueRoot } from '../../src/trust/issue.ts'
import { keyToPem, newKey } from '../../src/trust/keys.ts'
import { gateway, type Ran } from '../support/cli.ts'
import { asker, createEvidenceDesk, madeAt } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const { files, folder } = desk
const config = files.member(asker).config
const path = (name: string): string => join(folder, name)
const dayMs = 86_400_000

/** A second anchor, under which the second operator and a new member have their certificates. */
const root = issueRoot({
  subject: { organisation: 'Second root' },
  key: newKey('P-256'),
  notBefore: madeAt - dayMs,
  notAfter: madeAt + 300 * dayMs,
})

function issued(
  use: 'sign' | 'tls',
  organisation: string,
): { key: string; certificate: string; thumbprint: string } {
  const key = newKey('P-256')
  const certificate = issueMember(root, {
    subject: { organisation },
    publicKey: createPublicKey(key),
    use,
    ...(use === 'tls' && { ips: ['127.0.0.1'] }),
    notBefore: madeAt - dayMs,
    notAfter: madeAt + 200 * dayMs,
  })
  const name = `${organisation}-${use}`.replaceAll(/[^a-z-]/gi, '_')
  writeFileSync(path(`${name}.key`), keyToPem(key), { mode: 0o600 })
  writeFileSync(path(`${name}.crt`), certificateToPem(certificate))
  return { key: path(`${name}.key`), certificate: path(`${name}.crt`), thumbprint: certificate.thumbprint }
}

const second = issued('sign', 'Second operator')
const anchors = path('anchors.pem')
writeFileSync(anchors, readFileSync(files.anchors, 'utf8') + certificateToPem(root.certificate))
const firstThumbprint =
  certificatesFromPem(readFileSync(files.operatorCertificate, 'utf8'))[0]?.thumbprint ?? ''
const first = { key: files.operatorKey, certificate: files.operatorCertificate, thumbprint: firstThumbprint }

function draftIn(file: string): Directory {
  return JSON.parse(readFileSync(file, 'utf8')) as Directory
}

function by({ key, certificate }: { key: string; certificate: string }): string[] {
  return ['--key', key, '--certificate', certificate]
}

const run = (...args: string[]): Promise<Ran> => gateway(['directory', ...args])

async function done(...args: string[]): Promise<Ran> {
  const ran = await run(...args)
  if (ran.code !== 0) throw new Error(ran.err)
  return ran
}

const newcomer = {
  code: '340100000000001',
  name: '某新中心',
  kind: 'centre',
  division: '340100',
  endpoints: ['https://127.0.0.1:1'],
  services: ['gateway.ping'],
  protocols: ['1'],
}

describe('add', () => {
  test('a member from a YAML file and certificate chains, into the next version', async () => {
    const [sign, tls] = [issued('sign', 'Newcomer'), issued('tls', 'Newcomer')]
    writeFileSync(path('newcomer.yaml'), stringify(newcomer))
    const out = path('added.json')
    const ran = await done(
      'add',
      '--from',
      files.directory,
      '--out',
      out,
      '--member',
      path('newcomer.yaml'),
      '--sign-certificate',
      sign.certificate,
      '--tls-certificate',
      tls.certificate,
      '--days',
      '30',
    )
    expect(ran.out).toContain('新增成员 340100000000001 某新中心')
    const draft = draftIn(out)
    expect(draft.version).toBe(2)
    expect([draft.issuedAt, draft.expires]).toEqual([madeAt / 1000, madeAt / 1000 + 30 * 86_400])
    expect(draft.members.at(-1)).toMatchObject({
      code: newcomer.code,
      certificates: [{ use: 'sign' }, { use: 'tls' }],
    })
    await done('sign', '--payload', out, ...by(first), '--anchors', anchors, '--out', path('added.jws'))
  })

  test('a second signing certificate for a member that is listed: the overlap of a rotation', async () => {
    const out = path('overlap.json')
    const next = issued('sign', 'Rotated')
    await done(
      'add',
      '--from',
      files.directory,
      '--out',
      out,
      '--code',
      asker,
      '--sign-certificate',
      next.certificate,
    )
    const listed = draftIn(out).members.find(({ code }) => code === asker)
    expect(listed?.certificates.map(({ use }) => use)).toEqual(['sign', 'tls', 'sign'])
  })

  test.each([
    ['one that is listed', { code: asker }, 'DIRECTORY_DRAFT_INVALID', /is listed already/],
    ['one that does not fit the schema', { code: '1' }, 'DIRECTORY_DRAFT_INVALID', /\/members\/\d+\/code/],
    [
      'one with a member that is not allowed',
      { ...newcomer, colour: 'red' },
      'DIRECTORY_DRAFT_INVALID',
      /not allowed/,
    ],
  ])('refuses %s', async (_, changes, code, message) => {
    writeFileSync(path('bad.json'), JSON.stringify({ ...newcomer, ...changes }))
    const sign = issued('sign', 'Bad')
    const ran = await run(
      'add',
      '--from',
      files.directory,
      '--out',
      path('bad-out.json'),
      '--member',
      path('bad.json'),
      '--sign-certificate',
      sign.certificate,
    )
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining(code)])
    expect(ran.err).toMatch(message)
  })

  test('says what is missing', async () => {
    const base = ['add', '--from', files.directory, '--out', path('x.json')]
    expect((await run(...base)).err).toContain('--member')
    expect((await run(...base, '--code', asker)).err).toContain('--sign-certificate')
    expect((await run(...base, '--code', asker, '--days', '0.5')).code).toBe(2)
  })
})

describe('retire', () => {
  const thumbprint =
    certificatesFromPem(readFileSync(files.member(asker).signCertificate, 'utf8'))[0]?.thumbprint ?? ''

  test('a certificate stays listed as retired, from an instant of its own', async () => {
    const [overlap, out] = [path('overlap.json'), path('retired.json')]
    const ran = await done(
      'retire',
      '--from',
      overlap,
      '--out',
      out,
      '--certificate',
      thumbprint,
      '--at',
      '2026-12-01T00:00:00+08:00',
    )
    expect(ran.out).toContain(
      `signing certificate ${thumbprint} of ${asker} retired from 2026-12-01T00:00:00+08:00`,
    )
    expect(draftIn(out).members.find(({ code }) => code === asker)?.certificates[0]).toMatchObject({
      use: 'sign',
      retired: '2026-12-01T00:00:00+08:00',
    })
    await done('sign', '--payload', out, ...by(first), '--out', path('retired.jws'))
  })

  test('not the last one of its use', async () => {
    const ran = await run(
      'retire',
      '--from',
      files.directory,
      '--out',
      path('x.json'),
      '--certificate',
      thumbprint,
    )
    expect([ran.code, ran.err]).toEqual([
      1,
      expect.stringMatching(/DIRECTORY_DRAFT_INVALID.*is the last sign certificate/s),
    ])
  })

  test('a member leaves list, groups and agreements, and an agreement left with nobody goes too', async () => {
    const out = path('left.json')
    await done('retire', '--from', files.directory, '--out', out, '--member', '310000000')
    const draft = draftIn(out)
    expect(JSON.stringify(draft)).not.toContain('"310000000"')
    expect(draft.agreements.map(({ id }) => id)).not.toContain('portal-citizen-application')
    await done('sign', '--payload', out, ...by(first), '--out', path('left.jws'))
  })

  test.each([
    [['--member', '999999999'], 'is not in the directory'],
    [['--certificate', 'A'.repeat(43)], 'no member has it'],
    [['--member', asker, '--certificate', thumbprint], 'give --member CODE or --certificate THUMBPRINT'],
    [['--certificate', thumbprint, '--at', '2026-12-01'], 'an instant with its offset'],
  ])('%j: %s', async (args, message) => {
    const ran = await run('retire', '--from', files.directory, '--out', path('x.json'), ...args)
    expect(ran.code).not.toBe(0)
    expect(ran.err).toContain(message)
  })
})

describe('diff', () => {
  test('tells what changes, in both languages, between drafts and signed ones alike', async () => {
    const ran = await done('diff', files.directory, path('left.jws'))
    expect(ran.out).toMatch(/移除成员 310000000 .*　member 310000000 .* removed/)
    expect((await run('diff', path('left.json'), path('left.jws'), '--json')).json()).toEqual({
      same: true,
      changes: [],
    })
  })
})

describe('two-person approval', () => {
  const believing = [
    '--anchors',
    anchors,
    '--operator',
    first.thumbprint,
    second.thumbprint,
    '--operators-required',
    '2',
  ]
  const signed = path('approved.jws')

  test('one signature is not enough to publish, and it says how many are missing; two are', async () => {
    await done(
      'add',
      '--from',
      files.directory,
      '--out',
      path('two.json'),
      '--code',
      asker,
      '--tls-certificate',
      issued('tls', 'More').certificate,
    )
    await done('sign', '--payload', path('two.json'), ...by(first), '--out', signed)
    const alone = await run('publish', signed, '--to', path('public.jws'), ...believing)
    expect([alone.code, alone.err]).toEqual([
      1,
      expect.stringContaining('signed by 1 of 2 operators of ours that are required, 1 missing'),
    ])

    await done('sign', '--approve', signed, ...by(second))
    const [one, other, ...more] = readFileSync(signed, 'latin1').split('\n')
    expect(more).toEqual([])
    expect(one?.split('.')[1]).toBe(other?.split('.')[1])
    const published = await done(
      'publish',
      signed,
      '--to',
      path('public.jws'),
      path('mirror.jws'),
      ...believing,
    )
    expect(published.out).toContain('首次发布')
    for (const place of ['public.jws', 'mirror.jws']) {
      expect(readFileSync(path(place), 'latin1').trimEnd()).toBe(readFileSync(signed, 'latin1'))
    }
  })

  test('--operators-required counts with a configuration too', async () => {
    const asked = ['publish', files.directory, '--to', path('never.jws'), '--config', config]
    const ran = await run(...asked, '--operators-required', '2')
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('signed by 1 of 2 operators')])
  })

  test('nobody approves twice', async () => {
    const again = await run('sign', '--approve', signed, ...by(first))
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('has signed it already')])
  })

  test('what cannot be signed byte for byte is not approved', async () => {
    const [header, payload, signature] = String(readFileSync(files.directory)).trimEnd().split('.')
    const spaced = Buffer.from(` ${Buffer.from(payload ?? '', 'base64url').toString()}`).toString('base64url')
    writeFileSync(path('spaced.jws'), [header, spaced, signature].join('.'))
    const ran = await run('sign', '--approve', path('spaced.jws'), ...by(second))
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('byte for byte')])
  })

  test('--payload and --approve exclude each other', async () => {
    const ran = await run('sign', '--approve', signed, '--payload', path('two.json'), ...by(first))
    expect(ran.code).toBe(2)
  })
})

describe('publish', () => {
  const believing = ['--config', config]

  test('refuses a version that is not higher, and writes nowhere then', async () => {
    const [ahead, behind] = [path('ahead.jws'), path('behind.jws')]
    await done(
      'add',
      '--from',
      files.directory,
      '--out',
      path('v2.json'),
      '--code',
      asker,
      '--tls-certificate',
      issued('tls', 'V').certificate,
    )
    await done('sign', '--payload', path('v2.json'), ...by(first), '--out', path('v2.jws'))
    writeFileSync(path('v3.json'), JSON.stringify({ ...draftIn(path('v2.json')), version: 3 }))
    await done('sign', '--payload', path('v3.json'), ...by(first), '--out', path('v3.jws'))
    writeFileSync(behind, readFileSync(files.directory))
    await done('publish', path('v3.jws'), '--to', ahead, ...believing)
    const ran = await run('publish', path('v2.jws'), '--to', behind, ahead, ...believing)
    expect([ran.code, ran.err]).toEqual([
      1,
      expect.stringMatching(/DIRECTORY_ROLLED_BACK.*ahead\.jws has version 3 already/s),
    ])
    expect(readFileSync(behind)).toEqual(readFileSync(files.directory))

    const other = { ...draftIn(path('v3.json')), federation: 'other' }
    writeFileSync(path('other.json'), JSON.stringify(other))
    await done('sign', '--payload', path('other.json'), ...by(first), '--out', path('other.jws'))
    expect((await run('publish', path('other.jws'), '--to', ahead, ...believing)).err).toContain(
      'DIRECTORY_ROLLED_BACK',
    )
  })

  test('tells what changes, and may be repeated where an earlier run stopped half way', async () => {
    const [one, half] = [path('one.jws'), path('half.jws')]
    writeFileSync(one, readFileSync(files.directory))
    await done('publish', path('v2.jws'), '--to', half, ...believing)
    const ran = await done('publish', path('v2.jws'), '--to', one, half, ...believing)
    expect(ran.out).toMatch(/one\.jws:\n {2}版本：1 → 2/)
    expect(ran.out).toMatch(/half\.jws: 已是此版本/)
  })

  test('refuses what members would: a stranger’s signature, a changed byte, an expired one', async () => {
    await done('sign', '--payload', path('v2.json'), ...by(second), '--out', path('stranger.jws'))
    expect((await run('publish', path('stranger.jws'), '--to', path('x.jws'), ...believing)).err).toContain(
      'DIRECTORY_INVALID',
    )
    const token = readFileSync(path('v2.jws'), 'latin1')
    writeFileSync(path('changed.jws'), `${token.slice(0, -8)}AAAAAAAA`)
    expect((await run('publish', path('changed.jws'), '--to', path('x.jws'), ...believing)).err).toContain(
      'DIRECTORY_INVALID',
    )
    const late = await gateway(
      ['directory', 'publish', path('v2.jws'), '--to', path('x.jws'), ...believing],
      {
        now: madeAt + 30 * dayMs,
      },
    )
    expect(late.err).toContain('DIRECTORY_EXPIRED')
  })
})

test('every verb explains itself', async () => {
  for (const verb of ['add', 'retire', 'diff', 'publish']) {
    const { code, out } = await run(verb, '--help')
    expect([code, out]).toEqual([0, expect.stringContaining(`Usage: gateway directory ${verb}`)])
  }
})
