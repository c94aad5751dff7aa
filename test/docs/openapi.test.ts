import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { systemClock } from '../../src/clock.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { Route } from '../../src/http/app.ts'
import { exchangeRoutes } from '../../src/http/exchange-routes.ts'
import { officeRoutes } from '../../src/http/office-routes.ts'
import { opsRoutes } from '../../src/http/ops-routes.ts'
import { fileText, root } from './markdown.ts'

type Tree = { [name: string]: unknown }

const document = parse(fileText('openapi.yaml')) as { paths: Record<string, Record<string, Tree>> }
const methods = new Set(['get', 'post', 'put', 'patch', 'delete'])
const never = () => Promise.reject(new Error('not called'))

const listeners: Record<string, Route[]> = {
  exchange: exchangeRoutes({ receive: never, clock: systemClock, accepting: () => true }),
  office: officeRoutes({
    ask: never,
    jobs: never as never,
    callbacks: never as never,
    clock: systemClock,
    sandbox: false,
    contracts: createContracts(),
    access: never as never,
    maintenance: () => undefined,
    status: never,
    evidence: never,
    lineage: never,
    peers: () => [],
    centres: () => ({ directoryVersion: 1, centres: [] }),
  }),
  ops: opsRoutes({ readiness: never, metrics: never }),
}

describe('openapi.yaml', () => {
  test('has exactly the operations of the three listeners, each under the tag of its own', () => {
    const routes = Object.entries(listeners).flatMap(([tag, list]) =>
      list.map(
        ({ operationId, method, path }) =>
          `${tag} ${method} ${path.replace(/:(\w+)/g, '{$1}')} ${operationId}`,
      ),
    )
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => methods.has(method))
        .map(([method, { tags, operationId }]) => `${String(tags)} ${method} ${path} ${String(operationId)}`),
    )
    expect(operations.toSorted()).toEqual(routes.toSorted())
  })

  test('has exactly the query parameters that the routes take, with the same values', () => {
    const taken = Object.values(listeners)
      .flat()
      .flatMap(({ operationId, query = {} }) =>
        query === 'any'
          ? []
          : Object.entries(query).map(([name, { required = false, values }]) =>
              parameterLine(operationId, name, required, values),
            ),
      )
    const documented = Object.values(document.paths).flatMap((item) =>
      Object.entries(item)
        .filter(([method]) => methods.has(method))
        .flatMap(([, { operationId, parameters = [] }]) =>
          [item['parameters'] ?? [], parameters].flat().flatMap((each) => {
            const { in: place, name, required, schema } = each as Tree
            if (place !== 'query') return []
            const { enum: values } = schema as { enum?: string[] }
            return parameterLine(String(operationId), String(name), required === true, values)
          }),
        ),
    )
    expect(taken.length).toBeGreaterThan(0)
    expect(documented.toSorted()).toEqual(taken.toSorted())
  })

  test('tells at every 405 which header names the methods', () => {
    const answers = Object.values(document.paths).flatMap((item) =>
      Object.entries(item).flatMap(([method, { responses }]) =>
        methods.has(method) ? [(responses as Record<string, unknown>)['405']] : [],
      ),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"$ref":"#/components/responses/MethodNotAllowed"}']),
    )
  })

  test('refers only to schemas that are there, by relative paths', () => {
    const references = refsOf(document).filter((ref) => !ref.startsWith('#'))
    expect(references.length).toBeGreaterThan(10)
    for (const reference of references) expect([reference, isThere(reference)]).toEqual([reference, true])
  })
})

function parameterLine(
  operation: string,
  name: string,
  required: boolean,
  values: readonly string[] | undefined,
): string {
  return `${operation} ?${name}${required ? ' required' : ''} ${values?.join(', ') ?? 'of a form'}`
}

function refsOf(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : refsOf(inner),
  )
}

function isThere(reference: string): boolean {
  const [path = '', pointer = ''] = reference.split('#')
  const file = join(dirname(join(root, 'openapi.yaml')), path)
  if (!existsSync(file)) return false
  let at: unknown = JSON.parse(readFileSync(file, 'utf8'))
  for (const name of pointer.split('/').slice(1)) at = (at as Tree | undefined)?.[name]
  return at !== undefined
}
