import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type HostileServer, says, saysForEver, startHostileServer } from '../support/hostile-server.ts'
import { freePort } from '../support/ports.ts'
import { failure, framed, sent, stream } from './lines.ts'

let server: HostileServer
beforeEach(async () => {
  server = await startHostileServer()
})
afterEach(async () => server[Symbol.asyncDispose]())

const endpoint = () => `tcp://127.0.0.1:${server.port}`

describe('a reply framed by its length', () => {
  test('is given without header and length, also where it comes in pieces', async () => {
    server.behave((socket) => {
      socket.write('HEA')
      setImmediate(() => {
        socket.write(Buffer.from('D\0\0', 'latin1'))
        setImmediate(() => socket.write(Buffer.from('\0\x03yes', 'latin1')))
      })
    })
    expect(await sent(framed, endpoint())).toEqual({ bytes: Buffer.from('yes') })
    expect(server.messages).toEqual([Buffer.from('HEAD\0\0\0\x05hello', 'latin1')])
  })

  test('may have no header and two bytes of length', async () => {
    server.behave(says(Buffer.from('\0\x03yes', 'latin1')))
    const call = { ...framed, reply: { headerBytes: 0, lengthBytes: 2 } } as const
    expect(await sent(call, endpoint())).toEqual({ bytes: Buffer.from('yes') })
  })

  test('of no bytes is a reply', async () => {
    server.behave(says(Buffer.from('HEAD\0\0\0\0', 'latin1')))
    expect(await sent(framed, endpoint())).toEqual({ bytes: Buffer.alloc(0) })
  })

  test.each([
    [
      'T93 more bytes than announced',
      'HEAD\0\0\0\x03yes!',
      '超出声明的长度 has bytes after the announced length',
    ],
    [
      'T92 fewer bytes than announced',
      'HEAD\0\0\0\x09yes',
      '应答未完连接即结束 the connection ended inside the answer',
    ],
    ['half a length', 'HEAD\0\0', '应答未完连接即结束 the connection ended inside the answer'],
    [
      'T95 4 GiB announced',
      'HEAD\xff\xff\xff\xff',
      '声明的长度超过字节数上限 announces more than 1000 bytes',
    ],
  ])('is refused with %s', async (_, bytes, detail) => {
    server.behave(says(Buffer.from(bytes, 'latin1')))
    expect(await failure(sent(framed, endpoint()))).toMatchObject({ code: 'CENTRE_ANSWER_INVALID', detail })
  })
})

describe('a reply that ends with the stream', () => {
  test('is asked for by ending our half', async () => {
    server.behave((socket) => socket.on('end', () => socket.end('<b>2</>')))
    expect(await sent(stream, endpoint())).toEqual({ bytes: Buffer.from('<b>2</>') })
  })

  test('that never ends is refused at the limit, and its connection given up', async () => {
    server.behave(saysForEver('<b>', 'x'.repeat(100)))
    expect(await failure(sent(stream, endpoint()))).toMatchObject({
      code: 'CENTRE_ANSWER_INVALID',
      where: '999900000000000 query',
      detail: '超过字节数上限 more than 1000 bytes',
    })
  })
})

describe('where nothing comes', () => {
  test.each([
    ['the centre ends the connection', framed],
    ['the centre ends the stream', stream],
  ])('because %s, it is not available', async (_, call) => {
    server.behave((socket) => socket.end())
    expect(await failure(sent(call, endpoint()))).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
      detail: '连接结束而无应答 the connection ended without an answer',
    })
  })

  test('because it resets the connection, it is not available', async () => {
    server.behave((socket) => socket.resetAndDestroy())
    expect(await failure(sent(framed, endpoint()))).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
      detail: '连接失败 the connection failed: ECONNRESET',
    })
  })

  test('because nobody listens, it is not available', async () => {
    const gone = `tcp://127.0.0.1:${await freePort()}`
    expect(await failure(sent(framed, gone))).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
      detail: '连接失败 the connection failed: ECONNREFUSED',
    })
  })
})

test('a reset inside the answer is no answer', async () => {
  server.behave((socket) => socket.write('HEAD', () => socket.resetAndDestroy()))
  expect(await failure(sent(framed, endpoint()))).toMatchObject({ code: expect.stringMatching(/^CENTRE_/) })
})

test('the signal ends it with its own reason', async () => {
  const end = new AbortController()
  server.behave(() => end.abort(new Error('time')))
  expect(await failure(sent(framed, endpoint(), {}, end.signal))).toEqual(new Error('time'))
})
