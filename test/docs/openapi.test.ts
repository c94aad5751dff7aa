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

describe('openapi.yaml', () => {
  test('has exactly the operations of the three listeners, each under the tag of its own', () => {
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

  test('refers only to schemas that are there, by relative paths', () => {
    const references = refsOf(document).filter((ref) => !ref.startsWith('#'))
    expect(references.length).toBeGreaterThan(10)
    for (const reference of references) expect([reference, isThere(reference)]).toEqual([reference, true])
  })
})

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
