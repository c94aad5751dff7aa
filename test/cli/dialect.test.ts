import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import { gateway } from '../support/cli.ts'
import { root } from '../docs/markdown.ts'

const sample = join(root, 'docs/samples/dialect')
const reply = join(sample, 'fixtures/normal.json')

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'dialect-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function written(name: string, content: string | Buffer): string {
  writeFileSync(join(home, name), content)
  return join(home, name)
}

/** The sample reply with one text changed. */
function changed(from: string, to: string): string {
  const text = readFileSync(reply, 'utf8')
  expect(text).toContain(from)
  return written('changed.json', text.replace(from, to))
}

describe('dialect check', () => {
  test('shows each field from what stands there to what became of it, and what a lending centre sees', async () => {
    const { code, out } = await gateway(['dialect', 'check', sample])
    expect(code).toBe(0)
    expect(out).toContain('✓ contribution.unitRatio ← data/ratio/unit = "7.50" —percent→ 750')
    expect(out).toMatch(/缺少 not given: .*loans\.unsettledBalance/)
    expect(out).toContain('未清偿余额　　　对方未提供')
  })

  test('names what a sample holds and nothing maps', async () => {
    const { out } = await gateway(['dialect', 'check', sample, '--sample', changed('"phone"', '"mobile"')])
    expect(out).toContain('未映射 not mapped: data/mobile')
  })

  test('shows the field that cannot be read beside those that can, and fails', async () => {
    const { code, out } = await gateway([
      'dialect',
      'check',
      sample,
      '--sample',
      changed('"202610"', '"2026"'),
    ])
    expect(code).toBe(1)
    expect(out).toContain('✗ contribution.paidThrough')
    expect(out).toContain('不是月份 not a month')
    expect(out).toContain('✓ balance.amount')
  })

  test('tells what a reply that is no answer means', async () => {
    const nobody = written('nobody.json', '{"code": 404}')
    const { code, out } = await gateway(['dialect', 'check', sample, '--sample', nobody])
    expect([code, out]).toEqual([0, expect.stringContaining('no-record')])
  })

  test('tells a fault of the definition by file and line', async () => {
    const text = readFileSync(join(sample, 'dialect.yaml'), 'utf8')
    const lines = text.replace('as: percent', 'as: percentage').split('\n')
    written('dialect.yaml', lines.join('\n'))
    const line = lines.findIndex((each) => each.includes('percentage')) + 1
    const { code, err } = await gateway(['dialect', 'check', home])
    expect([code, err]).toEqual([1, expect.stringContaining(`dialect.yaml:${line}`)])
  })

  test('reads a sample that was saved as the centre sent it, in GB 18030', async () => {
    const bytes = iconv.encode(readFileSync(reply, 'utf8'), 'gb18030')
    const { code, out } = await gateway(['dialect', 'check', sample, '--sample', written('gb.json', bytes)])
    expect([code, out]).toEqual([0, expect.stringContaining('19 facts')])
  })

  test.each(['bank-fen', 'bsp-tags', 'settlement'])('knows %s, which comes with the gateway', async (id) => {
    const { code, out } = await gateway(['dialect', 'check', id, '--json'])
    const { samples } = JSON.parse(out) as { samples: { file: string; outcome?: string }[] }
    expect(code).toBe(0)
    expect(samples.find(({ file }) => file.includes('normal'))).toMatchObject({ outcome: 'found' })
    expect(samples.find(({ file }) => file.includes('no-record'))).toMatchObject({ outcome: 'no-record' })
  })
})

describe('dialect new', () => {
  test('makes a dialect that can be checked at once', async () => {
    const folder = join(home, 'new-centre')
    expect(await gateway(['dialect', 'new', folder, '--sample', reply])).toMatchObject({ code: 0 })
    const { code, out } = await gateway(['dialect', 'check', folder, '--sample', reply])
    expect([code, out]).toEqual([0, expect.stringContaining('✓ balance.amount ← data/balance')])
  })

  test('writes nothing of the person into it', async () => {
    const folder = join(home, 'new-centre')
    await gateway(['dialect', 'new', folder, '--sample', reply])
    const text = readFileSync(join(folder, 'dialect.yaml'), 'utf8')
    for (const value of ['沈清和', '310101190001010011', '43200']) expect(text).not.toContain(value)
  })

  test('overwrites nothing', async () => {
    const again = ['dialect', 'new', join(home, 'new-centre'), '--sample', reply]
    expect(await gateway(again)).toMatchObject({ code: 0 })
    expect(await gateway(again)).toMatchObject({ code: 1, err: expect.stringContaining('FILE_EXISTS') })
  })

  test.each(['Big', '1st', 'x'])('refuses %s as a name', async (name) => {
    const { code } = await gateway(['dialect', 'new', join(home, name), '--sample', reply])
    expect(code).toBe(2)
  })

  test('tells a sample that is nothing it can read', async () => {
    const file = written('sample.json', '{"a":')
    const { code, err } = await gateway(['dialect', 'new', join(home, 'some-one'), '--sample', file])
    expect([code, err]).toEqual([1, expect.stringContaining('FILE_UNUSABLE')])
  })
})
