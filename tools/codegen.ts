// Writes what is derived: types from schemas/, and docs/errors.md from the catalogue. CI fails when the result differs from what is committed.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { compile } from 'json-schema-to-typescript'
import { errorsPage } from './errors-page.ts'

const base = 'https://schemas.yangtze-delta-exchange.example/'
const root = new URL('../', import.meta.url)

const names = readdirSync(new URL('schemas/', root)).filter((name) => name.endsWith('.json'))
const local = {
  order: 1,
  canRead: (file: { url: string }) => file.url.startsWith(base),
  read: (file: { url: string }) =>
    JSON.parse(readFileSync(new URL(`schemas/${file.url.slice(base.length)}`, root), 'utf8'), bareReferences),
}

// A description beside a $ref makes the generator declare the type a second time under a numbered name.
function bareReferences(_key: string, value: unknown): unknown {
  return value !== null && typeof value === 'object' && '$ref' in value ? { $ref: value.$ref } : value
}

const types = await compile(
  {
    title: 'Contracts',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: base + name }])),
    required: names,
  },
  'Contracts',
  {
    bannerComment: '/* Made by `npm run codegen` from schemas/. Do not edit. */',
    $refOptions: { resolve: { local } },
    style: { semi: false, singleQuote: true, printWidth: 110 },
    ignoreMinAndMaxItems: true,
  },
)
mkdirSync(new URL('src/contracts/generated/', root), { recursive: true })
writeFileSync(new URL('src/contracts/generated/types.ts', root), types)
writeFileSync(new URL('docs/errors.md', root), errorsPage())
