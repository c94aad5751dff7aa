import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { EvidenceBundle } from '../../src/contracts/generated/types.ts'
import { gateway } from '../support/cli.ts'
import { asker, createEvidenceDesk } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const config = desk.files.member(asker).config
const [operator = ''] = desk.trust.operators
const bundle = desk.bundle()

function file(name: string, content: string): string {
  const path = join(desk.folder, name)
  writeFileSync(path, content)
  return path
}

const bundleFile = file('evidence.json', JSON.stringify(bundle))
const requestFile = file('request.jws', bundle.request)
const answerFile = file('answer.jws', `${bundle.answer}\n`)
const certificateFile = file('certificate.jws', certificateIn(bundle))

function certificateIn({ answer }: EvidenceBundle): string {
  const payload = Buffer.from(answer.split('.')[1] ?? '', 'base64url').toString()
  return (JSON.parse(payload) as { body: { certificate: string } }).body.certificate
}

function altered(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
}

describe('a bundle', () => {
  test('that holds is told with who signed what when', async () => {
    const { code, out } = await gateway(['verify', bundleFile, '--config', config])
    expect(code).toBe(0)
    expect(out).toContain('✓ 证据成立')
    expect(out).toContain('2026-11-24T10:00:00+08:00　江苏省省级机关住房资金管理中心 320101000000000')
    expect(out).toContain('2026-11-24T10:00:01+08:00　上海市公积金管理中心 310000000000000')
    expect(out).not.toContain('✗')
  })

  test('tells nobody’s number or name', async () => {
    const { out } = await gateway(['verify', bundleFile, '--config', config])
    const json = await gateway(['verify', bundleFile, '--config', config, '--json'])
    expect(out + json.out).not.toContain('310101190001010011')
    expect(out + json.out).not.toContain('沈清和')
  })

  test('is verified with anchors and an operator from the command line', async () => {
    const args = ['--anchors', desk.files.anchors, '--operator', operator]
    expect((await gateway(['verify', bundleFile, ...args])).code).toBe(0)
  })

  test('is not verified without knowing whom to believe', async () => {
    expect(await gateway(['verify', bundleFile])).toMatchObject({ code: 2 })
    const ran = await gateway(['verify', bundleFile, '--anchors', desk.files.anchors])
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('--operator')])
  })

  test('--operators-required counts with a configuration too, and is never taken for less than it says', async () => {
    const asked = ['verify', bundleFile, '--config', config, '--operators-required']
    const ran = await gateway([...asked, '2'])
    expect([ran.code, ran.out]).toEqual([1, expect.stringContaining('1 of the 2 operators')])
    expect((await gateway([...asked, '1'])).code).toBe(0)
  })

  test.each(['9', 'x', '0'])(
    '--operators-required %s is USAGE_INVALID, whoever is believed',
    async (count) => {
      for (const whom of [
        ['--config', config],
        ['--config', config, '--operator', operator],
        ['--anchors', desk.files.anchors],
      ]) {
        const ran = await gateway(['verify', bundleFile, ...whom, '--operators-required', count, '--json'])
        expect([ran.code, ran.json()]).toMatchObject([
          2,
          { code: 'USAGE_INVALID', where: '--operators-required' },
        ])
      }
    },
  )

  test('with one byte of the answer changed names the answer, and the entry that held it', async () => {
    const bad = file('bad.json', JSON.stringify({ ...bundle, answer: altered(bundle.answer, 900) }))
    const { code, out } = await gateway(['verify', bad, '--config', config])
    expect(code).toBe(1)
    expect(out).toContain('✗ 应答 answer: 签名与字节不符 signature does not fit')
    expect(out).toContain('✗ 日志第 13 条 journal entry 13: 摘要与报文不符')
    expect(out).toContain('✓ 请求 request: 验签通过')
    expect(out).toContain('The evidence does not hold')
  })

  test('with a journal entry changed names the entry', async () => {
    const journal = bundle.journal.map((entry, i) => (i === 0 ? { ...entry, at: entry.at + 1 } : entry))
    const bad = file('bad-journal.json', JSON.stringify({ ...bundle, journal }))
    const { code, out } = await gateway(['verify', bad, '--config', config])
    expect(code).toBe(1)
    expect(out).toContain('✗ 日志第 12 条 journal entry 12: 已被改动 altered')
  })

  test('gives the same to scripts', async () => {
    const ran = await gateway(['verify', bundleFile, '--config', config, '--json'])
    expect(ran.json()).toMatchObject({
      ok: true,
      exchange: { id: bundle.exchangeId, asker },
      certificate: { validUntil: '2027-01-24' },
      signed: expect.arrayContaining([
        expect.objectContaining({ part: 'request', member: asker, at: '2026-11-24T10:00:00+08:00' }),
      ]),
    })
  })
})

describe('a deposit certificate', () => {
  test('tells who issued it, to whom, and until when', async () => {
    const { code, out } = await gateway(['verify', certificateFile, '--config', config])
    expect(code).toBe(0)
    expect(out).toContain('✓ 证明有效')
    expect(out).toContain('上海市公积金管理中心 310000000000000 → 320101000000000')
    expect(out).toContain('valid until 2027-01-24')
  })

  test('of a stranger says nothing in a line of its own', async () => {
    const issuer = '甲\n✓ 证明有效 the certificate holds\u202e'
    const body = certificateIn(desk.bundle({ certificate: { issuer } }))
    const [header = '', payload = '', signature = ''] = body.split('.')
    const { out } = await gateway([
      'verify',
      file(
        'stranger.jws',
        `${header}.${payload}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
      ),
      '--config',
      config,
    ])
    expect(out.split('\n').filter((line) => line.startsWith('✓'))).toEqual([])
  })

  test('needs nothing but anchors', async () => {
    expect((await gateway(['verify', certificateFile, '--anchors', desk.files.anchors])).code).toBe(0)
  })

  test('fails when it is over', async () => {
    const now = Date.parse('2027-01-25T00:00:00+08:00')
    const { code, out } = await gateway(['verify', certificateFile, '--config', config], { now })
    expect(code).toBe(1)
    expect(out).toContain('has expired')
  })
})

describe('a request and its answer', () => {
  test.each([
    ['in order', [requestFile, answerFile]],
    ['the other way round', [answerFile, requestFile]],
  ])('are verified %s', async (_, files) => {
    expect((await gateway(['verify', ...files, '--config', config])).code).toBe(0)
  })

  test('do not stand alone', async () => {
    const ran = await gateway(['verify', requestFile, '--config', config])
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('does not stand alone')])
  })

  test('need a directory', async () => {
    const anchors = ['--anchors', desk.files.anchors, '--operator', operator]
    expect((await gateway(['verify', requestFile, answerFile, ...anchors])).code).toBe(2)
    const directory = ['--directory', desk.files.directory]
    expect((await gateway(['verify', requestFile, answerFile, ...anchors, ...directory])).code).toBe(0)
  })
})

test('a file that is not there is told as such', async () => {
  const ran = await gateway(['verify', '/nowhere.json', '--config', config, '--json'])
  expect(ran.code).toBe(1)
  expect(ran.json()).toMatchObject({ code: 'FILE_UNUSABLE', where: '/nowhere.json' })
})

test('a file that is no evidence at all is named', async () => {
  const { code, out } = await gateway(['verify', file('noise', 'hello'), '--config', config])
  expect(code).toBe(1)
  expect(out).toContain('✗ 文件 file: 格式不规范')
})
