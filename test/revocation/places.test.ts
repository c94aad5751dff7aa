import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createFetch } from '../../src/peers/fetch.ts'
import { createKeptFiles } from '../../src/revocation/kept-files.ts'
import { now } from '../trust/support/pki.ts'
import { anchor, hour, issuer, leaf, listDer, revoking } from '../trust/support/revocation.ts'
import { issuingSource, keeping, rootSource } from './keeping.ts'

const good = Buffer.from(listDer(issuer, { thisUpdate: now }))
const serve: RequestListener = (_, response) => void response.end(good)

let server: Server
let place: string
let answer: RequestListener = serve
let folder: string

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  place = `http://127.0.0.1:${(server.address() as AddressInfo).port}/issuing.crl`
  folder = mkdtempSync(join(tmpdir(), 'revocation-'))
})
afterEach(() => void (answer = serve))
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  rmSync(folder, { recursive: true })
})

/** Over real HTTP, with whatever patience the limits have at each look. */
function overHttp(limits = { timeoutMs: 5_000, maxBytes: 100_000 }) {
  const rootFile = join(folder, 'root.crl')
  writeFileSync(rootFile, listDer(anchor, { thisUpdate: now }))
  return keeping({
    sources: [
      { ...rootSource, lists: [rootFile] },
      { ...issuingSource, lists: [place] },
    ],
    fetch: (url, _limits, post) => createFetch('', limits)(url, post),
  })
}

describe('T63 a place over plain HTTP', () => {
  test('gives a list', async () => {
    const { keeper, verdict } = overHttp()
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
  })

  test.each<[string, RequestListener, string]>([
    ['that is down', (request) => request.socket.destroy(), '连接失败 the connection failed: ECONNRESET'],
    ['that answers 503', (_, response) => void response.writeHead(503).end(good), 'HTTP 503'],
    ['that redirects', (_, response) => void response.writeHead(302, { location: place }).end(), 'HTTP 302'],
    ['that never ends', endless, '超过字节数上限 more than 100000 bytes'],
    ['that says nothing in time', silent, '在此时限内未收到完整应答 no whole answer within 200 ms'],
    ['that gives garbage', (_, response) => void response.end('<html>'), 'length'],
  ])('%s is still served within the grace, and refused after', async (_what, fails, detail) => {
    const limits = { timeoutMs: 5_000, maxBytes: 100_000 }
    const { keeper, verdict, at, told } = overHttp(limits)
    await keeper.refresh()
    answer = fails
    // Not before: the list itself may take its time on a busy machine.
    if (fails === silent) limits.timeoutMs = 200
    at(now + hour)
    await keeper.refresh()
    expect(told.at(-1)).toMatchObject(['failed', { secondsLeft: 0, detail: expect.stringContaining(detail) }])
    expect(verdict()).toBe('trusted')
    at(now + hour + 1)
    expect(verdict()).toBe('REVOCATION_UNKNOWN')
  })
})

function silent(): void {}

function endless(_: unknown, response: Parameters<RequestListener>[1]): void {
  response.on('error', () => undefined)
  const more = (error?: Error | null): void => {
    if (!error && !response.destroyed) response.write(Buffer.alloc(16_384), more)
  }
  more()
}

describe('a place that is a file', () => {
  test('gives a list, and nothing where it is missing or too large', async () => {
    const file = join(folder, 'issuing.crl')
    const { keeper, verdict, told } = keeping({
      sources: [rootSource, { ...issuingSource, lists: [file], maxBytes: 2_000 }],
    })
    await keeper.refresh()
    expect(told.at(-1)).toMatchObject(['failed', { detail: expect.stringContaining('no such file') }])
    writeFileSync(file, Buffer.alloc(2_001))
    await keeper.refresh()
    expect(told.at(-1)).toMatchObject(['failed', { detail: expect.stringContaining('more than 2000 bytes') }])
    writeFileSync(file, good)
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
    writeFileSync(file, listDer(issuer, { thisUpdate: now, number: 8, ...revoking(leaf) }))
    await keeper.refresh()
    expect(verdict()).toBe('CERTIFICATE_REVOKED')
  })
})

describe('what is kept on disk', () => {
  test('is read again, and its absence is no failure', () => {
    const failures: string[] = []
    const kept = createKeptFiles(join(folder, 'kept'), (path) => failures.push(path))
    expect(kept.read('a.crl')).toBeUndefined()
    kept.write('a.crl', Buffer.from('one'))
    kept.write('a.crl', Buffer.from('two'))
    expect(kept.read('a.crl')?.toString()).toBe('two')
    expect(failures).toEqual([])
  })

  test('that cannot be written is told, and fails nothing', () => {
    const failures: string[] = []
    const kept = createKeptFiles(join(folder, 'root.crl', 'below-a-file'), (path) => failures.push(path))
    kept.write('a.crl', Buffer.from('one'))
    expect(failures).toEqual([join(folder, 'root.crl', 'below-a-file', 'a.crl')])
  })
})
