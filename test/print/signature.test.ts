import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createKeySigner } from '../../src/jws/signer.ts'
import { printCertificate } from '../../src/print/print-certificate.ts'
import { unsigned } from '../../src/print/splice.ts'
import { certificatesFromPem, certificateToPem } from '../../src/trust/certificate.ts'
import { issueIntermediate, issueMember, issueRoot } from '../../src/trust/issue.ts'
import { newKey, type NewKeyType } from '../../src/trust/keys.ts'
import { createEvidenceDesk, madeAt } from '../support/evidence.ts'
import { orderOf } from './support.ts'
import { cmsIn, verifyPdf } from './verify-pdf.ts'

const desk = createEvidenceDesk()
const anchors = certificatesFromPem(readFileSync(desk.files.anchors, 'utf8')).map(({ der }) => der)
const order = orderOf(desk)
let pdf: Buffer

beforeAll(async () => {
  ;({ pdf } = await printCertificate(order))
})
afterAll(() => desk[Symbol.dispose]())

/** When paper is signed here, and today, which is what pdfsig asks for; the desk's own certificates end some day. */
const validity = { notBefore: madeAt - 3_600_000, notAfter: Date.now() + 86_400_000 }

/** A signer with a key of that type, its certificate, that of an authority, and the root above it. */
function another(type: NewKeyType) {
  const root = issueRoot({ subject: { organisation: '根' }, key: newKey('P-256'), ...validity })
  const issuer = issueIntermediate(root, {
    subject: { organisation: '签发' },
    key: newKey('P-256'),
    ...validity,
  })
  const key = newKey(type)
  const subject = { organisation: '上海市公积金管理中心', memberCode: '310000000000000' }
  const leaf = issueMember(issuer, { subject, publicKey: createPublicKey(key), use: 'sign', ...validity })
  const chain = [leaf.der, issuer.certificate.der]
  return { signer: createKeySigner(key), chain, root: root.certificate }
}

describe('the signature of a printed certificate', () => {
  test('holds, and its chain ends at the anchor', async () => {
    expect(await verifyPdf(pdf, anchors, order.at)).toBe('valid')
  })

  test('is not trusted where the anchor is another', async () => {
    expect(await verifyPdf(pdf, [another('P-256').root.der], order.at)).toBe('untrusted')
  })

  test('covers every byte but its own value', async () => {
    const from = pdf.indexOf('/Contents <') + '/Contents <'.length
    const to = pdf.indexOf('>', from)
    // Here and there, and all that is around the value.
    const places = Array.from({ length: pdf.length }, (_, at) => at).filter((at) => {
      const near = (at >= from - 60 && at < from) || (at >= to && at < to + 60)
      return near || (at % 397 === 0 && (at < from || at > to))
    })
    for (const at of places) {
      const changed = Buffer.from(pdf)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect([at, await verifyPdf(changed, anchors, order.at)]).toEqual([at, 'altered'])
    }
  })

  test('does not hold for a file that goes on after it', async () => {
    expect(await verifyPdf(Buffer.concat([pdf, Buffer.from('\n')]), anchors, order.at)).toBe('altered')
  })

  test('leaves no room that nothing covers: a few octets that the length of an ECDSA signature decides', () => {
    const start = pdf.indexOf('/Contents <') + '/Contents <'.length
    const hex = pdf.toString('latin1', start, pdf.indexOf('>', start))
    expect(/0*$/.exec(hex)?.[0].length).toBeLessThan(20)
  })

  test('is PAdES B-B: signing certificate hashed in, chain embedded, no time of its own', () => {
    const signed = cmsIn(pdf)
    const attributes = signed.signerInfos[0]?.signedAttrs?.attributes.map(({ type }) => type)
    expect(attributes?.sort()).toEqual([
      '1.2.840.113549.1.9.16.2.47',
      '1.2.840.113549.1.9.3',
      '1.2.840.113549.1.9.4',
    ])
    expect(signed.encapContentInfo.eContent).toBeUndefined()
    const embedded = signed.certificates?.map((one) => Buffer.from(one.toSchema().toBER()))
    expect(embedded).toEqual(order.chain.map((der) => Buffer.from(der)))
    expect(pdf.toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached')
  })

  test.each(['P-256', 'P-384', 'RSA-2048'] as const)('can be made with a %s key', async (type) => {
    const { root, ...by } = another(type)
    const printed = await printCertificate({ ...order, ...by })
    expect(await verifyPdf(printed.pdf, [root.der], order.at)).toBe('valid')
  })

  test('is not made with a key that PDF readers do not verify', async () => {
    const { root: _, ...by } = another('Ed25519')
    await expect(printCertificate({ ...order, ...by })).rejects.toMatchObject({ code: 'KEY_UNUSABLE' })
  })

  test('may be promised by a signing server', async () => {
    const signer = {
      algorithm: order.signer.algorithm,
      sign: (bytes: Uint8Array) => Promise.resolve(order.signer.sign(bytes)),
    }
    const printed = await printCertificate({ ...order, signer })
    expect(await verifyPdf(printed.pdf, anchors, order.at)).toBe('valid')
  })
})

test('a file without an empty signature field cannot be signed', () => {
  expect(() => unsigned(pdf)).toThrow(RangeError)
  expect(() => unsigned(Buffer.from('%PDF-1.7'))).toThrow(RangeError)
})

describe('poppler', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pdfsig-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const installed = ['pdfsig', 'certutil'].every((tool) => run('sh', ['-c', `command -v ${tool}`]) !== '')
  const check = installed ? test : test.skip

  /** What pdfsig says of a file, believing one root. */
  function pdfsig(file: Buffer, root: string): string {
    const path = join(folder, 'printed.pdf')
    const nss = mkdtempSync(join(folder, 'nss-'))
    writeFileSync(path, file)
    writeFileSync(join(folder, 'root.pem'), root)
    run('certutil', ['-N', '-d', `sql:${nss}`, '--empty-password'])
    run('certutil', ['-A', '-d', `sql:${nss}`, '-n', 'root', '-t', 'CT,C,C', '-i', join(folder, 'root.pem')])
    return run('pdfsig', ['-nssdir', `sql:${nss}`, path])
  }

  check('calls the signature valid, and the certificate trusted', async () => {
    const { root, ...by } = another('P-256')
    const printed = await printCertificate({ ...order, ...by })
    const said = pdfsig(printed.pdf, certificateToPem(root))
    expect(said).toContain('Signature Validation: Signature is Valid.')
    expect(said).toContain('Certificate Validation: Certificate is Trusted.')
    expect(said).toContain('Total document signed')
  })

  check('calls one byte changed', () => {
    const changed = Buffer.from(pdf)
    const at = changed.indexOf('/Title')
    changed[at + 12] = (changed[at + 12] ?? 0) ^ 1
    expect(pdfsig(changed, readFileSync(desk.files.anchors, 'utf8'))).toContain('Digest Mismatch')
  })

  check.each(['P-384', 'RSA-2048'] as const)('calls a signature with a %s key valid', async (type) => {
    const { root, ...by } = another(type)
    const printed = await printCertificate({ ...order, ...by })
    expect(pdfsig(printed.pdf, certificateToPem(root))).toContain('Signature is Valid.')
  })
})

function run(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (failed) {
    return failed instanceof Error && 'stdout' in failed ? String(failed.stdout) : ''
  }
}
