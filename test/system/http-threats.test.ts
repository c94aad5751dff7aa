import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Problem } from '../../src/contracts/generated/types.ts'
import {
  http,
  type HttpAnswer,
  json,
  pingRequest,
  signed,
  type TestMember,
  verified,
} from '../support/member-client.ts'
import { type GatewayProcess, hangzhou, jiangsu } from '../support/sandbox.ts'
import { prepareStand, type Stand } from '../support/stand.ts'
import { openWire, postHead } from '../support/wire.ts'

let stand: Stand
let gateway: GatewayProcess

beforeAll(async () => {
  stand = await prepareStand()
  gateway = await stand.federation.start(hangzhou)
})
afterAll(() => stand.federation.close())

const own = (): TestMember => stand.jiangsu.own
const port = (): number => stand.federation.of(hangzhou).ports.exchange
const ping = '/exchange/v1/gateway.ping'
const pingBytes = (): Promise<string> => signed(own(), pingRequest(jiangsu, hangzhou))

function send(
  body: string | Uint8Array,
  headers: Record<string, string | string[]> = {},
): Promise<HttpAnswer> {
  const type = { 'content-type': 'application/jose' }
  return http({ port: port(), path: ping, tls: own().tls, body, headers: { ...type, ...headers } })
}

function refusalOf(answer: HttpAnswer): [number, string] {
  return [answer.status, json<Problem>(answer).code]
}

/** What the server says to bytes of our own, before it closes the connection. */
async function said(bytes: string): Promise<string> {
  using wire = await openWire(port(), own().tls)
  wire.write(bytes)
  return await wire.closed()
}

function problemIn(answer: string): Problem {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Problem
}

async function assertWell(): Promise<void> {
  const bytes = await pingBytes()
  const { body } = await verified(await send(bytes), stand.member(hangzhou), { bytes, from: jiangsu })
  expect(body).toMatchObject({ nonce: 'n-1' })
}

describe('HTTP that could be read in two ways ends the connection', () => {
  const smuggled = `GET /exchange/v1/gateway.ping HTTP/1.1\r\nHost: a\r\n\r\n`
  test.each([
    ['T67 Content-Length and Transfer-Encoding', ['Content-Length: 4', 'Transfer-Encoding: chunked']],
    ['T67 Transfer-Encoding and Content-Length', ['Transfer-Encoding: chunked', 'Content-Length: 4']],
    ['T67 an obscured Transfer-Encoding', ['Content-Length: 4', 'Transfer-Encoding: xchunked']],
    ['T67 a coding beneath chunked', ['Transfer-Encoding: gzip, chunked']],
    ['T83 two hosts', ['Host: b', 'Transfer-Encoding: chunked']],
    ['T67 chunked twice', ['Transfer-Encoding: chunked, chunked', 'Content-Length: 4']],
    ['T68 two lengths', ['Content-Length: 4', 'Content-Length: 5']],
    ['T68 the same length twice', ['Content-Length: 4', 'Content-Length: 4']],
    ['T68 a length of -1', ['Content-Length: -1']],
    ['T68 a length of +4', ['Content-Length: +4']],
    ['a header name with a space', ['Content-Length : 4']],
    ['a folded header', ['X-A: b', ' c', 'Content-Length: 4']],
  ])('%s', async (_, headers) => {
    const answer = await said(`${postHead(ping, headers)}0\r\n\r\n${smuggled}`)
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(problemIn(answer)).toMatchObject({ status: 400, code: 'HTTP_MALFORMED' })
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
  })

  test('T69 a URL of 64 KiB', async () => {
    const answer = await said(postHead(`${ping}?${'a'.repeat(65_536)}`, ['Content-Length: 0']))
    expect(problemIn(answer)).toMatchObject({ status: 431, code: 'HEADERS_TOO_LARGE' })
  })

  test('headers of more than 8 KiB', async () => {
    const answer = await said(postHead(ping, [`X-More: ${'a'.repeat(9_000)}`, 'Content-Length: 0']))
    expect(problemIn(answer)).toMatchObject({ status: 431, code: 'HEADERS_TOO_LARGE' })
  })

  test('what is no HTTP', async () => {
    expect(await said('\x16\x03\x01\x02\x00\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  })

  afterAll(assertWell)
})

describe('a body that is not as it must be', () => {
  test('T70 is refused one byte over the limit, and read up to it', async () => {
    const limit = 64 * 1024
    expect(refusalOf(await send('A'.repeat(limit + 1)))).toEqual([413, 'BODY_TOO_LARGE'])
    expect(refusalOf(await send('A'.repeat(limit)))).toEqual([401, 'UNAUTHENTICATED'])
  })

  test('T70 is refused one byte over the limit without a length', async () => {
    using wire = await openWire(port(), own().tls)
    wire.write(postHead(ping, ['Transfer-Encoding: chunked']))
    wire.write(`${(64 * 1024 + 1).toString(16)}\r\n${'A'.repeat(64 * 1024 + 1)}\r\n0\r\n\r\n`)
    expect(await wire.until(/"code":"[A-Z_]+"/)).toMatch(/^HTTP\/1\.1 413 [^]*"code":"BODY_TOO_LARGE"/)
  })

  test('T70 is refused by its announced length, before it comes', async () => {
    using wire = await openWire(port(), own().tls)
    wire.write(postHead(ping, ['Content-Length: 1099511627776']))
    expect(await wire.until(/"code":"[A-Z_]+"/)).toMatch(/^HTTP\/1\.1 413 [^]*"code":"BODY_TOO_LARGE"/)
  })

  test.each(['gzip', 'deflate', 'br', 'identity', 'x'])(
    'T71 is refused with Content-Encoding %s',
    async (coding) => {
      const bomb = gzipSync(Buffer.alloc(16 << 20))
      expect(bomb.length).toBeLessThan(64 * 1024)
      expect(refusalOf(await send(bomb, { 'content-encoding': coding }))).toEqual([
        415,
        'MEDIA_TYPE_UNSUPPORTED',
      ])
    },
  )

  test.each([
    'application/jose; charset=gbk',
    'application/jose; charset=utf-16',
    'application/jose; charset=utf-7',
  ])('T72 is refused as %s', async (type) => {
    expect(refusalOf(await send(await pingBytes(), { 'content-type': type }))).toEqual([
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ])
  })

  test.each([
    'application/json',
    'text/plain',
    'application/jose+json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'application/jose, application/json',
    '',
  ])('T73 is refused as %j', async (type) => {
    expect(refusalOf(await send(await pingBytes(), { 'content-type': type }))).toEqual([
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ])
  })

  test.each([
    'application/jose',
    'Application/JOSE',
    'application/jose; charset=utf-8',
    'application/jose;charset="UTF-8"',
  ])('T72 is read as %s', async (type) => {
    expect((await send(await pingBytes(), { 'content-type': type })).status).toBe(200)
  })

  test('that ends before it is complete is written to the log as BODY_INCOMPLETE', async () => {
    using wire = await openWire(port(), own().tls)
    wire.write(postHead(ping, ['Content-Length: 100', 'Expect: 100-continue']))
    await wire.until(/100 Continue/)
    wire.socket.destroy()
    expect(JSON.parse(await gateway.line('BODY_INCOMPLETE'))).toMatchObject({
      event: 'refused',
      operationId: 'gateway.ping',
    })
  })

  test('that is not wanted does not spoil the next request of its connection', async () => {
    const bytes = await pingBytes()
    using wire = await openWire(port(), own().tls)
    wire.write(postHead('/exchange/v1/nothing', ['Content-Length: 5']) + 'aaaaa')
    wire.write(postHead(ping, [`Content-Length: ${bytes.length}`]) + bytes)
    const both = await wire.until(/HTTP\/1\.1 200 OK[^]*\r\n\r\n[^]+\.[^]+\./)
    expect(both).toMatch(/^HTTP\/1\.1 404 [^]*"code":"NOT_FOUND"/)
  })
})

describe('T81 no other method, and none in disguise', () => {
  test('T81 TRACE echoes nothing', async () => {
    using wire = await openWire(port(), own().tls)
    wire.write(`TRACE ${ping} HTTP/1.1\r\nHost: a\r\nX-Secret: canary\r\n\r\n`)
    const answer = await wire.until(/"code":"[A-Z_]+"/)
    expect(answer).toMatch(/^HTTP\/1\.1 405 [^]*"code":"METHOD_NOT_ALLOWED"/)
    expect(answer).not.toContain('canary')
  })

  test('T81 CONNECT ends the connection', async () => {
    expect(await said('CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: a\r\n\r\n')).not.toContain('200')
  })

  test.each(['x-http-method-override', 'x-http-method', 'x-method-override'])(
    'T81 %s changes nothing',
    async (name) => {
      expect((await send(await pingBytes(), { [name]: 'DELETE' })).status).toBe(200)
    },
  )

  test('an upgrade is not taken', async () => {
    expect((await send(await pingBytes(), { connection: 'upgrade', upgrade: 'websocket' })).status).toBe(200)
  })
})

describe('who asks and whom is in the signature and the channel, not in headers', () => {
  test('T82 forwarded addresses and certificates change nothing', async () => {
    const { raw } = stand.member(hangzhou).certificate
    const headers = {
      'x-forwarded-for': '127.0.0.1',
      forwarded: 'for=127.0.0.1;host=a;proto=https',
      'x-forwarded-client-cert': raw.toString('base64'),
      'x-client-cert': raw.toString('base64'),
      'ssl-client-cert': raw.toString('base64'),
    }
    expect((await send(await pingBytes(), headers)).status).toBe(200)
    const stranger = await http({
      port: port(),
      path: ping,
      tls: stand.member(hangzhou).tls,
      body: await pingBytes(),
      headers: { 'content-type': 'application/jose', ...headers },
    })
    expect(refusalOf(stranger)).toEqual([401, 'UNAUTHENTICATED'])
  })

  test('T83 another Host changes nothing, and is nowhere repeated', async () => {
    const answer = await send(await pingBytes(), { host: 'canary.example' })
    expect(answer.status).toBe(200)
    const refused = await send('a', { host: 'canary.example', 'x-forwarded-host': 'canary.example' })
    expect(refused.body.toString() + JSON.stringify(refused.headers)).not.toContain('canary')
  })

  test('T84 a flood of a[]= in the query is as if it were not there, and beyond 8 KiB not read', async () => {
    const flood = (count: number): string => `${ping}?${'a[]=1&'.repeat(count)}`
    const type = { 'content-type': 'application/jose' }
    const bytes = await pingBytes()
    const answer = await http({
      port: port(),
      path: flood(1_000),
      tls: own().tls,
      body: bytes,
      headers: type,
    })
    await verified(answer, stand.member(hangzhou), { bytes, from: jiangsu })
    expect(await said(`POST ${flood(2_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
    await assertWell()
  })

  test('answers may not be cached, and say nothing of what made them', async () => {
    for (const answer of [await send(await pingBytes()), await send('a')]) {
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(Object.keys(answer.headers).sort()).toEqual(
        [
          'cache-control',
          'connection',
          'content-length',
          'content-type',
          'date',
          'keep-alive',
          'request-id',
          'traceresponse',
        ].sort(),
      )
    }
  })
})
