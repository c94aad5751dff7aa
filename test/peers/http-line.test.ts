import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  type HostileServer,
  httpAnswer,
  says,
  saysForEver,
  startHostileServer,
} from '../support/hostile-server.ts'
import { failure, get, sent } from './lines.ts'

let server: HostileServer
beforeEach(async () => {
  server = await startHostileServer()
})
afterEach(async () => server[Symbol.asyncDispose]())

const endpoint = () => `http://127.0.0.1:${server.port}/base`

describe('a request', () => {
  test('goes below the endpoint, with its own headers and no others of a person or a vendor', async () => {
    server.behave(says(httpAnswer('{}')))
    await sent({ ...get, headers: { citycode: '320200' } }, endpoint())
    const [first = '', ...headers] = (server.messages[0] ?? '').toString().trimEnd().split('\r\n')
    expect(first).toBe('GET /base/query?zjhm=1 HTTP/1.1')
    expect(headers.map((line) => line.toLowerCase()).toSorted()).toEqual([
      'accept-encoding: identity',
      'accept: */*',
      'citycode: 320200',
      'connection: close',
      `host: 127.0.0.1:${server.port}`,
      'user-agent: yangtze-delta-exchange-gateway',
    ])
  })

  test('carries its bytes as they are, and no content type but its own', async () => {
    server.behave(says(httpAnswer('{}')))
    const body = Buffer.from([0xc9, 0xf2, 0x00, 0xff])
    await sent({ ...get, method: 'POST', path: '/p', body }, endpoint())
    const message = server.messages[0] ?? Buffer.alloc(0)
    expect(message.subarray(-4)).toEqual(body)
    expect(message.toString('latin1')).not.toMatch(/content-type/i)
  })
})

describe('a reply', () => {
  test('is given with its status, whatever that is', async () => {
    server.behave(says(httpAnswer('page', { status: '500 Sorry' })))
    expect(await sent(get, endpoint())).toEqual({ status: 500, bytes: Buffer.from('page') })
  })

  test('T99 that redirects is not followed', async () => {
    server.behave(says(httpAnswer('', { status: '302 Found', headers: ['Location: http://127.0.0.1:1/'] })))
    expect(await sent(get, endpoint())).toEqual({ status: 302, bytes: Buffer.alloc(0) })
    expect(server.messages).toHaveLength(1)
  })

  const limit = '超过字节数上限 more than 1000 bytes'
  test.each([
    ['T92 short of its length', 'Content-Length: 9\r\n\r\nyes', 'the answer broke off: ECONNRESET'],
    [
      'T92 chunked and cut off',
      'Transfer-Encoding: chunked\r\n\r\n5\r\nab',
      'the answer broke off: ECONNRESET',
    ],
    ['T93 longer than its length', 'Content-Length: 3\r\n\r\nyes{"a":1}', 'the answer broke off: HPE_'],
    ['T95 that announces a GiB', 'Content-Length: 1073741824\r\n\r\n', 'announces more than 1000 bytes'],
    [
      'with two lengths',
      'Content-Length: 3\r\nContent-Length: 4\r\n\r\nyes',
      'HPE_UNEXPECTED_CONTENT_LENGTH',
    ],
    ['with length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'HPE_'],
    ['that switches protocols', 'Upgrade: x\r\nConnection: upgrade\r\n\r\n', 'EUPGRADE', '101 Switch'],
    ['with a head of 16 KiB', `X: ${'x'.repeat(16_384)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW'],
  ])('%s is refused', async (_, rest, detail, status = '200 OK') => {
    server.behave(says(`HTTP/1.1 ${status}\r\n${rest}`))
    expect(await failure(sent(get, endpoint()))).toMatchObject({
      code: 'CENTRE_ANSWER_INVALID',
      where: '999900000000000 query',
      detail: expect.stringContaining(detail),
    })
  })

  test.each([
    ['T94 of endless chunks', 'Transfer-Encoding: chunked\r\n\r\n', '64\r\n' + 'x'.repeat(100) + '\r\n'],
    ['that only the end of the connection would end', '\r\n', 'x'.repeat(100)],
  ])('%s is refused at the limit', async (_, head, again) => {
    server.behave(saysForEver(`HTTP/1.1 200 OK\r\n${head}`, again))
    expect(await failure(sent(get, endpoint()))).toMatchObject({
      code: 'CENTRE_ANSWER_INVALID',
      detail: limit,
    })
  })

  test('T98 in a content encoding is refused unread, whether it is one or not', async () => {
    const headers = ['Content-Encoding: gzip']
    for (const body of [gzipSync('{}'), Buffer.from('{}')]) {
      server.behave(says(httpAnswer(body, { headers })))
      expect(await failure(sent(get, endpoint()))).toMatchObject({
        code: 'CENTRE_ANSWER_INVALID',
        detail: '应答使用了内容编码 the answer has a content encoding',
      })
    }
  })

  test('that is no HTTP at all is refused', async () => {
    server.behave(says('<RspCode>000000</>'))
    expect(await failure(sent(get, endpoint()))).toMatchObject({
      code: 'CENTRE_ANSWER_INVALID',
      detail: expect.stringMatching(/^应答不是 HTTP\/1.1 the answer is not HTTP\/1.1: HPE_/),
    })
  })

  test('is refused without a word of what was sent or received', async () => {
    server.behave(says('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"xingming":"secret"}'))
    const thrown = await failure(sent({ ...get, path: '/query?secret' }, endpoint()))
    expect(
      JSON.stringify(Object.getOwnPropertyNames(thrown).map((name) => Reflect.get(thrown as object, name))),
    ).not.toContain('secret?')
    expect(String(Reflect.get(thrown as object, 'cause'))).toBe('undefined')
    expect(String(thrown)).not.toContain('secret')
  })
})

test.each([
  ['ends the connection', (socket: { end(): void }) => socket.end(), /ECONNRESET/],
  ['resets it', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy(), /ECONNRESET/],
])('a centre that %s without an answer is not available', async (_, manner, detail) => {
  server.behave(manner)
  expect(await failure(sent(get, endpoint()))).toMatchObject({
    code: 'CENTRE_UNAVAILABLE',
    detail: expect.stringMatching(detail),
  })
})

test('every message has a connection of its own, which is gone when the reply is there', async () => {
  server.behave(says(httpAnswer('{}', { headers: ['Connection: keep-alive'] })))
  await sent(get, endpoint())
  await sent(get, endpoint())
  expect(server.messages).toHaveLength(2)
})

test('the signal ends it with its own reason', async () => {
  const end = new AbortController()
  server.behave(() => end.abort(new Error('time')))
  expect(await failure(sent(get, endpoint(), {}, end.signal))).toEqual(new Error('time'))
})
