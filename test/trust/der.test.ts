import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { GatewayError } from '../../src/errors.ts'
import { readDer } from '../../src/trust/der/read.ts'
import { readOid } from '../../src/trust/der/values.ts'
import { writeDer } from '../../src/trust/der/write.ts'

function hex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(' ', ''), 'hex')
}

describe('strict DER', () => {
  test.each([
    ['a sequence of an integer and a null', '30 05 02 01 05 05 00'],
    ['an integer with its sign octet', '02 02 00 80'],
    ['a bit string with unused zero bits', '03 02 01 fe'],
    ['a length in the long form', `04 81 80 ${'00'.repeat(128)}`],
    ['a sorted set', '31 06 02 01 01 02 01 02'],
  ])('reads %s', (_what, encoded) => {
    expect(readDer(hex(encoded)).bytes).toEqual(hex(encoded))
  })

  test.each([
    ['nothing', ''],
    ['T65 bytes after the value', '05 00 00'],
    ['T65 an indefinite length', '30 80 05 00 00 00'],
    ['T65 a length that is not the shortest', '04 81 01 00'],
    ['a length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`],
    ['a length past the end', '04 05 00'],
    ['a child that reaches past its parent', '30 03 04 05 00 00 00 00'],
    ['a long tag number', '1f 81 00 00'],
    ['T65 a constructed octet string', '24 04 04 02 00 00'],
    ['a loose boolean', '01 01 01'],
    ['an empty integer', '02 00'],
    ['T65 a padded integer', '02 02 00 01'],
    ['a padded negative integer', '02 02 ff 80'],
    ['unused bits that are not zero', '03 02 01 ff'],
    ['more unused bits than an octet has', '03 02 08 00'],
    ['an empty bit string with unused bits', '03 01 01'],
    ['a null with content', '05 01 00'],
    ['an empty object identifier', '06 00'],
    ['a padded object identifier', '06 02 80 01'],
    ['a cut object identifier', '06 01 81'],
    ['an unsorted set', '31 06 02 01 02 02 01 01'],
    ['a string that is not UTF-8', '0c 02 c0 80'],
    ['an ASCII string that is not', '16 01 80'],
    ['a printable string that is not', '13 01 00'],
    ['a cut BMP string', '1e 01 00'],
    ['a cut universal string', '1c 02 00 00'],
    ['a UTC time without seconds', '17 0b 32 36 30 31 30 31 30 30 30 30 5a'],
    ['a UTC time with an offset', '17 11 32 36 30 31 30 31 30 30 30 30 30 30 2b 30 38 30 30'],
    ['the thirtieth of February', '17 0d 32 36 30 32 33 30 30 30 30 30 30 30 5a'],
    ['the twenty-fifth hour', '17 0d 32 36 30 32 30 31 32 35 30 30 30 30 5a'],
    ['a generalized time with a fraction', '18 11 32 30 36 30 30 31 30 31 30 30 30 30 30 30 2e 35 5a'],
    ['a type that certificates do not have', '09 01 00'],
  ])('refuses %s', (_what, encoded) => {
    expect(() => readDer(hex(encoded))).toThrow(expect.objectContaining({ code: 'CERTIFICATE_UNTRUSTED' }))
  })

  test('refuses values nested too deep', () => {
    let nested = writeDer(0x05)
    for (let depth = 0; depth < 100; depth += 1) nested = writeDer(0x30, nested)
    expect(() => readDer(nested)).toThrow(expect.objectContaining({ code: 'CERTIFICATE_UNTRUSTED' }))
  })

  test('reads what it writes, whatever the length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000, size: 'max' }), (content) => {
        expect(Buffer.compare(readDer(writeDer(0x04, content)).content, content)).toBe(0)
      }),
      { numRuns: 50 },
    )
  })

  test('fails on random bytes in one way only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          readDer(bytes)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GatewayError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['1.2.840.113549.1.1.11', '06 09 2a 86 48 86 f7 0d 01 01 0b'],
    ['2.999.3', '06 03 88 37 03'],
    ['0.9.2342.19200300.100.1.25', '06 0a 09 92 26 89 93 f2 2c 64 01 19'],
    ['2.25.340282366920938463463374607431768211455', `06 14 69 83 ${'ff'.repeat(17)} 7f`],
  ])('writes the object identifier %s in dots', (dotted, encoded) => {
    expect(readOid(readDer(hex(encoded)), 'test')).toBe(dotted)
  })
})
