import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'

// The import rule of CONTRIBUTING.md ("Layout") as data. A folder, or a file of src/ by its name.

/** Anybody may use these; they use nothing. */
const ground = ['errors.ts', 'clock.ts', 'contracts/generated']

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
  jobs: { may: ['domain', 'looks.ts'], types: ['contracts', 'inbound', 'outbound'] },
  callbacks: { may: ['domain', 'looks.ts'], types: ['contracts', 'inbound', 'jobs'] },
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
      'looks.ts',
      'peer-history',
      'print',
      'speaker',
    ],
    types: ['contracts', 'config', 'inbound', 'journal', 'maintenance-watch.ts', 'outbound', 'revocation'],
  },
  config: { may: ['domain', 'revocation', 'dialects'], types: ['contracts'] },
  'looks.ts': { may: [] },
  'health.ts': { may: ['domain'], types: ['directory', 'expiry', 'revocation'] },
  'heap.ts': { may: [] },
  'logger.ts': { may: [] },
  metrics: {
    may: ['domain'],
    types: ['callbacks', 'directory', 'expiry', 'peers', 'revocation', 'store'],
  },
  'program-version.ts': { may: [] },
  'request-events.ts': { may: ['domain', 'events.ts'], types: ['http', 'logger.ts', 'metrics'] },
  'events.ts': {
    may: ['domain', 'expiry'],
    types: ['callbacks', 'console', 'inbound', 'outbound', 'directory', 'revocation', 'logger.ts', 'metrics'],
  },
  'office-access.ts': { may: ['access', 'jws'], types: ['config'] },
  'office-callbacks.ts': { may: ['callbacks', 'identity.ts', 'peers', 'trust'], types: ['config'] },
  'own-signer.ts': { may: ['identity.ts', 'jws', 'peers', 'trust'], types: ['config'] },
  'identity.ts': { may: ['trust'], types: ['config'] },
  revocation: { may: ['domain', 'trust'], types: ['speaker'] },
  expiry: { may: ['domain'], types: ['identity.ts', 'speaker', 'trust'] },
  doctor: { may: ['domain', 'speaker', 'trust', 'outbound'], types: ['contracts', 'revocation'] },
  'known-certificate.ts': { may: ['trust'], types: ['revocation', 'speaker'] },
  'channel-guard.ts': { may: ['domain'], types: ['speaker'] },
  'represented-centres.ts': {
    may: ['config', 'peers', 'providers'],
    types: ['contracts'],
  },
  'lasting.ts': {
    may: ['contracts', 'inbound', 'metrics', 'program-version.ts'],
    types: ['channel-guard.ts', 'operation.ts', 'outbound'],
  },
  'maintenance-watch.ts': { may: ['domain', 'looks.ts'] },
  'hold-watch.ts': { may: ['domain', 'looks.ts'] },
  'office-status.ts': { may: ['availability', 'domain'] },
  'reloads.ts': { may: ['events.ts'], types: ['domain', 'logger.ts', 'metrics'] },
  'configuration-version.ts': { may: ['config', 'domain'], types: ['identity.ts'] },
  'store-place.ts': { may: [], types: ['config', 'store'] },
  'answering.ts': {
    may: ['domain', 'inbound'],
    types: ['config', 'providers', 'represented-centres.ts', 'store'],
  },
  'trust-parts.ts': {
    may: ['channel-guard.ts', 'directory', 'expiry', 'known-certificate.ts', 'peers', 'revocation', 'trust'],
    types: ['config', 'contracts', 'identity.ts', 'logger.ts', 'speaker', 'store'],
  },
  'lines.ts': {
    may: ['outbound', 'peer-tls.ts', 'peers', 'represented-centres.ts'],
    types: ['config', 'identity.ts', 'lasting.ts'],
  },
  'office-jobs.ts': { may: ['jobs', 'outbound'], types: ['callbacks', 'config', 'store'] },
  'console-parts.ts': anything,
  'board-parts.ts': anything,
  'board-facts.ts': anything,
  'doctor-parts.ts': anything,
  'own-interface.ts': { may: ['doctor'], types: ['config'] },
  'peer-tls.ts': { may: ['trust'], types: ['config', 'identity.ts', 'peers'] },
  'operation.ts': { may: [], types: ['console', 'domain'] },
  'check-parts.ts': {
    may: [],
    types: [
      'config',
      'console',
      'contracts',
      'evidence',
      'identity.ts',
      'outbound',
      'own-signer.ts',
      'speaker',
      'store',
    ],
  },
  'breakers.ts': { may: [], types: ['peers'] },
  'console-cases.ts': {
    may: ['console', 'outbound'],
    types: ['config', 'contracts', 'domain', 'evidence', 'jobs', 'speaker', 'store'],
  },
  'evidence-trust.ts': {
    may: ['directory', 'jws', 'known-certificate.ts', 'trust'],
    types: ['contracts', 'evidence'],
  },
  'kept-exchanges.ts': { may: [], types: ['contracts', 'store'] },
  'context.ts': anything,
  'gateway.ts': anything,
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
  const { statements } = parse(file)
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    if (!statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) return []
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly
    const { text } = statement.moduleSpecifier
    const to = text.startsWith('.')
      ? partOf(new URL(text, new URL(file, source)).href.slice(source.href.length))
      : text
    return [{ file, from: partOf(file), to, typeOnly }]
  })
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
    const dynamic = files.filter((file) =>
      /\bimport\s*\(|\brequire\s*\(/.test(readFileSync(new URL(file, source), 'utf8')),
    )
    expect(dynamic).toEqual([])
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

  test('doors never import one another', () => {
    expect(shown(among.filter(({ from, to }) => doors.includes(from) && doors.includes(to)))).toEqual([])
  })

  test('nobody imports the composition root but the programs', () => {
    const users = among.filter(({ to }) => to === 'context.ts' || to === 'gateway.ts').map(({ from }) => from)
    expect([...new Set(users)].sort()).toEqual(['cli', 'gateway.ts'])
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
