import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { hasIdNumber } from '../../../src/domain/identity/written-number.ts'
import { maskIdNumber, maskIdNumbersIn } from '../../../src/domain/mask.ts'
import { birthCodedNumbers } from '../arbitraries.ts'

const numbers = fc.oneof(
  birthCodedNumbers('310101', '320102', '810000', '931840'),
  // As they were before 1999.
  birthCodedNumbers('310101', '130105').map((number) => number.slice(0, 6) + number.slice(8, 17)),
)
const between = [
  '',
  '',
  '',
  ' ',
  '  ',
  '-',
  '.',
  '\u3000',
  '－',
  '．',
  '·',
  ' - ',
  '–',
  '−',
  '\u200b',
  '\u00ad',
  '\n',
]
const wide = (character: string): string => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0)

/** A number, and how somebody may write it. */
const written = numbers.chain((number) =>
  fc.tuple(...[...number].map(() => fc.tuple(fc.boolean(), fc.constantFrom(...between)))).map((ways) => {
    const text = [...number]
      .map((digit, i) => (ways[i]?.[0] ? wide(digit) : digit) + (i + 1 < number.length ? ways[i]?.[1] : ''))
      .join('')
    return { number, text }
  }),
)

describe('T126: an identity number in what somebody wrote', () => {
  test('is found and masked, however it is spaced or widened and whatever stands around it', () => {
    const around = fc.constantFrom(
      '',
      '核对 ',
      '为沈清和（',
      'ID',
      '2026-11-28 ',
      '13900001234 ',
      '第2次 ',
      '共3笔，',
    )
    fc.assert(
      fc.property(
        around,
        written,
        fc.constantFrom('', ' 核对', '）', ' 共 3 笔', '，2026-11-28'),
        (before, { number, text }, after) => {
          expect(hasIdNumber(before + text + after)).toBe(true)
          expect(maskIdNumbersIn(before + text + after)).toBe(before + maskIdNumber(number) + after)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['310101 19000101 0185 核对', '3101**********0185 核对'],
    ['310101-19000101-0185', '3101**********0185'],
    ['３１０１０１１９０００１０１０１８５', '3101**********0185'],
    ['310101 1900-01-01 002Ｘ', '3101**********002X'],
    ['310101 000101 001 核对', '3101*******1001 核对'],
    [
      '2026-11-28 310101 19000101 0185 及 310101190001010011',
      '2026-11-28 3101**********0185 及 3101**********0011',
    ],
    ['931840 19000101 0010', '9318**********0010'],
    // Of other lengths' digits before and after nothing is lost.
    ['第 3 次 310101 19000101 0185 2 笔', '第 3 次 3101**********0185 2 笔'],
  ])('%j is kept as %j', (text, kept) => expect(maskIdNumbersIn(text)).toBe(kept))

  test.each([
    '310101190001010011',
    'loan-31010119000101002X',
    '31010119000101002x/2',
    '310101900101001',
    'a_310101900101001_b',
    '310000000000000',
  ])('%s looks like one in one piece', (text) => expect(hasIdNumber(text)).toBe(true))

  test.each([
    '',
    'loan-42',
    '3101011900010100112',
    '31010190010100',
    '20261128-000123',
    '2026-11-28 2026-12-01 100 元',
    '2026-11-28 09:30:00 至 2026-11-28 17:30:00',
    '2026.11.28 2026.12.01 12',
    '310101 19001301 0185',
    '021-12345678-8001',
    '0512-65123456-801 13900001234',
    '13900001234 8001',
    '1,234,567.89 12,345.00',
    '1234567.89 7654321.00',
    '6222 0210 0100 1234 567',
    '310000202611280000017',
    '310000 20261128 000001 7',
    'SL20261128-23456789 12 个月',
    '01980c7e-6f2a-7b3c-9d4e-5f6071829304',
    '31010119-0001-4101-8501-234567890123',
    '业务编号 20261128000001，6 个月',
  ])('%s is none', (text) => {
    expect(hasIdNumber(text)).toBe(false)
    expect(maskIdNumbersIn(text)).toBe(text)
  })

  test('is no id of ours, of which there are many', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => expect(maskIdNumbersIn(`核对 ${id}`)).toBe(`核对 ${id}`)),
      { numRuns: 5_000 },
    )
  })

  test('is not looked for without end', () => {
    const text = `${'0 '.repeat(20_000)}${' '.repeat(20_000)}x`
    expect(hasIdNumber(text)).toBe(false)
  })
})
