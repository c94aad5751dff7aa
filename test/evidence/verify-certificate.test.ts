import { afterAll, describe, expect, test } from '@jest/globals'
import type { EvidenceBundle } from '../../src/contracts/generated/types.ts'
import { verifyDepositCertificate } from '../../src/evidence/verify-certificate.ts'
import { asked, type Changes, createEvidenceDesk, madeAt } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const hefei = '340100000000000'
const dayMs = 86_400_000

function certificateIn({ answer }: EvidenceBundle): Buffer {
  const { body } = JSON.parse(Buffer.from(answer.split('.')[1] ?? '', 'base64url').toString()) as {
    body: { certificate: string }
  }
  return Buffer.from(body.certificate, 'latin1')
}

function certificate(changes: Changes = {}): Buffer {
  return certificateIn(desk.bundle(changes))
}

async function failures(bytes: Buffer, directory: Buffer | undefined, now = madeAt): Promise<string[]> {
  const { ok, findings } = await verifyDepositCertificate(bytes, directory, desk.trust, now)
  const failed = findings.filter(({ state }) => state === 'fails')
  expect(ok).toBe(failed.length === 0)
  return failed.map(({ check, code }) => `${check} ${code}`)
}

const directory = Buffer.from(desk.directory(), 'latin1')

describe.each([
  ['with a directory', directory],
  ['by the chain it carries', undefined],
])('%s', (_, listed) => {
  test('holds, and tells who issued it when', async () => {
    const verdict = await verifyDepositCertificate(certificate(), listed, desk.trust, madeAt)
    expect(verdict.ok).toBe(true)
    expect(verdict.signed.at(-1)).toMatchObject({ part: 'certificate', member: asked, at: madeAt + 1000 })
    expect(verdict.certificate?.validUntil).toBe('2027-01-24')
  })

  test('holds through its last day in China, and not longer', async () => {
    const lastDay = Date.parse('2027-01-24T23:59:59+08:00')
    expect(await failures(certificate(), listed, lastDay)).toEqual([])
    expect(await failures(certificate(), listed, lastDay + 1000)).toEqual(['valid EVIDENCE_INVALID'])
  })

  test('is refused where another centre signed it', async () => {
    const check = listed ? 'listed' : 'named'
    expect(await failures(certificate({ certificateSigner: hefei }), listed)).toEqual([
      `${check} ISSUER_MISMATCH`,
    ])
  })

  test('is refused where its signing certificate was not valid yet', async () => {
    const early = certificate({ certificate: { issuedAt: '2026-11-20T10:00:00+08:00' } })
    expect(await failures(early, listed, madeAt + dayMs)).toContain('trusted CERTIFICATE_UNTRUSTED')
  })

  test('is refused with one character changed', async () => {
    const bytes = certificate()
    const middle = bytes.indexOf('.') + 100
    bytes[middle] = bytes[middle] === 0x41 ? 0x42 : 0x41
    expect(await failures(bytes, listed)).toContain('signature SIGNATURE_INVALID')
  })

  test('is refused where it is another kind of message', async () => {
    const { request } = desk.bundle()
    expect(await failures(Buffer.from(request, 'latin1'), listed)).toContain('form TYPE_REFUSED')
  })
})

test('is refused under other anchors', async () => {
  const elsewhere = createEvidenceDesk()
  try {
    const { findings } = await verifyDepositCertificate(certificate(), undefined, elsewhere.trust, madeAt)
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'trusted', state: 'fails', code: 'CERTIFICATE_UNTRUSTED' }),
    )
  } finally {
    elsewhere[Symbol.dispose]()
  }
})
