import { describe, expect, test } from '@jest/globals'
import { GatewayError } from '../../src/errors.ts'
import { answer, rawAnswer, type Behaviour } from '../support/faulty-server.ts'
import { call, codeOf, errorOf, peer, peersWith, startPeer, theirs } from './federation.ts'

function oneAnswerPerConnection(): Behaviour {
  const served = new WeakSet<object>()
  return (wire, raw) => {
    if (served.has(wire)) return void raw.resetAndDestroy()
    served.add(wire)
    wire.write(rawAnswer('ok'))
  }
}

function fitting(text: string, expected: string): string {
  if (text !== expected) throw new GatewayError('PEER_ANSWER_MISMATCHED')
  return text
}

describe('what goes out', () => {
  test('is the body unchanged, with no more headers than needed', async () => {
    await using server = await startPeer()
    await using peers = peersWith()
    const body = Buffer.from([0, 0xff, 0x0a, 0x7b])
    await peers.ask(peer(server.origin), call(10_000, { body }))
    const [request] = server.requests
    expect(request?.body).toEqual(body)
    expect(request?.head.split('\r\n').toSorted()).toEqual([
      'Accept-Encoding: identity',
      'Accept: application/jose',
      'Connection: keep-alive',
      'Content-Length: 4',
      'Content-Type: application/jose',
      `Host: 127.0.0.1:${server.port}`,
      'POST /exchange/v1/gateway.ping HTTP/1.1',
      'User-Agent: yangtze-delta-exchange-gateway',
    ])
  })

  test('has the headers of the letter, which take the place of none of ours', async () => {
    await using server = await startPeer()
    await using peers = peersWith()
    const headers = { traceparent: '00-a-b-01', Accept: '*/*', 'User-Agent': 'another' }
    await peers.ask(peer(server.origin), call(10_000, { headers }))
    const head = server.requests[0]?.head.split('\r\n')
    expect(head).toContain('traceparent: 00-a-b-01')
    expect(head?.filter((line) => /^(accept|user-agent):/i.test(line)).toSorted()).toEqual([
      'Accept: application/jose',
      'User-Agent: yangtze-delta-exchange-gateway',
    ])
  })

  test('keeps the base path of an endpoint', async () => {
    await using server = await startPeer()
    await using peers = peersWith()
    await peers.ask(peer(`${server.origin}/gateway/`), call())
    expect(server.requests[0]?.head).toMatch(/^POST \/gateway\/exchange\/v1\/gateway\.ping /)
  })

  test('T99: an absolute path does not lead to another host', async () => {
    await using server = await startPeer()
    await using other = await startPeer()
    await using peers = peersWith()
    await peers.ask(peer(server.origin), call(10_000, { path: `${other.origin}/` }))
    expect(other.connections()).toBe(0)
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    'http://127.0.0.1:1',
    'https://user@127.0.0.1:1',
    'https://:secret@127.0.0.1:1',
    'https://127.0.0.1:1/?a=b',
    'https://127.0.0.1:1/#a',
    'ftp://127.0.0.1',
    'nonsense',
    '',
  ])('refuses the endpoint %j', async (endpoint) => {
    await using peers = peersWith()
    const error = await errorOf(peers.ask(peer(endpoint), call()))
    expect(error.code).toBe('PEER_UNREACHABLE')
    expect(error.detail).toBe('未能建立连接 no connection: ENDPOINT_REFUSED')
  })
})

describe('what comes in', () => {
  test('is judged by check, whatever its status', async () => {
    await using server = await startPeer(
      answer('{}', { 'Content-Type': 'application/problem+json' }, '418 Teapot'),
    )
    await using peers = peersWith()
    const seen = await peers.ask(peer(server.origin), {
      ...call(),
      check: ({ status, contentType, body }, { certificate }) => ({ status, contentType, body, certificate }),
    })
    expect(seen).toEqual({
      status: 418,
      contentType: 'application/problem+json',
      body: Buffer.from('{}'),
      certificate: theirs.der,
    })
  })

  test('T99: a redirect is an answer like any other and is not followed', async () => {
    await using other = await startPeer()
    await using server = await startPeer(
      answer('', { Location: `${other.origin}/` }, '307 Temporary Redirect'),
    )
    await using peers = peersWith()
    const status = await peers.ask(peer(server.origin), { ...call(), check: (answer) => answer.status })
    expect(status).toBe(307)
    expect(other.connections()).toBe(0)
  })

  test('T93: a forged answer behind the right one goes down with its idle connection', async () => {
    const cut = Promise.withResolvers<void>()
    await using server = await startPeer((wire, raw) => {
      raw.once('close', () => cut.resolve())
      wire.write(rawAnswer('right'))
      wire.write(rawAnswer('forged'))
    })
    await using peers = peersWith()
    expect(await peers.ask(peer(server.origin), call())).toBe('right')
    await cut.promise
    server.behave(answer('right again'))
    expect(await peers.ask(peer(server.origin), call())).toBe('right again')
  })

  test('T93: a connection that is one answer behind is given up with the first answer that does not fit', async () => {
    let number = 0
    await using server = await startPeer((wire) => {
      number += 1
      // Each answer of the first connection waits for the request after it.
      wire.write(rawAnswer(server.connections() === 1 ? `answer ${number - 1}` : `answer ${number}`))
    })
    await using peers = peersWith()
    const ask = (expected: string): Promise<string> =>
      peers.ask(
        peer(server.origin),
        call(10_000, { check: ({ body }) => fitting(body.toString(), expected) }),
      )
    expect(await codeOf(ask('answer 1'))).toBe('PEER_ANSWER_MISMATCHED')
    expect(await ask('answer 2')).toBe('answer 2')
    expect(server.connections()).toBe(2)
  })

  test('no error text holds what was sent or received', async () => {
    const secret = '330102199001011234'
    await using server = await startPeer((wire) => void wire.write(`${secret} HTTP\r\n\r\n`))
    await using peers = peersWith()
    const error = await errorOf(peers.ask(peer(server.origin), call(10_000, { body: Buffer.from(secret) })))
    expect(error.code).toBe('PEER_FAULT')
    expect(error.cause).toBeUndefined()
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain(secret)
  })
})

describe('connections', () => {
  test('one connection serves many asks, and shows the certificate in each', async () => {
    await using server = await startPeer()
    await using peers = peersWith()
    const certificate = (): Promise<Buffer> =>
      peers.ask(peer(server.origin), { ...call(), check: (_, tlsPeer) => tlsPeer.certificate })
    expect(await certificate()).toEqual(theirs.der)
    expect(await certificate()).toEqual(theirs.der)
    expect(server.connections()).toBe(1)
  })

  test('an idle connection that the peer had closed is replaced, with the same bytes', async () => {
    await using server = await startPeer(oneAnswerPerConnection())
    await using peers = peersWith()
    expect(await peers.ask(peer(server.origin), call())).toBe('ok')
    expect(await peers.ask(peer(server.origin), call())).toBe('ok')
    expect(server.connections()).toBe(2)
    expect(server.requests).toHaveLength(3)
    expect(peers.states()).toMatchObject([{ successes: 2, failures: 0 }])
  })

  test('a connection given up at the moment another ask takes it is replaced for that one', async () => {
    await using server = await startPeer()
    await using peers = peersWith({ breaker: { minimumAsks: 1_000 } })
    // Two idle connections: Node looks at the first in its list and takes the last.
    await Promise.all([1, 2].map(() => peers.ask(peer(server.origin), call())))
    let next: Promise<string> | undefined
    // The next ask begins in the turn in which this check's connection is given up.
    const check = (): never => {
      queueMicrotask(() => (next = peers.ask(peer(server.origin), call())))
      throw new GatewayError('PEER_ANSWER_MISMATCHED')
    }
    expect(await codeOf(peers.ask(peer(server.origin), call(10_000, { check })))).toBe(
      'PEER_ANSWER_MISMATCHED',
    )
    expect(await next).toBe('ok')
  })

  test('a connection given up is not handed to an ask that waits for one', async () => {
    await using server = await startPeer(answer('x', { 'Content-Encoding': 'br' }))
    await using peers = peersWith({ concurrency: 1, breaker: { minimumAsks: 1_000 } })
    for (let i = 0; i < 5; i += 1)
      expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('PEER_FAULT')
    expect(server.connections()).toBe(5)
  })

  test('a failed answer takes its connection with it', async () => {
    const gone = Promise.withResolvers<void>()
    await using server = await startPeer((wire, raw) => {
      raw.once('close', () => gone.resolve())
      wire.write(rawAnswer('x', { 'Content-Encoding': 'br' }))
    })
    await using peers = peersWith()
    expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('PEER_FAULT')
    await gone.promise
  })
})
