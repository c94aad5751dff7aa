import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { type ContractName, createContracts } from '../../src/contracts/contracts.ts'
import { schemaFault, toldKeywords } from '../../src/contracts/schema-fault.ts'

type Schema = Record<string, unknown>

const folder = new URL('../../schemas/', import.meta.url)
const schemas = ['', 'parts/'].flatMap((under) =>
  readdirSync(new URL(under, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(new URL(under + file, folder), 'utf8')) as Schema),
)
const contracts = createContracts()
const ajv = new Ajv2020({ strict: true, strictRequired: false, verbose: true, messages: false })

function fault(schema: Schema, value: unknown) {
  const validate = ajv.compile(schema)
  expect(validate(value)).toBe(false)
  return schemaFault(validate.errors ?? [])
}

const words = (detail: string) => ({ where: '/', detail })

describe('what does not fit a schema is told in Chinese and English', () => {
  test.each<[string, Schema, unknown, string]>([
    ['type', { type: 'integer' }, 'x', '须为 must be 整数 a whole number'],
    ['const', { type: 'string', const: 'a' }, 'x', '须为 must be a'],
    ['enum', { type: 'string', enum: ['a', 'b'] }, 'x', '须为其中之一 must be one of: a, b'],
    ['pattern', { type: 'string', pattern: '^a$' }, 'x', '格式不符，应为 does not have the form of: ^a$'],
    [
      'pattern with a description',
      { type: 'string', pattern: '^a$', description: 'An a.' },
      'x',
      '格式不符，应为 does not have the form of: An a; ^a$',
    ],
    ['minLength', { type: 'string', minLength: 1 }, '', '至少 1 个字符 must have at least 1 character'],
    ['maxLength', { type: 'string', maxLength: 2 }, 'xyz', '至多 2 个字符 must have at most 2 characters'],
    ['minItems', { type: 'array', minItems: 1 }, [], '至少 1 项 must have at least 1 item'],
    ['maxItems', { type: 'array', maxItems: 1 }, [1, 2], '至多 1 项 must have at most 1 item'],
    [
      'uniqueItems',
      { type: 'array', uniqueItems: true },
      [1, 1],
      '各项不得重复 must not have the same item twice',
    ],
    ['minProperties', { type: 'object', minProperties: 1 }, {}, '至少 1 个成员 must have at least 1 member'],
    [
      'maxProperties',
      { type: 'object', maxProperties: 0 },
      { x: 1 },
      '至多 0 个成员 must have at most 0 members',
    ],
    ['minimum', { type: 'integer', minimum: 3 }, 2, '不得小于 must be at least 3'],
    ['maximum', { type: 'integer', maximum: 3 }, 4, '不得大于 must be at most 3'],
    [
      'propertyNames',
      { type: 'object', propertyNames: { type: 'string', maxLength: 2 } },
      { xyz: 1 },
      '成员名 name of a member: 至多 2 个字符 must have at most 2 characters',
    ],
    [
      'forms that differ by a constant',
      { type: 'string', oneOf: [{ const: 'a' }, { const: 'b' }] },
      'x',
      '须为其中之一 must be one of: a, b',
    ],
    [
      'forms that differ by type',
      { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
      'x',
      '须为 must be true / false / null',
    ],
    [
      'forms of which one was meant',
      { oneOf: [{ type: 'string', maxLength: 2 }, { type: 'array' }] },
      'xyz',
      '至多 2 个字符 must have at most 2 characters',
    ],
    [
      'forms of which any could be meant',
      { type: 'string', oneOf: [{ maxLength: 2 }, { pattern: '^y' }] },
      'xyz',
      '不合任一形式 fits none of the forms allowed, or several',
    ],
  ])('%s', (_, schema, value, detail) => {
    expect(fault(schema, value)).toEqual(words(detail))
  })

  test('a member that is missing is named by its own place', () => {
    const checked = contracts.check('office.question', { service: 'gateway.ping', body: {} })
    expect(checked).toMatchObject({ where: '/to', detail: '缺少该成员 is missing' })
    const inner = contracts.check('deposit-record.check.request', { person: { name: '沈清和' } })
    expect(inner).toMatchObject({ where: '/person/idType' })
    expect(fault({ type: 'object', properties: { 'a/b': {} }, required: ['a/b'] }, {}).where).toBe('/a~1b')
  })

  test('every keyword of our schemas has its sentence, or leads to one that has', () => {
    const others = ['properties', 'items', 'propertyNames', 'if', 'then', 'else', '$ref', '$defs']
    const notes = ['$schema', '$id', 'title', 'description']
    const known = new Set([...toldKeywords, ...others, ...notes])
    const used = new Set(schemas.flatMap((schema) => [...within(schema)]).flatMap(Object.keys))
    expect([...used].filter((keyword) => !known.has(keyword))).toEqual([])
  })

  test('no sentence is longer than a problem’s detail may be', () => {
    for (const schema of schemas.flatMap((each) => [...within(each)])) {
      for (const [keyword, value] of Object.entries(schema)) {
        const params = { [keyword]: value, allowedValues: value, allowedValue: value, limit: value }
        const told = schemaFault([{ keyword, params, parentSchema: schema, instancePath: '' }])
        expect([keyword, told.detail.length <= 500]).toEqual([keyword, true])
      }
    }
  })
})

describe('the fault of a value', () => {
  const ours =
    JSON.stringify(schemas) +
    readFileSync(new URL('../../src/contracts/schema-fault.ts', import.meta.url), 'utf8')

  /** Letters that we have nowhere: three of ours stand in a list of codes now and then, across its commas. */
  const unit = fc.constantFrom(...'αβγδεζηθικλμνξοπρστυφχψω')
  const text = fc.string({ unit, minLength: 3 })
  const anything = fc.jsonValue({ stringUnit: unit })

  /** Values near to what fits, so that every kind of fault comes up, with something of somebody in them. */
  const question = { to: ['310000000000000'], service: 'deposit-record.check', body: {}, fields: ['balance'] }
  const sent = fc.oneof(
    anything,
    fc
      .tuple(
        fc.constantFrom(
          'to',
          'service',
          'purpose',
          'basis',
          'operator',
          'fields',
          'callback',
          'body',
          'mayWait',
        ),
        anything,
      )
      .map(([member, value]) => ({ ...question, [member]: value })),
    fc.tuple(text, anything).map(([name, value]) => ({ ...question, [name]: value })),
    text.map((code) => ({ ...question, to: [code] })),
  )

  test.each<ContractName>(['office.question', 'request-envelope', 'deposit-record.check.request', 'config'])(
    'repeats nothing of three characters or more that %s has not itself',
    (name) => {
      fc.assert(
        fc.property(sent, (value) => {
          const checked = contracts.check(name, value)
          if (checked.ok) return
          for (const part of partsOf(value)) {
            if (!ours.includes(part) && checked.detail.includes(part)) throw new Error(checked.detail)
          }
        }),
        { numRuns: 300 },
      )
    },
  )
})

/** Every run of three characters of its names, texts and numbers; whatever is longer has one. */
function partsOf(value: unknown): string[] {
  if (value === null || typeof value !== 'object') {
    const text = String(value)
    return Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3))
  }
  return Object.entries(value).flatMap(([name, inner]) => [...partsOf(name), ...partsOf(inner)])
}

/** A schema and every schema inside it. */
function* within(schema: Schema): Generator<Schema> {
  yield schema
  for (const keyword of ['properties', '$defs'])
    for (const inner of Object.values((schema[keyword] ?? {}) as Record<string, Schema>)) yield* within(inner)
  for (const keyword of [
    'items',
    'propertyNames',
    'additionalProperties',
    'if',
    'then',
    'else',
    'oneOf',
    'anyOf',
  ])
    for (const inner of [schema[keyword] ?? []].flat())
      if (typeof inner === 'object' && inner !== null) yield* within(inner as Schema)
}
