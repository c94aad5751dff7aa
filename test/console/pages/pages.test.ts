import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import request from 'supertest'
import { createBuiltFiles } from '../../../src/console/pages/built-files.ts'
import { pageRoutes } from '../../../src/console/pages/routes.ts'
import { securityHeaders } from '../../../src/console/pages/security-headers.ts'
import { createApp } from '../../../src/http/app.ts'

let folder: string
let app: ReturnType<typeof createApp>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'))
  const built = createBuiltFiles(join(folder, 'console'))
  app = createApp(pageRoutes({ built }), {
    setHeaders: securityHeaders('https://idp.example'),
    clock: Date.now,
    sandbox: false,
    onRefused: () => undefined,
  })
})
afterEach(() => rmSync(folder, { recursive: true }))

function build(): void {
  mkdirSync(join(folder, 'console', 'assets'), { recursive: true })
  mkdirSync(join(folder, 'console', '.vite'))
  writeFileSync(join(folder, 'secret.txt'), 'outside')
  for (const [name, content] of [
    ['index.html', '<title>经办台</title>'],
    ['check.html', '<title>验真</title>'],
    ['icon.svg', '<svg/>'],
    ['assets/index-abc.js', 'let a'],
    ['assets/index-abc.js.br', brotliCompressSync('let a')],
    ['assets/index-abc.js.gz', gzipSync('let a')],
    ['built-from', 'mark'],
    ['.vite/manifest.json', '{}'],
  ] as const)
    writeFileSync(join(folder, 'console', name), content)
}

describe('the pages', () => {
  test.each(['/console', '/console/', '/console/cases', '/console/cases/1/centres/2', '/console/guide?x=1'])(
    '%s is the page that finds out by itself which it is, kept nowhere',
    async (path) => {
      build()
      const answer = await request(app).get(path)
      expect([answer.status, answer.text]).toEqual([200, '<title>经办台</title>'])
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
      })
    },
  )

  test.each([
    ['/console/index.html', 'no-store'],
    ['/console/check.html', 'no-store'],
    ['/console/icon.svg', 'public, max-age=3600'],
  ])(
    'are kept nowhere by the names of their files either, unlike what is in all of them: %s',
    async (path, kept) => {
      build()
      const answer = await request(app).get(path)
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, kept])
    },
  )

  test('begin where nothing else is asked for', async () => {
    const answer = await request(app).get('/')
    expect([answer.status, answer.headers['location']]).toEqual([303, '/console/'])
  })

  test.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', undefined],
  ])('load files for ever, in the smallest form that the browser takes: %s', async (accepted, encoding) => {
    build()
    const answer = await request(app).get('/console/assets/index-abc.js').set('accept-encoding', accepted)
    expect([answer.status, answer.text]).toEqual([200, 'let a'])
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
  })

  test.each([
    '/console/assets/other.js',
    '/console/assets/',
    '/console/assets/../../secret.txt',
    '/console/../secret.txt',
    '/console/..%2fsecret.txt',
    '/console/%2e%2e/secret.txt',
    '/console/assets/..%5c..%5csecret.txt',
    '/console//etc/passwd.txt',
    '/console/built-from.txt',
    '/console/.vite/manifest.json',
    '/console/assets/index-abc.js.br',
    '/console/assets/__proto__',
    '/console/v1/unknown',
    '/console/index.html.gz',
  ])('are nothing else: %s', async (path) => {
    build()
    const answer = await request(app).get(path)
    expect(answer.body).toMatchObject({ code: 'NOT_FOUND' })
    expect(answer.text).not.toContain('outside')
  })

  test.each(['/console/constructor', '/console/built-from', '/console/%2e%2e'])(
    'take no name for a file that none was built for: %s',
    async (path) => {
      build()
      expect((await request(app).get(path)).text).toBe('<title>经办台</title>')
    },
  )

  test('are not to be changed', async () => {
    build()
    const refused = await request(app).post('/console/cases')
    expect(refused.body).toMatchObject({ code: 'METHOD_NOT_ALLOWED', where: 'POST /console/{path}' })
    expect(refused.headers['allow']).toBe('GET, HEAD')
  })

  test('that are not built say what to do, and are there once they are', async () => {
    const answer = await request(app).get('/console/')
    expect(answer.status).toBe(503)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.text).toContain('经办台页面尚未构建')
    expect(answer.text).toContain('npm run build')
    build()
    expect((await request(app).get('/console/')).status).toBe(200)
  })
})

test.each([
  [200, 'get', '/console/'],
  [200, 'get', '/console/assets/index-abc.js'],
  [404, 'get', '/console/v1/unknown'],
  [404, 'get', '/nowhere'],
  [404, 'get', '/console/%zz'],
  [405, 'delete', '/console/'],
] as const)('the answer %s to %s %s says what a browser may do with it', async (status, method, path) => {
  build()
  const { headers, status: answered } = await request(app)[method](path)
  expect(answered).toBe(status)
  expect(headers['content-security-policy']).toBe(
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      'frame-src blob:',
      "form-action 'self' https://idp.example",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join(';'),
  )
  expect(headers).toMatchObject({
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
  })
  expect(headers).not.toHaveProperty('x-powered-by')
})
