import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import { maxAnswerBytes, plainRecord, questionNow, somebody, testPeer } from '../support/dialect-peer.ts'
import {
  drips,
  type HostileServer,
  httpAnswer,
  type Manner,
  says,
  saysForEver,
  startHostileServer,
} from '../support/hostile-server.ts'
import { failure } from './lines.ts'

// Centres that misbehave, from the socket to the facts: whatever comes, nothing of it is used. Numbers are those of
// the threat list.

let server: HostileServer
beforeEach(async () => {
  server = await startHostileServer()
})
afterEach(async () => server[Symbol.asyncDispose]())

/** More than a listener’s and our own buffers take together, and far less than what the centre would send, in bytes. */
const someBuffers = 32 * 1024 * 1024

/** Time enough to ask, on a machine that has much to do. */
const hurryMs = 500

const limit = `超过字节数上限 more than ${maxAnswerBytes} bytes`
const announced = `声明的长度超过字节数上限 announces more than ${maxAnswerBytes} bytes`

/** Asks about somebody, who must not be found, and tells how that failed. */
async function refusal(dialect: 'plain-json' | 'plain-tcp', manner: Manner, deadlineMs?: number) {
  const met = Promise.withResolvers<Socket>()
  server.behave((socket, message) => {
    met.resolve(socket)
    manner(socket, message)
  })
  await using peer = testPeer(dialect, server.port, deadlineMs)
  const thrown = await failure((async () => await peer.provider.find(questionNow({ fields: ['balance'] })))())
  expect(peer.state()).toMatchObject({ failures: 1, successes: 0 })
  // A deadline may come before the centre reads what it was asked.
  expect((await met.promise).bytesWritten).toBeLessThan(someBuffers)
  for (const said of [somebody.name, somebody.idNumber, '12345.67'])
    expect(String(thrown)).not.toContain(said)
  return thrown
}

/** An answer over HTTP with a body. */
function http(body: string | Buffer, ...headers: string[]): Manner {
  return says(httpAnswer(body, { headers: ['Content-Type: application/json', ...headers] }))
}

/** A frame over TCP: header, announced length, body. */
function framed(body: string | Buffer, announced = Buffer.byteLength(body)): Buffer {
  const head = Buffer.from('HEAD\0\0\0\0', 'latin1')
  head.writeUInt32BE(announced, 4)
  return Buffer.concat([head, Buffer.from(body)])
}

const gbk = iconv.encode(plainRecord(), 'gbk')
const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`

describe('over HTTP', () => {
  test.each<[string, Manner, string]>([
    [
      'T72 a body in another charset than agreed',
      http(gbk, 'Content-Type: application/json;charset=GBK'),
      '不是该字符编码 is not in utf-8',
    ],
    ['T74 100,000 levels of nesting', http('['.repeat(100_000)), '嵌套过深 nested too deeply'],
    [
      'T75 a repeated member',
      http(plainRecord().replace('{"name"', '{"id":"1","name"')),
      '成员重复 a member is repeated',
    ],
    [
      'T76 a member __proto__',
      http('{"__proto__":{"code":"200"}}'),
      '有不允许的成员名 a member name is not allowed',
    ],
    [
      'T77 an amount of 1e400',
      http(plainRecord({ balance: 0 }).replace(':0}', ':1e400}')),
      'balance.amount: 不是以元计的金额 not an amount in yuan',
    ],
    [
      'T77 an amount beyond 2^53 fen',
      http(plainRecord({ balance: '90071992547409.92' })),
      'balance.amount: 不是以元计的金额 not an amount in yuan',
    ],
    [
      'T92 a body short of its length',
      says('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n', plainRecord()),
      'the answer broke off: ECONNRESET',
    ],
    [
      'T92 chunks without the last',
      says('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', chunk),
      'the answer broke off: ECONNRESET',
    ],
    [
      'T93 a body longer than its length',
      says(httpAnswer(plainRecord()), '{"code":"404"}'),
      'the answer broke off: HPE_INVALID_CONSTANT',
    ],
    [
      'T94 endless chunks',
      saysForEver('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', chunk),
      limit,
    ],
    ['T94 a stream that only its end would end', saysForEver('HTTP/1.1 200 OK\r\n\r\n', chunk), limit],
    [
      'T95 1 GiB announced',
      saysForEver('HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n', chunk),
      announced,
    ],
    ['T96 what is no JSON', http(plainRecord().slice(0, -1)), '不是 JSON not JSON'],
    ['T96 a page of HTML that says 200', http('<html>系统维护中</html>'), '不是 JSON not JSON'],
    ['T96 nothing', http(''), '不是 JSON not JSON'],
    ['T97 a charset that it does not say', http(gbk), '不是该字符编码 is not in utf-8'],
    ['T97 UTF-16', http(Buffer.from(plainRecord(), 'utf16le')), '不是该字符编码 is not in utf-8'],
    [
      'T97 UTF-8 that was read as ISO-8859-1 and written again',
      http(Buffer.from(plainRecord()).toString('latin1')),
      'no name that shows whose the record is',
    ],
    [
      'T98 plain text that says it is gzip',
      http(plainRecord(), 'Content-Encoding: gzip'),
      '应答使用了内容编码 the answer has a content encoding',
    ],
    [
      'T98 gzip that nobody asked for',
      http(gzipSync(plainRecord()), 'Content-Encoding: gzip'),
      '应答使用了内容编码 the answer has a content encoding',
    ],
    ['T98 gzip that does not say so', http(gzipSync(plainRecord())), '不是该字符编码 is not in utf-8'],
  ])('%s is refused', async (_, manner, detail) => {
    expect(await refusal('plain-json', manner)).toMatchObject({
      code: 'CENTRE_ANSWER_INVALID',
      detail: expect.stringContaining(detail),
    })
  })

  test('T99 a redirect is not followed, wherever it leads', async () => {
    const headers = [`Location: http://127.0.0.1:${server.port}/elsewhere`]
    const thrown = await refusal('plain-json', says(httpAnswer('', { status: '302 Found', headers })))
    expect(thrown).toMatchObject({ code: 'CENTRE_UNAVAILABLE', detail: '应答状态码 HTTP status 302' })
    expect(server.messages).toHaveLength(1)
  })

  test.each([
    ['T91 a byte at a time', drips('HTTP/1.1 200 OK\r\nContent-Length: 262000\r\n\r\n')],
    ['T91 half a head', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\nX: ')],
    ['T90 nothing at all', () => undefined],
  ])('%s is no answer in time', async (_, manner) => {
    expect(await refusal('plain-json', manner, hurryMs)).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
      detail: '时限内未收到完整应答 no whole answer in time',
    })
  })
})

describe('over TCP', () => {
  test.each<[string, Manner, string]>([
    ['T72 a body in another charset than agreed', says(framed(gbk)), '不是该字符编码 is not in utf-8'],
    [
      'T92 a connection that ends inside the frame',
      says(framed(plainRecord(), 900)),
      '应答未完连接即结束 the connection ended inside the answer',
    ],
    [
      'T92 a connection that ends inside the length',
      says('HEAD\0\0'),
      '应答未完连接即结束 the connection ended inside the answer',
    ],
    [
      'T93 bytes behind the frame',
      says(framed(plainRecord()), 'HEAD'),
      '超出声明的长度 has bytes after the announced length',
    ],
    [
      'T94 a second frame, and another, without end',
      saysForEver(framed('{}'), framed('{}')),
      '超出声明的长度 has bytes after the announced length',
    ],
    ['T95 a frame of 2 GiB', saysForEver(framed('', 2 ** 31), chunk), announced],
    ['T95 a frame of 4 GiB less one', says(framed('', 2 ** 32 - 1)), announced],
    ['T96 what is no JSON', says(framed('<RspCode>000000</>')), '不是 JSON not JSON'],
    ['T96 an empty frame', says(framed('')), '不是 JSON not JSON'],
  ])('%s is refused', async (_, manner, detail) => {
    expect(await refusal('plain-tcp', manner)).toMatchObject({ code: 'CENTRE_ANSWER_INVALID', detail })
  })

  test('T91 a byte at a time is no answer in time', async () => {
    const manner = drips(framed('', maxAnswerBytes))
    expect(await refusal('plain-tcp', manner, hurryMs)).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
      detail: '时限内未收到完整应答 no whole answer in time',
    })
  })

  test('T88 a connection that is reset is no answer', async () => {
    expect(await refusal('plain-tcp', (socket) => socket.resetAndDestroy())).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
      detail: '连接失败 the connection failed: ECONNRESET',
    })
  })
})

test('after all that a centre that answers well is understood', async () => {
  await using peer = testPeer('plain-json', server.port)
  server.behave(http('['.repeat(100_000)))
  await expect(peer.provider.find(questionNow())).rejects.toMatchObject({ code: 'CENTRE_ANSWER_INVALID' })
  server.behave(http(plainRecord()))
  expect(await peer.provider.find(questionNow())).toMatchObject({ outcome: 'found' })
})
