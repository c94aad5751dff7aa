import { describe, expect, test } from '@jest/globals'
import {
  answer,
  drip,
  flood,
  hangUp,
  rawAnswer,
  refusedOrigin,
  reset,
  say,
  silence,
  startBlackhole,
  type Behaviour,
} from '../support/faulty-server.ts'
import { call, codeOf, errorOf, peer, peersWith, startPeer } from './federation.ts'

const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n'
const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`

describe('a peer that cannot be reached', () => {
  test('T86: a refused connection is PEER_UNREACHABLE', async () => {
    await using peers = peersWith()
    const error = await errorOf(peers.ask(peer(await refusedOrigin()), call()))
    expect(error.code).toBe('PEER_UNREACHABLE')
    expect(error.detail).toBe('未能建立连接 no connection: ECONNREFUSED')
  })

  test('T87: a blackhole is PEER_UNREACHABLE once its share for connecting is used up', async () => {
    await using hole = await startBlackhole()
    await using peers = peersWith({ connectMs: 50 })
    const error = await errorOf(peers.ask(peer(hole.origin), call()))
    expect(error.code).toBe('PEER_UNREACHABLE')
    await hole.connected()
    expect(hole.connections()).toBe(1)
  })

  test('T87: a blackhole ends with PEER_TIMEOUT when the deadline comes first', async () => {
    await using hole = await startBlackhole()
    await using peers = peersWith()
    expect(await codeOf(peers.ask(peer(hole.origin), call(100)))).toBe('PEER_TIMEOUT')
  })
})

describe('a peer whose answer is lost is asked again with the same bytes, and ends with PEER_FAULT', () => {
  const lost: Record<string, Behaviour> = {
    'T88: RST before the answer': reset,
    'T88: RST in the body': say(`${head}Content-Length: 100\r\n\r\nsome`, 'reset'),
    'T89: FIN instead of an answer': hangUp,
    'T92: a body shorter than announced': say(`${head}Content-Length: 100\r\n\r\nsome`, 'end'),
    'T92: chunks without an end': say(`${chunked}4\r\nsome\r\n`, 'end'),
    'a chunk size that is no number': say(`${chunked}zz\r\nsome\r\n`),
  }

  test.each(Object.entries(lost))('%s', async (_, behaviour) => {
    await using server = await startPeer(behaviour)
    await using peers = peersWith()
    expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('PEER_FAULT')
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['a.b.c', 'a.b.c', 'a.b.c'])
    expect(peers.states()).toMatchObject([{ failures: 1 }])
  })
})

describe('a peer whose answer is broken ends with PEER_FAULT', () => {
  const faults: Record<string, Behaviour> = {
    'T93: a body longer than announced': say(`${head}Content-Length: 2\r\n\r\nok and more`),
    'T98: a content encoding, although none was accepted': answer('not gzip', { 'Content-Encoding': 'gzip' }),
    'both Content-Length and Transfer-Encoding': say(
      `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ),
    'two different lengths': say(`${head}Content-Length: 4\r\nContent-Length: 5\r\n\r\nsome`),
    'another protocol': say('SSH-2.0-OpenSSH_9.9\r\n'),
    'more than 8 KiB of headers': answer('ok', { 'X-More': 'x'.repeat(9_000) }),
    'a protocol switch nobody asked for': say(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
    ),
  }

  test.each(Object.entries(faults))('%s', async (_, behaviour) => {
    await using server = await startPeer(behaviour)
    await using peers = peersWith()
    expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('PEER_FAULT')
    expect(server.requests).toHaveLength(1)
  })
})

describe('a peer that takes too long ends with PEER_TIMEOUT', () => {
  const slow: Record<string, Behaviour> = {
    'T90: no answer until the deadline': silence,
    'T91: a body byte by byte': drip(`${head}Content-Length: 100000\r\n\r\n`, 'x', 5),
    'T91: headers byte by byte': drip(head, 'X-More: 1\r\n', 50),
    'T94: small chunks without an end': drip(chunked, '1\r\nx\r\n', 5),
    'interim answers without an end': drip('', 'HTTP/1.1 102 Processing\r\n\r\n', 5),
  }

  test.each(Object.entries(slow))('%s', async (_, behaviour) => {
    await using server = await startPeer()
    await using peers = peersWith()
    // Over a connection at hand, so that what is asked leaves at once; the deadline may come before anybody reads it.
    await peers.ask(peer(server.origin), call())
    const gone = Promise.withResolvers<void>()
    server.behave((wire, raw, request) => {
      raw.once('close', () => gone.resolve())
      behaviour(wire, raw, request)
    })
    expect(await codeOf(peers.ask(peer(server.origin), call(250)))).toBe('PEER_TIMEOUT')
    await gone.promise
    expect(server.requests).toHaveLength(2)
  })

  test('a deadline that has passed asks nobody and says nothing about the peer', async () => {
    await using server = await startPeer()
    await using peers = peersWith()
    expect(await codeOf(peers.ask(peer(server.origin), call(-1)))).toBe('PEER_TIMEOUT')
    expect(server.connections()).toBe(0)
    expect(peers.states()).toEqual([])
  })

  test('a check that never ends is ended by the deadline', async () => {
    await using server = await startPeer()
    await using peers = peersWith()
    const { promise } = Promise.withResolvers<string>()
    const ask = peers.ask(peer(server.origin), call(250, { check: () => promise }))
    expect(await codeOf(ask)).toBe('PEER_TIMEOUT')
  })

  test('T104: an answer after our timeout is not looked at', async () => {
    const late = Promise.withResolvers<() => void>()
    await using server = await startPeer()
    await using peers = peersWith()
    await peers.ask(peer(server.origin), call())
    server.behave((wire) => late.resolve(() => wire.write(rawAnswer('late'))))
    let checked = 0
    const check = (): string => `${(checked += 1)}`
    expect(await codeOf(peers.ask(peer(server.origin), call(150, { check })))).toBe('PEER_TIMEOUT')
    const answerLate = await late.promise
    answerLate()
    server.behave(answer('in time'))
    expect(await peers.ask(peer(server.origin), call())).toBe('in time')
    expect(checked).toBe(0)
    expect(peers.states()).toMatchObject([{ successes: 2, failures: 1, lastFailure: 'PEER_TIMEOUT' }])
  })
})

describe('a peer that answers too much ends with PEER_ANSWER_TOO_LARGE', () => {
  const large: Record<string, Behaviour> = {
    'T94: chunks without an end': flood(chunked, `4000\r\n${'x'.repeat(0x4000)}\r\n`),
    'T95: a length of 1 GiB, before any of it came': say(`${head}Content-Length: ${2 ** 30}\r\n\r\n`),
    'a body without length and end': flood(`${head}Connection: close\r\n\r\n`, 'x'.repeat(0x4000)),
    'one byte more than allowed': say(`${chunked}11\r\n${'x'.repeat(17)}\r\n0\r\n\r\n`),
  }

  test.each(Object.entries(large))('%s', async (_, behaviour) => {
    await using server = await startPeer(behaviour)
    await using peers = peersWith({ maxAnswerBytes: 16 })
    expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('PEER_ANSWER_TOO_LARGE')
  })

  test('a body of exactly the allowed size is taken', async () => {
    await using server = await startPeer(answer('x'.repeat(16)))
    await using peers = peersWith({ maxAnswerBytes: 16 })
    expect(await peers.ask(peer(server.origin), call())).toHaveLength(16)
  })
})
