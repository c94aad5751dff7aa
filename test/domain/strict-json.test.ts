import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { readStrictJson, type StrictJsonFault } from '../../src/domain/strict-json.ts'

const read = (text: string | Uint8Array, maxDepth?: number) =>
  readStrictJson(typeof text === 'string' ? Buffer.from(text) : text, maxDepth)

/** Values that the protocol can carry: whole numbers a double holds, well-formed text, no `__proto__`. */
const carried = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }).map(wholeNumbers).filter(isCarried)

function wholeNumbers(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(Math.round(value)) ? Math.round(value) : 0
  if (Array.isArray(value)) return value.map(wholeNumbers)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wholeNumbers(inner)]))
}

function isCarried(value: unknown): boolean {
  const text = JSON.stringify(value)
  return text.isWellFormed() && !/\\ud[89a-f]/i.test(text) && !text.includes('__proto__')
}

/** Texts that are nearly JSON: pieces of it in any order. */
const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '"a":',
  '"b"',
  '\\',
  '"\\u0061"',
  '"__proto__"',
  '0',
  '-',
  '1',
  '01',
  '1.0',
  '1e3',
  '9007199254740993',
  'true',
  'null',
  'nul',
  ' ',
  '\n',
  '\t',
  '\ufeff',
  '\u00a0',
  '\ud800',
  '"\\ud800"',
  '"\\ud83d\\ude00"',
  '//',
  "'",
  'NaN',
]
const nearly = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((found) => found.join(''))

describe('strict JSON', () => {
  test('gives what JSON.parse gives, for every value that the protocol can carry', () => {
    fc.assert(
      fc.property(carried, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space)
        expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
      { numRuns: 500 },
    )
  })

  test('accepts nothing that JSON.parse refuses, and reads what it accepts as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const result = read(text)
        if (result.ok)
          expect(JSON.stringify(result.value)).toBe(JSON.stringify(JSON.parse(Buffer.from(text).toString())))
      }),
      { numRuns: 5_000 },
    )
  })

  test('refuses every text that JSON.parse refuses', () => {
    fc.assert(
      fc.property(nearly, (text) => {
        try {
          JSON.parse(text)
        } catch {
          expect(read(text).ok).toBe(false)
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(3), (bytes, depth) => {
        expect(typeof read(bytes, depth).ok).toBe('boolean')
      }),
      { numRuns: 5_000 },
    )
  })

  test('T75 a repeated member is found wherever it stands and however it is spelled', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== '__proto__')
    fc.assert(
      fc.property(name, fc.array(carried, { maxLength: 3 }), fc.nat(3), (repeated, others, depth) => {
        const spelled = `"${[...repeated].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`
        const between = others.map((value, i) => `"${'x'.repeat(20 + i)}":${JSON.stringify(value)},`).join('')
        const object = `{${JSON.stringify(repeated)}:1,${between}${spelled}:2}`
        expect(read('['.repeat(depth) + object + ']'.repeat(depth))).toEqual({
          ok: false,
          fault: '成员重复 a member is repeated',
        })
      }),
    )
  })

  test('the same name in different objects, and as a value, is no repetition', () => {
    expect(read('{"a":{"a":"a"},"b":[{"a":1},{"a":1}],"c":"a"}').ok).toBe(true)
  })

  const faults: [string | Uint8Array, StrictJsonFault][] = [
    ['\ufeff{}', '不是 JSON not JSON'],
    ['', '不是 JSON not JSON'],
    ['{"a":1,}', '不是 JSON not JSON'],
    ["{'a':1}", '不是 JSON not JSON'],
    ['{"a":1} {"a":1}', '不是 JSON not JSON'],
    ['[1]]', '不是 JSON not JSON'],
    ['{"a\\x":1}', '不是 JSON not JSON'],
    ['"a', '不是 JSON not JSON'],
    ['"\t"', '不是 JSON not JSON'],
    [Buffer.from([0x22, 0xff, 0x22]), '不是 UTF-8 编码 not UTF-8'],
    [Buffer.from([0x22, 0xc0, 0xaf, 0x22]), '不是 UTF-8 编码 not UTF-8'],
    [Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), '不是 UTF-8 编码 not UTF-8'],
    [Buffer.from([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]), '不是 UTF-8 编码 not UTF-8'],
    ['{"__proto__":1}', '有不允许的成员名 a member name is not allowed'],
    ['[{"\\u005f_proto__":1}]', '有不允许的成员名 a member name is not allowed'],
    ['1.0', '数字须为整数，且在此范围内 a number is not a whole number within ±(2^53-1)'],
    ['[0.1]', '数字须为整数，且在此范围内 a number is not a whole number within ±(2^53-1)'],
    ['1e2', '数字须为整数，且在此范围内 a number is not a whole number within ±(2^53-1)'],
    ['1E400', '数字须为整数，且在此范围内 a number is not a whole number within ±(2^53-1)'],
    ['9007199254740992', '数字须为整数，且在此范围内 a number is not a whole number within ±(2^53-1)'],
    ['-9007199254740993', '数字须为整数，且在此范围内 a number is not a whole number within ±(2^53-1)'],
    ['01', '数字须为整数，且在此范围内 a number is not a whole number within ±(2^53-1)'],
    ['"\\ud800"', '文本含不完整的代理对 a string has half a surrogate pair'],
    ['{"\\udc00":1}', '文本含不完整的代理对 a string has half a surrogate pair'],
    ['"\\ude00\\ud83d"', '文本含不完整的代理对 a string has half a surrogate pair'],
    ['['.repeat(13), '嵌套过深 nested too deeply'],
    ['{"a":'.repeat(13), '嵌套过深 nested too deeply'],
  ]
  test.each(faults)('%j: %s', (text, fault) => {
    expect(read(text)).toEqual({ ok: false, fault })
  })

  test.each([
    '9007199254740991',
    '-9007199254740991',
    '0',
    '-0',
    '[]',
    '"__proto__"',
    '"\\ud83d\\ude00"',
    '"1.5"',
    '[["__proto__"]]',
  ])('takes %s', (text) => {
    expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) })
  })

  test('T74 nesting of 100,000 is refused without recursion, and 12 is allowed', () => {
    expect(read('['.repeat(100_000) + ']'.repeat(100_000))).toEqual({
      ok: false,
      fault: '嵌套过深 nested too deeply',
    })
    expect(read('{"a":'.repeat(100_000))).toEqual({ ok: false, fault: '嵌套过深 nested too deeply' })
    expect(read('['.repeat(12) + ']'.repeat(12)).ok).toBe(true)
  })

  test('T85 long runs of quotes, slashes, brackets and digits are read once, not once for each', () => {
    for (const text of [
      '"'.repeat(60_000),
      '\\'.repeat(60_000),
      `"${'\\'.repeat(60_000)}`,
      `"${'\\"'.repeat(30_000)}`,
      '1'.repeat(60_000),
      '{"a"'.repeat(15_000),
      `{"a":"${' '.repeat(60_000)}`,
    ]) {
      expect(read(text).ok).toBe(false)
    }
  })
})
