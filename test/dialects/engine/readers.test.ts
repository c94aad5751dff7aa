import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { tagsText } from '../../../src/dialects/engine/body/tags.ts'
import { xmlFieldsText } from '../../../src/dialects/engine/body/xml-fields.ts'
import { readJson } from '../../../src/dialects/engine/readers/json.ts'
import { readTags } from '../../../src/dialects/engine/readers/tags.ts'
import { readXmlFields } from '../../../src/dialects/engine/readers/xml-fields.ts'
import type { Scope } from '../../../src/dialects/engine/scope.ts'
import { Numeral, type Tree } from '../../../src/dialects/engine/tree.ts'
import { tree } from './trees.ts'

const scope: Scope = { dialect: 'test', at: 0, texts: new Map(), tables: {} }

function faultOf(read: () => Tree): unknown {
  try {
    return { read: read() }
  } catch (thrown) {
    return { ...(thrown as object) }
  }
}

function refusedFor(detail: string): unknown {
  return expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID', detail })
}

/** Any text but what a template would take for a place. */
const texts = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[{}]/.test(text))
const xmlTexts = texts.filter((text) => !/[^\t\n\u0020-\u{10ffff}]|[\ufffe\uffff]/u.test(text))
const names = fc.stringMatching(/^[A-Za-z][0-9A-Za-z_]{0,8}$/)

describe('JSON', () => {
  test('is read as JSON.parse does, with numbers as they are written', () => {
    fc.assert(
      fc.property(
        fc
          .jsonValue({ noUnicodeString: false })
          .filter((value) => !JSON.stringify(value).includes('__proto__')),
        (value) => {
          const text = JSON.stringify(value)
          expect(readJson(text)).toEqual(tree(JSON.parse(text)))
        },
      ),
    )
  })

  test('keeps decimals and zeros of a number', () => {
    expect(readJson(' [6000.10, -0, 1E5] ')).toEqual([
      new Numeral('6000.10'),
      new Numeral('-0'),
      new Numeral('1E5'),
    ])
  })

  test('T77 keeps 1e400 and 2^53+1 as they are written, for the converters to judge', () => {
    expect(readJson('[1e400,9007199254740993]')).toEqual([
      new Numeral('1e400'),
      new Numeral('9007199254740993'),
    ])
  })

  test('knows a quote from the end of a text that ends with a backslash', () => {
    expect(readJson(String.raw`["a\\","\"",{"\\":1}]`)).toEqual(['a\\', '"', tree({ '\\': 1 })])
  })

  test('makes objects without a prototype', () => {
    expect(Object.getPrototypeOf(readJson('{"constructor":1}'))).toBeNull()
  })

  test.each([
    ['T74 nesting of 100,000', '['.repeat(100_000), '嵌套过深 nested too deeply'],
    ['T74 nesting of 21', `${'['.repeat(21)}${']'.repeat(21)}`, '嵌套过深 nested too deeply'],
    ['T75 a repeated member', '{"a":1,"a":2}', '成员重复 a member is repeated'],
    ['T75 a repeated member in another spelling', '{"a":1,"\\u0061":2}', '成员重复 a member is repeated'],
    ['T76 a member __proto__', '{"__proto__":{}}', '有不允许的成员名 a member name is not allowed'],
    ['T77 a number of a million digits', '1'.repeat(1_000_000), '数字过长 a number is too long'],
    ['half a surrogate pair', '"\\ud800"', '文本含不完整的代理对 a text has half a surrogate pair'],
  ])('is refused with %s', (_, text, detail) => {
    expect(faultOf(() => readJson(text))).toEqual(refusedFor(detail))
  })

  test.each([
    '',
    ' ',
    '{',
    '{"a"}',
    '{"a":1,}',
    '{a:1}',
    '[1,]',
    '[1 2]',
    '[,]',
    '"a',
    '"\\"',
    '"\n"',
    '"\\x"',
    '01',
    '1.',
    '.5',
    '+1',
    '0x10',
    'NaN',
    'Infinity',
    'nul',
    'true false',
    '{} {}',
    '\ufeff{}',
    '<html>',
    '[1]\u00a0',
    '//',
  ])('is not %j', (text) => {
    expect(faultOf(() => readJson(text))).toEqual(refusedFor('不是 JSON not JSON'))
  })

  test('refuses whatever JSON.parse refuses', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'{}[]",:\\u1e-.0 antrufsl'.split('')), maxLength: 12 })
    fc.assert(
      fc.property(noise, (text) => {
        const isJson = (() => {
          try {
            JSON.parse(text)
            return true
          } catch {
            return false
          }
        })()
        if (!isJson) expect(() => readJson(text)).toThrow()
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('tags', () => {
  test('are read back as they were written', () => {
    const values = fc.dictionary(
      names,
      texts.filter((text) => !/[<>]/.test(text)),
      { minKeys: 1 },
    )
    fc.assert(
      fc.property(values, (tags) => {
        expect(readTags(tagsText(tags, scope))).toEqual(tree(tags))
      }),
    )
  })

  test('may have line breaks between them, and none is taken for a value', () => {
    expect(readTags('<A>1</>\r\n<B></>\n')).toEqual(tree({ A: '1', B: '' }))
  })

  test('that come again make a list', () => {
    expect(readTags('<A>1</><A>2</><A>3</>')).toEqual(tree({ A: ['1', '2', '3'] }))
  })

  test('are read a hundred thousand times over in a moment', () => {
    const { A } = readTags(`${'<A></>'.repeat(100_000)}${' '.repeat(100_000)}`) as { A: Tree[] }
    expect(A).toHaveLength(100_000)
  })

  test.each([
    ['nothing', '', '不是标签格式 not tags'],
    ['other text', 'OK', '不是标签格式 not tags'],
    ['text between tags', '<A>1</>x<B>2</>', '不是标签格式 not tags'],
    ['a tag that ends with the message', '<A>1</><B>2', '标签未闭合 a tag is not closed'],
    ['XML', '<A>1</A><B>2</>', '标签未闭合又开始另一标签 a tag is not closed before another begins'],
    ['an entity declaration', '<!DOCTYPE a><A>1</>', '不是标签格式 not tags'],
  ])('are refused with %s', (_, text, detail) => {
    expect(faultOf(() => readTags(text))).toEqual(refusedFor(detail))
  })
})

describe('XML fields', () => {
  const message = (body: string): string =>
    `<?xml version="1.0" encoding="GBK"?><message><head><field name="A">1</field></head><body>${body}</body></message>`

  test('are read back as they were written', () => {
    const fields = fc.dictionary(names, xmlTexts)
    fc.assert(
      fc.property(fields, fields, (head, body) => {
        expect(readXmlFields(xmlFieldsText({ head, body }, scope))).toEqual(tree({ head, body }))
      }),
    )
  })

  test('may have line breaks between them, empty elements, the five entities, CDATA', () => {
    const body =
      '\n<field name="B"/>\r\n<field name="C">&lt;&amp;&#x5bb6;</field><field name="D"><![CDATA[<]]></field>'
    expect(readXmlFields(message(body))).toEqual(
      tree({ head: { A: '1' }, body: { B: '', C: '<&家', D: '<' } }),
    )
  })

  test('that come again make a list', () => {
    const body = '<field name="B">1</field><field name="B">2</field>'
    expect(readXmlFields(message(body))).toMatchObject({ body: { B: ['1', '2'] } })
  })

  test('may lack the body, in a refusal', () => {
    expect(readXmlFields('<message><head/></message>')).toEqual(tree({ head: {} }))
  })

  const bomb = `<!DOCTYPE m [<!ENTITY a "lol"><!ENTITY b "${'&a;'.repeat(10)}">]>`
  const refused: [string, string, string][] = [
    [
      'a document type',
      `<!DOCTYPE message>${message('')}`,
      '不允许文档类型声明 a document type is not allowed',
    ],
    [
      'an entity bomb',
      `${bomb}<message><head/></message>`,
      '不允许文档类型声明 a document type is not allowed',
    ],
    [
      'a file from outside',
      '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><message/>',
      '不允许文档类型声明 a document type is not allowed',
    ],
    ['an unknown entity', message('<field name="B">&x;</field>'), '不是格式良好的 XML not well-formed XML'],
    [
      'a processing instruction',
      message('<?php ?>'),
      '不允许处理指令 a processing instruction is not allowed',
    ],
    [
      'T74 deep nesting',
      '<message>'.repeat(100_000),
      '元素的位置不符 an element where none of its name belongs',
    ],
    ['T75 two bodies', '<message><body/><body/></message>', '元素重复 body is repeated'],
    ['another root', '<html></html>', '元素的位置不符 an element where none of its name belongs'],
    [
      'an element in a field',
      message('<field name="B"><b/></field>'),
      '元素的位置不符 an element where none of its name belongs',
    ],
    ['a field without a name', message('<field>1</field>'), '字段缺少名称 a field has no name'],
    ['an attribute twice', message('<field name="A" name="B"/>'), '不是格式良好的 XML not well-formed XML'],
    ['text between fields', message('1'), '字段之外有文本 text outside of a field'],
    ['no end', '<message><head>', '不是格式良好的 XML not well-formed XML'],
    ['something behind the end', `${message('')}<message/>`, '不是格式良好的 XML not well-formed XML'],
    ['nothing', '', '不是格式良好的 XML not well-formed XML'],
    ['a NUL', message('<field name="B">\u0000</field>'), '不是格式良好的 XML not well-formed XML'],
  ]
  test.each(refused)('are refused with %s', (_, text, detail) => {
    expect(faultOf(() => readXmlFields(text))).toEqual(refusedFor(detail))
  })
})

describe('no fault', () => {
  test.each([
    ['JSON', () => readJson('{"name":"沈清和"')],
    ['tags', () => readTags('<Name>沈清和')],
    ['XML', () => readXmlFields('<message><body><field name="Name">沈清和&x;')],
  ])('of %s repeats a value', (_, read) => {
    expect(JSON.stringify(faultOf(read))).not.toContain('沈')
  })
})
