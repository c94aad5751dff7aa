import { describe, expect, test } from '@jest/globals'
import type { PeersDeps } from '../../src/peers/peers.ts'
import { answer, say } from '../support/faulty-server.ts'
import { call, codeOf, errorOf, peer, peersWith, startPeer, watchStates } from './federation.ts'

const code = peer().code
const disconnected = new Set([code])
const nobody = new Set<string>()

/** Asks and probes of a peer, told apart by what they say. */
async function stand(deps: Partial<PeersDeps> = {}) {
  const states = watchStates()
  await using stack = new AsyncDisposableStack()
  const server = stack.use(await startPeer(answer('pong')))
  const ping = async () => ({ peer: peer(server.origin), call: { ...call(), body: Buffer.from('ping') } })
  const peers = stack.use(
    peersWith(
      { breaker: { minimumAsks: 3, resetMs: 30 } },
      { onStateChange: states.onStateChange, probe: ping, ...deps },
    ),
  )
  const close = stack.move()
  return {
    states,
    server,
    peers,
    sent: (): string[] => server.requests.map(({ body }) => body.toString()),
    ask: () => peers.ask(peer(server.origin), { ...call(), body: Buffer.from('question') }),
    [Symbol.asyncDispose]: () => close.disposeAsync(),
  }
}

describe('a peer that an operator holds', () => {
  test('PEER_HELD: is not asked, also where it was well, and nobody reads that it fails', async () => {
    await using held = await stand()
    await held.ask()
    held.peers.hold(disconnected)
    expect((await errorOf(held.ask())).entry.title.zh).toContain('本方运维已手动断开')
    expect(held.sent()).toEqual(['question'])
    expect(held.peers.states()).toMatchObject([{ state: 'open', held: true }])
    expect(held.peers.states()[0]).not.toHaveProperty('nextAttemptAt')
  })

  test('PEER_HELD: also where nobody had asked it before', async () => {
    await using held = await stand()
    held.peers.hold(disconnected)
    expect(await codeOf(held.ask())).toBe('PEER_HELD')
    expect(held.sent()).toEqual([])
  })

  test('is not pinged either, however long its rest has been over', async () => {
    await using held = await stand()
    held.server.behave(say('no HTTP\r\n\r\n'))
    for (let i = 0; i < 3; i += 1) expect(await codeOf(held.ask())).toBe('PEER_FAULT')
    held.peers.hold(disconnected)
    // Of the same rest, and it goes on: when it has pinged, the other would have.
    await using free = await stand()
    free.server.behave(say('no HTTP\r\n\r\n'))
    const rested = free.states.next('half-open')
    for (let i = 0; i < 3; i += 1) expect(await codeOf(free.ask())).toBe('PEER_FAULT')
    await rested
    await free.states.next('open')
    expect([free.sent().includes('ping'), held.sent().includes('ping')]).toEqual([true, false])
    expect(held.peers.states()).toMatchObject([{ state: 'open', held: true }])
  })
})

describe('a peer that was let go', () => {
  test('is pinged at once, and asked again when that succeeds: half-open, then closed', async () => {
    await using held = await stand()
    await held.ask()
    held.peers.hold(disconnected)
    const closed = held.states.next('closed')
    held.peers.hold(nobody)
    await closed
    expect(held.states.seen).toEqual(['closed', 'open', 'half-open', 'closed'])
    expect(held.sent()).toEqual(['question', 'ping'])
    expect(await held.ask()).toBe('pong')
  })

  test('stays open where the ping fails', async () => {
    await using held = await stand()
    await held.ask()
    held.peers.hold(disconnected)
    held.server.behave(say('no HTTP\r\n\r\n'))
    const halfOpen = held.states.next('half-open')
    held.peers.hold(nobody)
    await halfOpen
    await held.states.next('open')
    expect(held.states.seen.slice(0, 4)).toEqual(['closed', 'open', 'half-open', 'open'])
  })

  test('without a ping waits for the next question, which decides', async () => {
    await using held = await stand({ probe: undefined as never })
    held.peers.hold(disconnected)
    expect(await codeOf(held.ask())).toBe('PEER_HELD')
    const halfOpen = held.states.next('half-open')
    held.peers.hold(nobody)
    await halfOpen
    expect(await held.ask()).toBe('pong')
    expect(held.states.seen).toEqual(['open', 'half-open', 'closed'])
  })
})
