import { describe, expect, test } from '@jest/globals'
import { createEndpointOrder } from '../../src/peers/endpoints.ts'
import { answer, refusedOrigin, reset, startBlackhole, startFaultyServer } from '../support/faulty-server.ts'
import { createTestAuthority } from '../support/pki.ts'
import { call, codeOf, errorOf, peer, peersWith, serverTls, startPeer } from './federation.ts'

describe('several endpoints', () => {
  test('the second is asked when the first refuses the connection', async () => {
    await using server = await startPeer(answer('second'))
    await using peers = peersWith()
    expect(await peers.ask(peer(await refusedOrigin(), server.origin), call())).toBe('second')
    expect(peers.states()).toMatchObject([{ state: 'closed', failures: 0 }])
  })

  test('T87: a silent first endpoint leaves the second its share of the deadline', async () => {
    await using hole = await startBlackhole()
    await using server = await startPeer(answer('second'))
    await using peers = peersWith({ connectMs: 60_000 })
    expect(await peers.ask(peer(hole.origin, server.origin), call(4_000))).toBe('second')
  })

  test('an endpoint that was unreachable is tried last for a while', async () => {
    await using hole = await startBlackhole()
    await using server = await startPeer()
    await using peers = peersWith({ connectMs: 1_000 })
    const centre = peer(hole.origin, server.origin)
    await peers.ask(centre, call())
    await peers.ask(centre, call())
    expect(hole.connections()).toBe(1)
    expect(server.requests).toHaveLength(2)
  })

  test('after RST the same bytes go to the next endpoint, since any of them has the answer or none', async () => {
    await using first = await startPeer(reset)
    await using second = await startPeer(answer('second'))
    await using peers = peersWith()
    expect(await peers.ask(peer(first.origin, second.origin), call())).toBe('second')
    expect(second.requests[0]?.body).toEqual(first.requests[0]?.body)
    expect([first.requests.length, second.requests.length]).toEqual([1, 1])
  })

  test('nothing is asked twice after silence, since the first may be at work', async () => {
    await using first = await startPeer()
    await using second = await startPeer()
    await using peers = peersWith()
    const centre = peer(first.origin, second.origin)
    await peers.ask(centre, call())
    const heard = Promise.withResolvers<void>()
    first.behave(() => heard.resolve())
    expect(await codeOf(peers.ask(centre, call(250)))).toBe('PEER_TIMEOUT')
    await heard.promise
    expect([first.requests.length, second.connections()]).toEqual([2, 0])
  })

  test('when all fail, a TLS fault is told before an unreachable host, and each endpoint is named', async () => {
    const stranger = createTestAuthority('Another authority').issue({ name: 'p', ips: ['127.0.0.1'] })
    await using second = await startFaultyServer(serverTls(stranger))
    await using peers = peersWith()
    const error = await errorOf(peers.ask(peer(await refusedOrigin(), second.origin), call()))
    expect(error.code).toBe('PEER_TLS_FAILED')
    expect(error.detail).toBe(
      '330100000000001 endpoint 1: 未能建立连接 no connection: ECONNREFUSED; 330100000000001 endpoint 2: TLS 握手未完成 no TLS channel: UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    )
  })

  test('a peer without endpoints is PEER_UNREACHABLE', async () => {
    await using peers = peersWith()
    expect(await codeOf(peers.ask(peer(), call()))).toBe('PEER_UNREACHABLE')
  })
})

describe('the order', () => {
  test('is the given one until an endpoint was unreachable, and again after its rest', () => {
    let now = 0
    const order = createEndpointOrder(() => now, 1_000)
    order.unreachable('a')
    expect(order.sort(['a', 'b', 'c'])).toEqual(['b', 'c', 'a'])
    now = 1_000
    expect(order.sort(['a', 'b', 'c'])).toEqual(['a', 'b', 'c'])
  })

  test('is the given one again once the endpoint was reached', () => {
    const order = createEndpointOrder(() => 0, 1_000)
    order.unreachable('a')
    order.reached('a')
    expect(order.sort(['a', 'b'])).toEqual(['a', 'b'])
  })

  test('is the given one when all were unreachable', () => {
    const order = createEndpointOrder(() => 0, 1_000)
    order.unreachable('b')
    order.unreachable('a')
    expect(order.sort(['a', 'b'])).toEqual(['a', 'b'])
  })
})
