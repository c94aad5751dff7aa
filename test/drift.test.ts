import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpSync, symlinkSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'
import { catalogue, type CatalogueEntry } from '../src/errors.ts'
import { exchangeRoutes } from '../src/http/exchange-routes.ts'
import { officeRoutes } from '../src/http/office-routes.ts'
import { opsRoutes } from '../src/http/ops-routes.ts'
import { errorsPage } from '../tools/errors-page.ts'

const root = new URL('../', import.meta.url)

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

function filesIn(folder: string, end: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(end))
    .map((file) => folder + file)
}

function notCalled(): never {
  throw new Error('only the routes are looked at')
}

describe('the listeners and openapi.yaml', () => {
  interface Operation {
    operationId: string
  }
  const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace']

  /** `:name` of express is `{name}` of OpenAPI. */
  function served(): string[] {
    const contracts = { check: notCalled }
    const routes = [
      ...exchangeRoutes({ receive: notCalled, clock: notCalled, accepting: notCalled }),
      ...officeRoutes({
        ask: notCalled,
        jobs: notCalled as never,
        callbacks: notCalled as never,
        clock: notCalled,
        sandbox: false,
        contracts,
        access: notCalled as never,
        maintenance: notCalled,
        status: notCalled,
        evidence: notCalled,
        lineage: notCalled,
        centres: notCalled,
        peers: notCalled,
      }),
      ...opsRoutes({ readiness: notCalled, metrics: notCalled }),
    ]
    return routes.map(
      ({ operationId, method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')} ${operationId}`,
    )
  }

  function documented(): string[] {
    const { paths } = parse(read('openapi.yaml')) as { paths: Record<string, Record<string, Operation>> }
    return Object.entries(paths).flatMap(([path, item]) =>
      methods
        .filter((method) => method in item)
        .map((method) => `${method} ${path} ${item[method]?.operationId}`),
    )
  }

  test('routes are the documented operations, neither more nor fewer', () => {
    expect(documented().sort()).toEqual(served().sort())
  })

  test('every file that openapi.yaml refers to is there', () => {
    const references = [...read('openapi.yaml').matchAll(/\$ref:\s*['"]?(\.?\/?schemas\/[^'"\s#]+)/g)].map(
      ([, file = '']) => file,
    )
    expect(references.length).toBeGreaterThan(0)
    expect(references.filter((file) => !existsSync(new URL(file, root)))).toEqual([])
  })
})

type Schema = Record<string, unknown>

/** Every schema inside a schema, with its JSON pointer. */
function* within(schema: Schema, pointer = ''): Generator<[string, Schema, 'property' | 'other']> {
  for (const keyword of ['properties', '$defs']) {
    for (const [name, inner] of Object.entries((schema[keyword] ?? {}) as Record<string, Schema>)) {
      yield [`${pointer}/${keyword}/${name}`, inner, 'property']
      yield* within(inner, `${pointer}/${keyword}/${name}`)
    }
  }
  const others = [
    schema['items'],
    ...((schema['oneOf'] ?? []) as Schema[]),
    ...((schema['anyOf'] ?? []) as Schema[]),
  ]
  for (const [i, inner] of others.entries()) {
    if (!inner) continue
    yield [`${pointer}/${i}`, inner as Schema, 'other']
    yield* within(inner as Schema, `${pointer}/${i}`)
  }
}

/** Its members are named, or all are of one kind. */
function isClosed({ properties, additionalProperties }: Schema): boolean {
  return additionalProperties === false || (!properties && typeof additionalProperties === 'object')
}

describe('schemas', () => {
  const names = filesIn('schemas/', '.json')
  const schemas = names.map((name) => [name, JSON.parse(read(name)) as Schema] as const)
  const byId = new Map(schemas.map(([, schema]) => [String(schema['$id']), schema]))

  /** A schema's description, or that of what it refers to. */
  function described(schema: Schema, base: string): boolean {
    if (typeof schema['description'] === 'string' && schema['description'].length > 0) return true
    if (typeof schema['$ref'] !== 'string') return false
    const { href, hash } = new URL(schema['$ref'], base)
    const id = href.slice(0, href.length - hash.length)
    const names = decodeURI(hash).split('/').slice(1)
    const target = names.reduce<unknown>((at, name) => (at as Schema | undefined)?.[name], byId.get(id))
    return target !== undefined && described(target as Schema, id)
  }

  test.each(schemas)('%s says which it is, what it is, and describes every property', (name, schema) => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://schemas.yangtze-delta-exchange.example/${name.slice('schemas/'.length)}`,
      title: expect.stringMatching(/^[A-Z][A-Za-z]+$/),
      description: expect.any(String),
    })
    expect('type' in schema || 'oneOf' in schema || '$defs' in schema).toBe(true)
    const undescribed = [...within(schema)].filter(
      ([, inner, kind]) => kind === 'property' && !described(inner, String(schema['$id'])),
    )
    expect(undescribed.map(([pointer]) => pointer)).toEqual([])
  })

  test('every object is closed or a map, and says what it must have; but for the envelopes’ bodies and diagnoses, which others describe', () => {
    const open = schemas.flatMap(([name, schema]) =>
      [['', schema, 'other'] as const, ...within(schema)]
        .filter(([, inner]) => inner['type'] === 'object' && !isClosed(inner))
        .map(([pointer]) => `${name}${pointer}`),
    )
    expect(open.sort()).toEqual([
      'schemas/answer-envelope.json/properties/body',
      // OAuth libraries add claims of their own.
      'schemas/client-assertion.json',
      // Each is judged alone, by office.question.json.
      'schemas/office.batch-question.json/properties/items/0',
      'schemas/office.question.json/properties/body',
      'schemas/parts/centre-result.json/properties/answer',
      'schemas/parts/problem.json/properties/diagnosis',
      'schemas/request-envelope.json/properties/body',
    ])
  })

  test('every text and list is bounded where a stranger sends it', () => {
    const received = [
      'request-envelope.json',
      'office.question.json',
      'office-authorization.json',
      'client-assertion.json',
      ...names.filter((name) => name.includes('.request.')).map((name) => name.slice('schemas/'.length)),
    ]
    const unbounded = schemas
      .filter(([name]) => received.includes(name.slice('schemas/'.length)))
      .flatMap(([name, schema]) =>
        [...within(schema)]
          .filter(([, inner]) => {
            const closed = 'pattern' in inner || 'enum' in inner || 'const' in inner || 'format' in inner
            if (inner['type'] === 'string') return !closed && !('maxLength' in inner)
            return inner['type'] === 'array' && !('maxItems' in inner)
          })
          .map(([pointer]) => `${name}${pointer}`),
      )
    expect(unbounded).toEqual([])
  })

  test('all of them compile strictly', () => {
    const ajv = new Ajv2020({ strict: true, strictRequired: false })
    formats.default(ajv, ['date'])
    for (const [, schema] of schemas) ajv.addSchema(schema)
    for (const id of byId.keys()) expect(ajv.getSchema(id)).toBeDefined()
  })
})

describe('error codes', () => {
  const codes = Object.keys(catalogue)

  test('each is documented, and each documented one exists', () => {
    const documented = [...read('docs/errors.md').matchAll(/^## ([A-Z_]+)$/gm)].map(([, code]) => code)
    expect(documented).toEqual(codes)
  })

  test('docs/errors.md is the catalogue, word for word', () => {
    expect(read('docs/errors.md')).toBe(errorsPage())
  })

  test('each is used somewhere in src', () => {
    const source = filesIn('src/', '.ts')
      .filter((file) => file !== 'src/errors.ts')
      .map(read)
      .join('\n')
    expect(codes.filter((code) => !source.includes(`'${code}'`))).toEqual([])
  })

  test('each has both languages, a remedy, and a status of its fault side', () => {
    for (const [code, entry] of Object.entries<CatalogueEntry>(catalogue)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
      for (const text of [entry.title, entry.remedy]) {
        expect(text.en).toMatch(/^[A-Z][^]+\.$/)
        expect(text.zh).toMatch(/。$/)
      }
      if (entry.fault === 'caller') expect(entry.status).toBeLessThan(500)
      if (entry.fault === 'us' && !entry.uniform) expect(entry.status).toBeGreaterThanOrEqual(500)
    }
  })
})

test('npm run codegen leaves no difference', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codegen-'))
  try {
    for (const part of ['schemas', 'src', 'tools', 'docs', 'package.json']) {
      cpSync(new URL(part, root), join(folder, part), { recursive: true })
    }
    symlinkSync(new URL('node_modules', root), join(folder, 'node_modules'))
    execFileSync(process.execPath, ['tools/codegen.ts'], { cwd: folder })
    for (const file of ['src/contracts/generated/types.ts', 'docs/errors.md']) {
      expect(readFileSync(join(folder, file), 'utf8')).toBe(read(file))
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
