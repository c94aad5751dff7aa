import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { templateFaults } from '../../../src/dialects/engine/template-faults.ts'
import { filled } from '../../../src/dialects/engine/templates.ts'
import { moment, scopeWith } from './scopes.ts'

const scope = scopeWith(
  {
    'person.name': '沈清和',
    'person.idType': 'passport',
    'centre.code': '320101000000000',
    'id.hex': 'ab12',
  },
  { idTypes: { passport: '03' }, fewer: { 'resident-id': '01' } },
)

describe('a template', () => {
  test.each([
    ['plain', 'plain'],
    ['', ''],
    ['{person.name}', '沈清和'],
    ['<{person.name}>{id.hex}', '<沈清和>ab12'],
    ['{{{person.name}}}', '{沈清和}'],
    ['{{person.name}}', '{person.name}'],
    ['{person.idType|code idTypes}', '03'],
    ['{centre.code|first 6}', '320101'],
    ['{person.name|first 1}', '沈'],
    ['{id.hex|upper}', 'AB12'],
    ['{id.hex|upper|lower}', 'ab12'],
    ['{person.name|first 1|url}', '%E6%B2%88'],
    ['{person.name|first 1|url|url}', '%25E6%25B2%2588'],
    ['{now|time yyyyMMdd}', '20261124'],
    ['{now|time yyyy-MM-dd HH:mm:ss}', '2026-11-24 09:30:05'],
    ['{now|time HHmmssSSS}', '093005678'],
    ['{now|time yyyy-MM-ddTHH:mm:ss}', '2026-11-24T09:30:05'],
    ['{now|time seconds}', String(Math.floor(moment / 1000))],
    ['{now|time milliseconds}', String(moment)],
    ['{now|time rfc1123}', 'Tue, 24 Nov 2026 01:30:05 GMT'],
  ])('%j says %j', (template, text) => {
    expect(filled(template, scope)).toBe(text)
  })

  test('says any text whose braces are written twice', () => {
    const texts = fc.string({ unit: fc.constantFrom('{', '}', 'a', '|', ' ') })
    fc.assert(
      fc.property(texts, (text) => {
        expect(filled(text.replaceAll('{', '{{').replaceAll('}', '}}'), scope)).toBe(text)
      }),
    )
  })

  test('does not look for places in what it puts in', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(filled('<{person.name}>', scopeWith({ 'person.name': name }))).toBe(`<${name}>`)
      }),
    )
    expect(filled('{person.name}', scopeWith({ 'person.name': '{settings.key}' }))).toBe('{settings.key}')
  })

  test('encodes what stands in places, and nothing else', () => {
    expect(filled('a/{id.hex}/b', scope, (text) => `[${text}]`)).toBe('a/[ab12]/b')
  })

  test('cannot say a word for which its table has no code', () => {
    expect(() => filled('{person.idType|code fewer}', scope)).toThrow(
      expect.objectContaining({ code: 'CENTRE_REFUSED', where: 'test person.idType' }),
    )
  })

  test('cannot say a setting that nobody configured', () => {
    expect(() => filled('{settings.appid}', scope)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', detail: '没有取值 settings.appid has no value' }),
    )
  })
})

describe('a fault of a template', () => {
  const known = { places: new Set(['person.name']), tables: new Set(['idTypes']) }

  test.each([
    'plain',
    '{person.name}',
    '{{x}}',
    '{person.name|code idTypes|upper|first 3|url}',
    '{now|time yyyyMMdd|first 6}',
    '{now|time seconds}',
  ])('is not in %j', (template) => {
    expect(templateFaults(template, known)).toEqual([])
  })

  test.each([
    ['{', /brace/],
    ['a}', /brace/],
    ['{}', /brace/],
    ['{person.name', /brace/],
    ['{person.nmae}', /person\.nmae/],
    ['{ person.name }', /not known/],
    ['{person.name|trim}', /filter/],
    ['{person.name|}', /filter/],
    ['{person.name|code}', /table/],
    ['{person.name|code idtypes}', /idtypes/],
    ['{person.name|first}', /number/],
    ['{person.name|first 0}', /number/],
    ['{person.name|upper 2}', /behind/],
    ['{person.name|time yyyy}', /now/],
    ['{now}', /time/],
    ['{now|upper}', /time/],
    ['{now|time}', /format/],
    ['{now|time YYYY-MM-DD}', /format/],
    ['{now|time hh:mm}', /format/],
    ['{now|time -}', /format/],
  ])('is in %j', (template, fault) => {
    expect(templateFaults(template, known)).toEqual([expect.stringMatching(fault)])
  })
})
