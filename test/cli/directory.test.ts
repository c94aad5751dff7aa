import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Directory } from '../../src/contracts/generated/types.ts'
import { certificatesFromPem } from '../../src/trust/certificate.ts'
import { gateway } from '../support/cli.ts'
import { asker, createEvidenceDesk, madeAt } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const { files, folder } = desk
const config = files.member(asker).config
const operator = ['--key', files.operatorKey, '--certificate', files.operatorCertificate]

let n = 0
function payloadOf(token: string): Directory {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Directory
}

function draft(changes: (directory: Directory) => unknown = (same) => same): string {
  const file = join(folder, `draft-${(n += 1)}.json`)
  writeFileSync(file, JSON.stringify(changes(payloadOf(desk.directory())), null, 2))
  return file
}

async function sign(payload: string, ...more: string[]) {
  const out = join(folder, `signed-${n}.jws`)
  const ran = await gateway(['directory', 'sign', '--payload', payload, ...operator, '--out', out, ...more])
  return { ...ran, signedFile: out }
}

/** The first line of a file with that text, from 1. */
function line(file: string, text: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((each) => each.includes(text)) + 1
  )
}

describe('directory sign', () => {
  test('makes a directory that a member’s gateway reads', async () => {
    const { code, signedFile, out } = await sign(draft(), '--anchors', files.anchors)
    expect(code).toBe(0)
    expect(out).toContain([...desk.trust.operators][0])
    const shown = await gateway(['directory', 'show', signedFile, '--config', config])
    expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('✓ 验证通过 verified')])
  })

  test.each<[string, (directory: Directory) => unknown, RegExp]>([
    [
      'expired already',
      (same) => ({ ...same, expires: madeAt / 1000 }),
      /:5.*\/expires 已过期 is over already/s,
    ],
    [
      'made in the future',
      (same) => ({ ...same, issuedAt: madeAt / 1000 + 120 }),
      /\/issuedAt 在将来 lies in the future/,
    ],
    [
      'with a member twice',
      (same) => ({ ...same, members: [...same.members, same.members[0]] }),
      /member 320101000000000 is listed twice/,
    ],
    [
      'with a certificate twice',
      (same) => ({
        ...same,
        members: same.members.map((member) =>
          member.representedBy ? member : { ...member, certificates: same.members[0]?.certificates },
        ),
      }),
      /this sign certificate is listed twice/,
    ],
    [
      'with an agreement twice',
      (same) => ({ ...same, agreements: [...same.agreements, same.agreements[0]] }),
      /agreement centres-remote-housing-loan is listed twice/,
    ],
    ['with an agreement of nobody', (same) => ({ ...same, members: same.members.slice(1) }), /is no member/],
    [
      'with a certificate for another use',
      (same) => ({
        ...same,
        members: same.members.map((member) => ({
          ...member,
          certificates: member.certificates.map((one) => ({ ...one, use: 'sign' })),
        })),
      }),
      /is sign, and the certificate is for channels/,
    ],
    [
      'with an unknown member',
      (same) => ({ ...same, colour: 'red' }),
      /has a member that is not allowed: colour/,
    ],
    [
      'without agreements',
      (same) => ({ ...same, agreements: undefined }),
      /\/agreements 缺少该成员 is missing/,
    ],
  ])('refuses one %s, with the line', async (_, changes, message) => {
    const { code, err, signedFile } = await sign(draft(changes))
    expect(code).toBe(1)
    expect(err).toContain('DIRECTORY_DRAFT_INVALID')
    expect(err).toMatch(/at: .*draft-\d+\.json:\d+/)
    expect(err).toMatch(message)
    expect(existsSync(signedFile)).toBe(false)
  })

  test('names the very line', async () => {
    const file = draft((same) => ({
      ...same,
      agreements: same.agreements.map((one) => ({ ...one, notAfter: '2000-01-01' })),
    }))
    expect((await sign(file)).err).toContain(`${file}:${line(file, '2000-01-01')}`)
  })

  test('does not publish a version again', async () => {
    const file = draft()
    await sign(file)
    const again = await sign(file)
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('DIRECTORY_ROLLED_BACK')])
  })

  test('replaces an older version', async () => {
    const { signedFile } = await sign(draft())
    const next = draft((same) => ({ ...same, version: same.version + 1 }))
    expect(
      (await gateway(['directory', 'sign', '--payload', next, ...operator, '--out', signedFile])).code,
    ).toBe(0)
    expect(payloadOf(readFileSync(signedFile, 'latin1')).version).toBe(2)
  })

  test('refuses a key that does not belong to the certificate', async () => {
    const { signKey } = files.member(asker)
    const args = ['--payload', draft(), '--key', signKey, '--certificate', files.operatorCertificate]
    const ran = await gateway(['directory', 'sign', ...args, '--out', join(folder, 'x.jws')])
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('KEY_UNUSABLE')])
  })

  test('refuses a certificate that members would not believe', async () => {
    const { tlsKey, tlsCertificate } = files.member(asker)
    const args = ['--payload', draft(), '--key', tlsKey, '--certificate', tlsCertificate]
    const ran = await gateway([
      'directory',
      'sign',
      ...args,
      '--anchors',
      files.anchors,
      '--out',
      join(folder, 'y.jws'),
    ])
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('members would not believe it')])
    expect(existsSync(join(folder, 'y.jws'))).toBe(false)
  })
})

describe('directory show', () => {
  test('tells members, days left, agreements in words, and who signed', async () => {
    const { code, out } = await gateway(['directory', 'show', '--config', config])
    expect(code).toBe(0)
    expect(out).toContain('版本 version 1')
    expect(out).toContain('310000000000000　上海市公积金管理中心　中心 centre')
    expect(out).toContain('剩余 365 天')
    expect(out).toMatch(
      /合肥市住房公积金管理中心\n +可向 may ask 江苏省省级机关住房资金管理中心、上海市公积金管理中心/,
    )
    expect(out).toContain('verified: signed by CN=沙箱目录运营方')
  })

  test('says that it was not verified where nobody said whom to believe', async () => {
    const { code, out } = await gateway(['directory', 'show', files.directory])
    expect(code).toBe(0)
    expect(out).toContain('! 未核验 not verified')
    expect(out).not.toContain('✓')
  })

  test('refuses one that was altered', async () => {
    const token = readFileSync(files.directory, 'latin1')
    const file = join(folder, 'altered.jws')
    writeFileSync(file, `${token.slice(0, -8)}${token.at(-8) === 'A' ? 'B' : 'A'}${token.slice(-7)}`)
    const { code, out } = await gateway(['directory', 'show', file, '--config', config])
    expect(code).toBe(1)
    expect(out).toContain('✗ 验证未通过')
    expect(out).toContain('SIGNATURE_INVALID')
  })

  test('refuses one that has expired', async () => {
    const now = madeAt + 8 * 86_400_000
    const { code, out } = await gateway(['directory', 'show', '--config', config], { now })
    expect(code).toBe(1)
    expect(out).toContain('✗ 已过期 expired')
  })

  test('gives scripts subjects and thumbprints instead of bytes', async () => {
    const ran = await gateway(['directory', 'show', '--config', config, '--json'])
    const [leaf] = certificatesFromPem(readFileSync(files.member(asker).signCertificate, 'utf8'))
    expect(ran.json()).toMatchObject({ verified: true, inForce: true })
    expect(ran.out).toContain(leaf?.thumbprint)
    expect(ran.out).not.toContain('"chain"')
  })

  test('needs a file or a configuration', async () => {
    expect((await gateway(['directory', 'show'])).code).toBe(2)
  })
})
