import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'

// The import rule of CONTRIBUTING.md ("Layout") as data. A folder, or a file of src/ by its name.

/** Anybody may use these; they use nothing but one another. */
const ground = [
  'errors.ts',
  'clock.ts',
  'file-access.ts',
  'regular-file.ts',
  'key-file.ts',
  'contracts/generated',
]

/** Must not import one another, not even types. */
const doors = ['contracts', 'jws', 'trust', 'store', 'peers', 'dialects']

interface Rule {
  /** Of ours, beyond the ground. */
  may: readonly string[]
  /** Only `import type`: the interfaces that it implements or is given. */
  types?: readonly string[]
}

const anything: Rule = { may: ['*'] }

const rules: Record<string, Rule> = {
  'errors.ts': { may: ['errors'] },
  errors: { may: [] },
  'clock.ts': { may: [] },
  'file-access.ts': { may: [] },
  'regular-file.ts': { may: [] },
  'key-file.ts': { may: [] },
  domain: { may: [] },
  contracts: { may: [] },
  availability: { may: [], types: ['outbound'] },
  'peer-history': { may: ['availability'], types: ['outbound'] },
  access: { may: ['domain', 'speaker'], types: ['contracts'] },
  jws: { may: ['domain'], types: ['access', 'speaker'] },
  trust: { may: ['domain'] },
  store: {
    may: ['domain', 'journal'],
    types: [
      'availability',
      'backup',
      'access',
      'console',
      'inbound',
      'outbound',
      'directory',
      'jobs',
      'callbacks',
      'peer-history',
    ],
  },
  peers: { may: ['domain'] },
  dialects: { may: ['domain'] },
  journal: { may: ['domain', 'contracts'] },
  speaker: { may: ['domain'] },
  directory: { may: ['domain', 'speaker'], types: ['contracts'] },
  evidence: { may: ['domain', 'journal', 'speaker'], types: ['contracts', 'directory'] },
  backup: { may: ['domain', 'journal', 'evidence'], types: ['contracts', 'inbound'] },
  print: { may: ['domain', 'trust'] },
  providers: { may: ['domain', 'contracts', 'dialects'] },
  inbound: { may: ['domain', 'journal', 'speaker'], types: ['contracts', 'providers'] },
  outbound: { may: ['domain', 'journal', 'speaker'], types: ['contracts', 'providers', 'inbound'] },
  jobs: { may: ['domain', 'looks'], types: ['contracts', 'inbound', 'outbound'] },
  callbacks: { may: ['domain', 'looks'], types: ['contracts', 'inbound', 'jobs'] },
  http: {
    may: ['access', 'callbacks', 'domain', 'jobs'],
    types: ['contracts', 'inbound', 'outbound', 'health.ts'],
  },
  console: {
    may: [
      'access',
      'availability',
      'directory',
      'doctor',
      'domain',
      'evidence',
      'expiry',
      'http',
      'jobs',
      'looks',
      'peer-history',
      'print',
      'speaker',
    ],
    types: ['contracts', 'config', 'inbound', 'journal', 'looks', 'outbound', 'revocation'],
  },
  config: { may: ['domain', 'revocation', 'dialects'], types: ['contracts'] },
  'health.ts': { may: ['domain'], types: ['directory', 'expiry', 'revocation'] },
  'heap.ts': { may: [] },
  'logger.ts': { may: [] },
  metrics: {
    may: ['domain'],
    types: ['callbacks', 'directory', 'expiry', 'peers', 'revocation', 'store'],
  },
  'program-version.ts': { may: [] },
  events: {
    may: ['domain', 'expiry'],
    types: [
      'callbacks',
      'console',
      'directory',
      'http',
      'inbound',
      'logger.ts',
      'metrics',
      'outbound',
      'revocation',
    ],
  },
  identity: { may: ['jws', 'peers', 'trust'], types: ['config'] },
  looks: { may: ['domain'] },
  revocation: { may: ['domain', 'trust'], types: ['speaker'] },
  expiry: { may: ['domain'], types: ['identity', 'speaker', 'trust'] },
  doctor: { may: ['domain', 'speaker', 'trust', 'outbound'], types: ['contracts', 'revocation'] },
  composition: anything,
  'main.ts': anything,
  cli: anything,
  sandbox: anything,
}

/** The only places for a library or a built-in; what is not listed here is free. */
const homes: Record<string, readonly string[]> = {
  ajv: ['contracts'],
  'ajv-formats': ['contracts'],
  jose: ['jws'],
  'node-forge': ['trust'],
  '@peculiar/asn1-cms': ['print'],
  '@peculiar/asn1-schema': ['trust', 'print'],
  '@peculiar/asn1-x509': ['trust', 'print'],
  pdfkit: ['print'],
  uqr: ['print'],
  pg: ['store'],
  axios: ['peers'],
  'lru-cache': ['http'],
  'eventsource-parser': ['cli'],
  opossum: ['peers'],
  'node:sqlite': ['store', 'sandbox'],
  express: ['http', 'console'],
  'express-session': ['console'],
  'csrf-sync': ['console'],
  diff: ['console'],
  helmet: ['console'],
  'openid-client': ['console'],
  'oidc-provider': ['sandbox'],
  'pinyin-pro': ['console'],
  'iconv-lite': ['dialects', 'sandbox'],
  saxes: ['dialects'],
  pino: ['logger.ts'],
  'prom-client': ['metrics'],
  commander: ['cli'],
  yaml: ['config', 'sandbox'],
  'close-with-grace': ['main.ts'],
  'node:process': [],
  'node:child_process': ['main.ts'],
}

/** Only built-ins and what is ours. */
const withoutLibraries = ['domain', 'inbound', 'outbound', 'journal', 'speaker', 'providers', 'directory']

interface Import {
  file: string
  /** The file imported, where it is ours. */
  target: string
  from: string
  to: string
  typeOnly: boolean
}

const source = new URL('../src/', import.meta.url)
// The pages are a program of their own, built by Vite: they run in a browser.
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith('console/web/'),
)
const imports = files.flatMap(importsOf)

function importsOf(file: string): Import[] {
  const source = parse(file)
  const stated = source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    if (!statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) return []
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly
    return [importOf(file, statement.moduleSpecifier.text, typeOnly)]
  })
  return [...stated, ...loadedLater(source).map((text) => importOf(file, text, false))]
}

function importOf(file: string, text: string, typeOnly: boolean): Import {
  const target = text.startsWith('.')
    ? new URL(text, new URL(file, source)).href.slice(source.href.length)
    : ''
  return { file, target, from: partOf(file), to: target ? partOf(target) : text, typeOnly }
}

/** What `import(…)` names. */
function loadedLater(node: ts.Node): string[] {
  const found: string[] = []
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [named] = node.arguments
    if (!named || !ts.isStringLiteral(named)) throw new TypeError('import() of what only a run can tell')
    found.push(named.text)
  }
  ts.forEachChild(node, (child) => void found.push(...loadedLater(child)))
  return found
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(new URL(file, source), 'utf8'), ts.ScriptTarget.Latest, true)
}

function partOf(path: string): string {
  if (path.startsWith('contracts/generated/')) return 'contracts/generated'
  return path.split('/', 1)[0] ?? path
}

function packageOf(specifier: string): string {
  const [scope = '', name] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

const ours = new Set(files.map(partOf))
const among = imports.filter(({ from, to }) => ours.has(to) && from !== to)
const outside = imports.filter(({ to }) => !ours.has(to))

function shown(found: readonly Import[]): string[] {
  return found.map(({ file, to, typeOnly }) => `${file} imports ${typeOnly ? 'types of ' : ''}${to}`)
}

describe('the import rule', () => {
  test('sees every import of every file', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(imports.length).toBeGreaterThan(400)
    const requiring = files.filter((file) =>
      /\brequire\s*\(/.test(readFileSync(new URL(file, source), 'utf8')),
    )
    expect(requiring).toEqual([])
  })

  test('only the program loads a part later than the rest: of its commands the one that is run', () => {
    const later = files.filter((file) => loadedLater(parse(file)).length > 0)
    expect(later.toSorted()).toEqual(['cli/program.ts', 'main.ts'])
  })

  test('names every folder and file of src/, and nothing that is gone', () => {
    const named = new Set([...Object.keys(rules), 'contracts/generated'])
    expect([...ours].filter((part) => !named.has(part))).toEqual([])
    expect([...named].filter((part) => !ours.has(part))).toEqual([])
  })

  test('each part imports only what it may', () => {
    const broken = among.filter(({ from, to, typeOnly }) => {
      const rule = rules[from]
      if (!rule || ground.includes(to) || rule.may.includes('*') || rule.may.includes(to)) return false
      return !(typeOnly && rule.types?.includes(to))
    })
    expect(shown(broken)).toEqual([])
  })

  test('no file imports itself around a circle, not even for types', () => {
    let circling = new Set(files)
    let before: number
    do {
      before = circling.size
      const within = imports.filter(({ file, target }) => circling.has(file) && circling.has(target))
      const importing = new Set(within.map(({ file }) => file))
      circling = new Set(within.map(({ target }) => target).filter((file) => importing.has(file)))
    } while (circling.size < before)
    expect([...circling]).toEqual([])
  })

  test('doors never import one another', () => {
    expect(shown(among.filter(({ from, to }) => doors.includes(from) && doors.includes(to)))).toEqual([])
  })

  test('nobody imports the composition root but the programs', () => {
    const users = among.filter(({ to }) => to === 'composition').map(({ from }) => from)
    expect([...new Set(users)]).toEqual(['cli'])
  })

  test('libraries stay behind their doors', () => {
    const strays = outside.filter(({ from, to }) => {
      const allowed = homes[packageOf(to)]
      return allowed !== undefined && !allowed.includes(from)
    })
    expect(shown(strays)).toEqual([])
  })

  test('what holds the rules uses no library at all', () => {
    const strays = outside.filter(
      ({ from, to }) => withoutLibraries.includes(from) && !to.startsWith('node:'),
    )
    expect(shown(strays)).toEqual([])
  })

  test('every dependency has a home', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', source.href), 'utf8')) as {
      dependencies: Record<string, string>
    }
    expect(Object.keys(manifest.dependencies).filter((name) => !(name in homes))).toEqual([])
  })

  test('imports of ours end in .ts, and of Node begin with node:', () => {
    const wrong = files.filter((file) =>
      [...readFileSync(new URL(file, source), 'utf8').matchAll(/from '(\.[^']+)'/g)].some(
        ([, to]) => !to?.endsWith('.ts'),
      ),
    )
    expect(wrong).toEqual([])
    const bare = outside.filter(({ to }) =>
      ['fs', 'path', 'crypto', 'http', 'https', 'tls', 'net'].includes(to),
    )
    expect(shown(bare)).toEqual([])
  })

  test('only main.ts touches process', () => {
    const users = files.filter((file) => file !== 'main.ts' && usesProcess(parse(file)))
    expect(users).toEqual([])
    expect(usesProcess(parse('main.ts'))).toBe(true)
  })
})

/** The identifier `process`, not a member of that name. */
function usesProcess(node: ts.Node): boolean {
  if (ts.isIdentifier(node) && node.text === 'process') {
    const { parent } = node
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertySignature(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node)
    if (!isMember) return true
  }
  return ts.forEachChild(node, usesProcess) ?? false
}
