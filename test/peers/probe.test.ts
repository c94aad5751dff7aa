import { describe, expect, test } from '@jest/globals'
import { GatewayError } from '../../src/errors.ts'
import type { Peers, PeersDeps } from '../../src/peers/peers.ts'
import { answer, type Behaviour, type FaultyServer, rawAnswer, say } from '../support/faulty-server.ts'
import { call, codeOf, peer, peersWith, startPeer, watchStates } from './federation.ts'

/** A fault after which nothing is sent again. */
const broken = say('no HTTP\r\n\r\n')

/** A peer that failed three times, with what a probe says to it. */
async function sick(server: FaultyServer, deps: Partial<PeersDeps> = {}) {
  const states = watchStates()
  const peers = peersWith(
    { breaker: { minimumAsks: 3, resetMs: 30 } },
    {
      onStateChange: states.onStateChange,
      probe: async () => ({
        peer: peer(server.origin),
        call: { ...call(), body: Buffer.from('ping') },
      }),
      ...deps,
    },
  )
  for (let i = 0; i < 3; i += 1) expect(await ask(peers, server)).toBe('PEER_FAULT')
  return { peers, states }
}

/** What a question ends with. */
function ask(peers: Peers, server: FaultyServer, ms = 10_000): Promise<string> {
  const question = { ...call(ms), body: Buffer.from('question') }
  return peers.ask(peer(server.origin), question).catch(({ code }: GatewayError) => code)
}

function sent(server: FaultyServer): string[] {
  return server.requests.slice(3).map(({ body }) => body.toString())
}

/** Keeps the first probe until the test answers it. */
function holdingProbe(): { behaviour: Behaviour; probed: Promise<(bytes: string | Buffer) => void> } {
  const probed = Promise.withResolvers<(bytes: string | Buffer) => void>()
  return {
    behaviour: (wire) => probed.resolve((bytes) => void wire.write(bytes)),
    probed: probed.promise,
  }
}

describe('after a rest', () => {
  test('a ping is sent without anybody asking, and its success closes the breaker', async () => {
    await using server = await startPeer(broken)
    const { peers, states } = await sick(server)
    await using _ = peers
    const closed = states.next('closed')
    server.behave(answer('pong'))
    await closed
    expect(sent(server)).toEqual(['ping'])
    expect(states.seen).toEqual(['open', 'half-open', 'closed'])
    expect(await ask(peers, server)).toBe('pong')
  })

  test('a ping that fails opens it again, and another follows', async () => {
    await using server = await startPeer(broken)
    const { peers, states } = await sick(server)
    await using _ = peers
    await states.next('half-open')
    await states.next('half-open')
    expect(states.seen).toEqual(['open', 'half-open', 'open', 'half-open'])
    expect(new Set(sent(server))).toEqual(new Set(['ping']))
  })

  test('a ping that could not be made closes nothing, whoever is to blame', async () => {
    await using server = await startPeer(broken)
    const { peers, states } = await sick(server, {
      probe: async () => {
        throw new GatewayError('PEER_UNKNOWN')
      },
    })
    await using _ = peers
    await states.next('half-open')
    await states.next('open')
    expect(states.seen).not.toContain('closed')
  })
})

describe('a question that comes while the ping is under way', () => {
  test('waits for it, and is asked when it succeeds', async () => {
    const { behaviour, probed } = holdingProbe()
    await using server = await startPeer(broken)
    const { peers } = await sick(server)
    await using _ = peers
    server.behave(behaviour)
    const pong = await probed
    const asked = ask(peers, server)
    server.behave(answer('ok'))
    expect(sent(server)).toEqual(['ping'])
    pong(rawAnswer('pong'))
    expect(await asked).toBe('ok')
    expect(sent(server)).toEqual(['ping', 'question'])
  })

  test('is refused when it fails, and not sent', async () => {
    const { behaviour, probed } = holdingProbe()
    await using server = await startPeer(broken)
    const { peers } = await sick(server)
    await using _ = peers
    server.behave(behaviour)
    const pong = await probed
    const asked = ask(peers, server)
    pong('no HTTP\r\n\r\n')
    expect(await asked).toBe('PEER_BREAKER_OPEN')
    expect(sent(server)).not.toContain('question')
  })

  test('is refused at its deadline, and not sent', async () => {
    const { behaviour, probed } = holdingProbe()
    await using server = await startPeer(broken)
    const { peers } = await sick(server)
    await using _ = peers
    server.behave(behaviour)
    await probed
    expect(await ask(peers, server, 30)).toBe('PEER_BREAKER_OPEN')
    expect(sent(server)).toEqual(['ping'])
  })
})

test('closing ends a ping under way', async () => {
  const { behaviour, probed } = holdingProbe()
  await using server = await startPeer(broken)
  const { peers, states } = await sick(server)
  server.behave(behaviour)
  await probed
  await peers.close()
  expect(states.seen).toEqual(['open', 'half-open'])
  expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('SHUTTING_DOWN')
})
