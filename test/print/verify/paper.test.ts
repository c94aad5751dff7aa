import { createPublicKey, randomInt, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createKeySigner } from '../../../src/jws/signer.ts'
import { paperAlgorithm } from '../../../src/print/algorithms.ts'
import { assembled, digestFor, signedAttributes, signedBytes } from '../../../src/print/cms.ts'
import { orderOf as orderOfGroup } from '../../../src/print/ecdsa-value.ts'
import { printCertificate } from '../../../src/print/print-certificate.ts'
import { readPaper } from '../../../src/print/verify/paper.ts'
import { sealOver } from '../../../src/print/verify/seal.ts'
import { readCertificate } from '../../../src/trust/certificate.ts'
import { readDer, tag } from '../../../src/trust/der/read.ts'
import { writeDer } from '../../../src/trust/der/write.ts'
import { issueMember, issueRoot } from '../../../src/trust/issue.ts'
import { newKey } from '../../../src/trust/keys.ts'
import { createEvidenceDesk, madeAt } from '../../support/evidence.ts'
import { orderOf } from '../support.ts'

const desk = createEvidenceDesk()
const order = orderOf(desk)
let pdf: Buffer

/** Shorter in DER than an ECDSA signature can be, as three of four are: behind it something is left to fill. */
async function leavesRoom(bytes: Uint8Array): Promise<Uint8Array> {
  const signature = await order.signer.sign(bytes)
  return (signature[0] ?? 0) < 0x80 ? signature : leavesRoom(bytes)
}

beforeAll(async () => {
  ;({ pdf } = await printCertificate({ ...order, signer: { ...order.signer, sign: leavesRoom } }))
})
afterAll(() => desk[Symbol.dispose]())

function changedAt(at: number, bit = 0): Buffer {
  const changed = Buffer.from(pdf)
  changed[at] = (changed[at] ?? 0) ^ (1 << bit)
  return changed
}

/** Between the angle brackets of the signature's value. */
function valueSpan(file: Buffer): [number, number] {
  const from = file.indexOf('/Contents <') + '/Contents <'.length
  return [from, file.indexOf('>', from)]
}

describe('a printed certificate', () => {
  test('is read with its seal, when that was made, and the original in it', () => {
    const { seal, original } = readPaper(pdf) ?? {}
    expect(seal?.chain).toEqual(order.chain.map((der) => Buffer.from(der)))
    expect(seal?.at).toBe(order.at)
    expect(original).toEqual({ number: order.certificate.number, token: Buffer.from(order.token) })
  })

  test.each(['P-256', 'P-384', 'RSA-2048'] as const)('is read under a %s key', async (type) => {
    const validity = { notBefore: madeAt - 3_600_000, notAfter: madeAt + 86_400_000 }
    const root = issueRoot({ subject: { organisation: '根' }, key: newKey('P-256'), ...validity })
    const key = newKey(type)
    const subject = { organisation: '上海市公积金管理中心', memberCode: '310000000000000' }
    const leaf = issueMember(root, { subject, publicKey: createPublicKey(key), use: 'sign', ...validity })
    const by = { signer: createKeySigner(key), chain: [leaf.der] }
    const printed = await printCertificate({ ...order, ...by })
    expect(readPaper(printed.pdf)?.seal?.chain).toEqual([Buffer.from(leaf.der)])
    const at = printed.pdf.indexOf('/Title') + 20
    printed.pdf[at] = (printed.pdf[at] ?? 0) ^ 1
    expect(readPaper(printed.pdf)).toMatchObject({ seal: undefined, original: { token: expect.anything() } })
  })

  test('has no seal any more where one byte was changed outside of the signature, and is still known as ours', () => {
    const [from, to] = valueSpan(pdf)
    for (let i = 0; i < 200; i += 1) {
      const at = randomInt(pdf.length)
      if (at >= from && at < to) continue
      const read = readPaper(changedAt(at, i % 8))
      expect([at, read && read.seal]).toEqual([at, undefined])
      expect(read).toBeDefined()
    }
  })

  test('has none either where the signature itself was, or a certificate in it', () => {
    const [from, to] = valueSpan(pdf)
    for (let at = from; at < to; at += 29) {
      expect([at, readPaper(changedAt(at))?.seal]).toEqual([at, undefined])
    }
  })

  test.each([
    ['something behind it', (file: Buffer) => Buffer.concat([file, Buffer.from('\n')])],
    [
      'another revision behind it',
      (file: Buffer) => Buffer.concat([file, Buffer.from('1 0 obj\n<<>>\nendobj\n%%EOF')]),
    ],
    ['something before it', (file: Buffer) => Buffer.concat([Buffer.from('\n'), file])],
    ['its end cut off', (file: Buffer) => file.subarray(0, -1)],
    ['a second byte range', (file: Buffer) => Buffer.concat([file, Buffer.from('/ByteRange [0 1 2 3]')])],
    ['its value in capitals', (file: Buffer) => upper(file)],
    ['something in the filling of its value', (file: Buffer) => filled(file)],
  ])('has no seal with %s', (_, change) => {
    expect(readPaper(change(Buffer.from(pdf)))?.seal).toBeUndefined()
  })
})

function upper(file: Buffer): Buffer {
  const [from, to] = valueSpan(file)
  file.write(file.toString('latin1', from, to).toUpperCase(), from, 'latin1')
  return file
}

function filled(file: Buffer): Buffer {
  const [, to] = valueSpan(file)
  expect(file.toString('latin1', to - 2, to)).toBe('00')
  file.write('01', to - 2, 'latin1')
  return file
}

describe('what holds though anybody may write it without a key', () => {
  const { name } = order.signer.algorithm
  const algorithm = paperAlgorithm(name)
  const group = orderOfGroup['P-256']
  const digest = digestFor(algorithm, 'a file')
  const attributes = signedAttributes(digest, order.chain, algorithm)

  function sealWith(signature: Uint8Array, chain: readonly Uint8Array[]) {
    return sealOver(Buffer.from(assembled(attributes, signature, chain, algorithm)), () => digest)
  }

  test('is no seal: the same signature with the other s', async () => {
    const signature = algorithm.encode(await order.signer.sign(signedBytes(attributes)))
    const other = withOtherS(signature)
    const { publicKey } = readCertificate(order.chain[0] ?? new Uint8Array())
    for (const each of [signature, other]) {
      expect(verify('sha256', signedBytes(attributes), { key: publicKey, dsaEncoding: 'der' }, each)).toBe(
        true,
      )
    }
    expect(sealWith(signature, order.chain)).toBeDefined()
    expect(sealWith(other, order.chain)).toBeUndefined()
  })

  test('is no seal: an authority’s certificate in it whose signature has the other s', async () => {
    const [leaf, authority] = order.chain
    if (!leaf || !authority) throw new RangeError('no authority')
    const { outerAlgorithm, tbs, signature } = readCertificate(authority)
    const bits = writeDer(tag.bitString, Uint8Array.of(0), withOtherS(signature))
    const changed = writeDer(tag.sequence, tbs, outerAlgorithm.der, bits)
    const sealed = algorithm.encode(await order.signer.sign(signedBytes(attributes)))
    expect(sealWith(sealed, order.chain)).toBeDefined()
    expect(sealWith(sealed, [leaf, changed])).toBeUndefined()
  })

  function withOtherS(encoded: Uint8Array): Uint8Array {
    const [r, s] = readDer(encoded).children
    if (!r || !s) throw new RangeError('no ECDSA signature')
    const digits = (group - BigInt(`0x${Buffer.from(s.content).toString('hex')}`)).toString(16)
    const octets = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
    const sign = Uint8Array.from((octets[0] ?? 0) > 0x7f ? [0] : [])
    return writeDer(tag.sequence, r.bytes, writeDer(tag.integer, sign, octets))
  }
})

describe('what is not of a gateway', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('hello')],
    ['a PDF of somebody', Buffer.from('%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\ntrailer\n%%EOF')],
    [
      'a signed PDF of somebody',
      Buffer.from('%PDF-1.7\n/ByteRange [0 10 20 30]/SubFilter /adbe.pkcs7.detached'),
    ],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex')],
  ])('is told as that: %s', (_, file) => {
    expect(readPaper(file)).toBeUndefined()
  })

  test('is told as that or has no seal, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      '/ByteRange [0 10 20 30]',
      '/ByteRange [0 999999999 999999999 999999999]',
      '/Contents <30820000>',
      '/SubFilter /ETSI.CAdES.detached',
      '/Type /Sig\n',
      '/M (D:99999999999999Z)',
      '/Type /EmbeddedFile',
      '\nstream\n',
      '\nendstream',
      '/Type /Filespec\n/F (31000020261124000001O.jws)',
      '%PDF-1.7\n',
    )
    const files = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 30 })
    fc.assert(
      fc.property(files, (parts) => {
        const read = readPaper(Buffer.from(parts.join(''), 'latin1'))
        return read === undefined || read.seal === undefined
      }),
      { numRuns: 500 },
    )
  })
})

describe('T75 a file made to be much work', () => {
  function withStream(bytes: Buffer): Buffer {
    return Buffer.concat([
      Buffer.from('%PDF-1.7\n/SubFilter /ETSI.CAdES.detached\n/Type /EmbeddedFile\n>>\nstream\n'),
      bytes,
      Buffer.from('\nendstream\n'),
    ])
  }

  test('is not unpacked beyond what a certificate can be', () => {
    const bomb = withStream(deflateSync(Buffer.alloc(100 * 1024 * 1024)))
    expect(bomb.length).toBeLessThan(200_000)
    expect(readPaper(bomb)).toEqual({ seal: undefined, original: undefined })
  })

  test.each([
    ['nested values', Buffer.alloc(60_000, Buffer.from('3080', 'hex'))],
    ['sets in sets', Buffer.alloc(60_000, Buffer.from('318200ff', 'hex'))],
    ['lengths beyond the end', Buffer.alloc(60_000, 0xff)],
  ])('is given up at once: %s', (_, value) => {
    const before = Buffer.from(
      '%PDF-1.7\n/SubFilter /ETSI.CAdES.detached\n/ByteRange [0 0000 000000 0]\n/Contents ',
    )
    const hex = Buffer.from(`<${value.toString('hex')}>`)
    const range = `/ByteRange [0 ${before.length} ${before.length + hex.length} 0]`
    before.write(range.padEnd('/ByteRange [0 0000 000000 0]'.length), before.indexOf('/ByteRange'), 'latin1')
    expect(readPaper(Buffer.concat([before, hex]))).toEqual({ seal: undefined, original: undefined })
  })

  test.each([
    ['tables of references', 'xref\n0 1\n0000000000 65535 f \ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF\n'],
    ['streams of objects', '1 0 obj\n<</Type /ObjStm /N 999999999 /First 999999999>>\nstream\n\nendstream\n'],
    ['arrays in arrays', '['],
    ['dictionaries in dictionaries', '<</A'],
    ['encryption', 'trailer\n<</Encrypt <</Filter /Standard /V 5 /R 6>>>>\n'],
  ])('is not followed into what PDF readers follow: %s', (_, words) => {
    const many = Buffer.alloc(1024 * 1024, words)
    expect(readPaper(many)).toBeUndefined()
    const { seal, original } = readPaper(Buffer.concat([pdf, many])) ?? {}
    expect([seal, original?.token]).toEqual([undefined, Buffer.from(order.token)])
  })

  test('with the same words again and again is looked through once', () => {
    const words =
      '/ByteRange [0 10 20 30]/Type /EmbeddedFile\nstream\n/Type /Filespec /SubFilter /ETSI.CAdES.detached '
    expect(readPaper(Buffer.alloc(1024 * 1024, words))).toEqual({ seal: undefined, original: undefined })
  })
})

test('a seal of the first year is still read: what was printed stays good', () => {
  const kept = JSON.parse(readFileSync(new URL('seal-2026.json', import.meta.url), 'utf8')) as {
    digest: string
    value: string
    thumbprints: string[]
  }
  const seal = sealOver(Buffer.from(kept.value, 'hex'), () => Buffer.from(kept.digest, 'hex'))
  expect(seal?.thumbprints).toEqual(kept.thumbprints)
  expect(sealOver(Buffer.from(kept.value, 'hex'), () => Buffer.alloc(32))).toBeUndefined()
})
