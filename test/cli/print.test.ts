import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { tokenOf, wholeCertificate } from '../print/support.ts'
import { verifyPdf } from '../print/verify-pdf.ts'
import { certificatesFromPem } from '../../src/trust/certificate.ts'
import { gateway } from '../support/cli.ts'
import { asked, asker, createEvidenceDesk, madeAt } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const config = desk.files.member(asked).config
const checkPage = 'https://check.shanghai.example/check'
const anchors = certificatesFromPem(readFileSync(desk.files.anchors, 'utf8')).map(({ der }) => der)
const token = tokenOf(desk, wholeCertificate)
const certificate = file('certificate.jws', token)
let prints = 0

function file(name: string, content: string | Buffer): string {
  const path = join(desk.folder, name)
  writeFileSync(path, content)
  return path
}

function print(from: string, ...more: string[]) {
  prints += 1
  const out = join(desk.folder, `printed-${prints}.pdf`)
  const args = ['print', from, '--out', out, '--check-page', checkPage, '--config', config]
  return { out, ran: gateway([...args, ...more]) }
}

describe('gateway print', () => {
  test('writes a signed PDF that only its owner can read', async () => {
    const { out, ran } = print(certificate)
    expect(await ran).toMatchObject({ code: 0, out: expect.stringContaining('✓ 已打印') })
    expect(await verifyPdf(readFileSync(out), anchors, madeAt)).toBe('valid')
    expect(statSync(out).mode & 0o077).toBe(0)
  })

  test('tells scripts what it wrote, and nobody’s name', async () => {
    const { out, ran } = print(certificate, '--json')
    const printed = await ran
    expect(printed.json()).toEqual({
      file: out,
      bytes: statSync(out).size,
      number: expect.stringMatching(/^\d{20}[0-9A-Z]$/),
      signedBy: asked,
      unshown: [],
    })
    expect(printed.out).not.toContain('骉')
  })

  test('takes the certificate out of an evidence bundle', async () => {
    const bundle = file('evidence.json', JSON.stringify(desk.bundle()))
    expect(await print(bundle).ran).toMatchObject({ code: 0 })
  })

  test('is also for the centre that received it', async () => {
    const { out, ran } = print(certificate, '--config', desk.files.member(asker).config)
    expect(await ran).toMatchObject({ code: 0, out: expect.stringContaining(asker) })
    expect(await verifyPdf(readFileSync(out), anchors, madeAt)).toBe('valid')
  })

  test('prints one that has expired', async () => {
    const expired = tokenOf(desk, { ...wholeCertificate, validUntil: '2026-11-23' })
    expect(await print(file('expired.jws', expired)).ran).toMatchObject({ code: 0 })
  })
})

describe('what is not printed', () => {
  test('a certificate of which one byte was changed', async () => {
    const changed = Buffer.from(token)
    const at = changed.indexOf('.') + 40
    changed[at] = changed[at] === 65 ? 66 : 65
    const ran = await print(file('changed.jws', changed), '--json').ran
    expect([ran.code, ran.json()['code']]).toEqual([1, 'EVIDENCE_INVALID'])
  })

  test('a refusal', async () => {
    const body = { outcome: 'not-issued' }
    const ran = await print(file('none.json', JSON.stringify(desk.bundle({ body }))), '--json').ran
    expect([ran.code, ran.json()['code']]).toEqual([2, 'USAGE_INVALID'])
  })

  test('anything with a check page that is none', async () => {
    const ran = await print(certificate, '--check-page', 'http://check.example', '--json').ran
    expect([ran.code, ran.json()['code']]).toEqual([2, 'USAGE_INVALID'])
  })

  test('over a file that is there', async () => {
    const { out, ran } = print(certificate)
    await ran
    const again = await print(certificate, '--out', out, '--json').ran
    expect([again.code, again.json()['code']]).toEqual([1, 'FILE_EXISTS'])
  })
})
