import { once } from 'node:events'
import { setImmediate as immediate } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { describe, expect, test } from '@jest/globals'
import {
  answer,
  rawAnswer,
  reset,
  silence,
  startBlackhole,
  type Behaviour,
} from '../support/faulty-server.ts'
import { call, codeOf, errorOf, peer, peersWith, startPeer, watchStates } from './federation.ts'

/** Keeps requests until the test answers them. */
function holding(): { behaviour: Behaviour; taken(count: number): Promise<TLSSocket[]> } {
  const wires: TLSSocket[] = []
  const waiting: { count: number; resolve: (wires: TLSSocket[]) => void }[] = []
  return {
    behaviour(wire) {
      wires.push(wire)
      for (const { count, resolve } of waiting) if (wires.length >= count) resolve(wires)
    },
    taken: (count) =>
      new Promise((resolve) => {
        if (wires.length >= count) resolve(wires)
        else waiting.push({ count, resolve })
      }),
  }
}

async function timersAndSockets(): Promise<string[]> {
  // Handles leave the list some turns of the event loop after 'close'.
  for (let turn = 0; turn < 50; turn += 1) await immediate()
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'TCPSocketWrap')
}

describe('neighbours', () => {
  test('the timeout of one ask leaves the others of the same peer alone', async () => {
    const held = holding()
    await using server = await startPeer(held.behaviour)
    await using peers = peersWith()
    const patient = peers.ask(peer(server.origin), call())
    const [wire] = await held.taken(1)
    expect(await codeOf(peers.ask(peer(server.origin), call(150)))).toBe('PEER_TIMEOUT')
    wire?.write(rawAnswer('patience'))
    expect(await patient).toBe('patience')
  })

  test('T103: a peer that hangs with all it may have does not touch another peer', async () => {
    const held = holding()
    await using sick = await startPeer(held.behaviour)
    await using healthy = await startPeer()
    await using peers = peersWith({ concurrency: 4 })
    const hanging = Array.from({ length: 4 }, () => codeOf(peers.ask(peer(sick.origin), call())))
    await held.taken(4)
    for (let i = 0; i < 20; i += 1) {
      expect(await peers.ask({ code: '310100000000002', endpoints: [healthy.origin] }, call())).toBe('ok')
    }
    expect(peers.states()).toMatchObject([
      { code: '330100000000001', state: 'unproven', successes: 0, failures: 0 },
      { code: '310100000000002', state: 'closed', successes: 20 },
    ])
    await peers.close()
    expect(await Promise.all(hanging)).toEqual(Array(4).fill('SHUTTING_DOWN'))
  })

  test('an ask for which there is no room waits for its turn, first come, first served', async () => {
    const held = holding()
    await using server = await startPeer(held.behaviour)
    await using peers = peersWith({ concurrency: 1 })
    const asks = ['1', '2', '3'].map((text) =>
      peers.ask(peer(server.origin), call(10_000, { body: Buffer.from(text) })),
    )
    for (const count of [1, 2, 3]) {
      const wires = await held.taken(count)
      expect(peers.states()).toMatchObject([{ inHand: 1, waiting: 3 - count }])
      wires[count - 1]?.write(rawAnswer('ok'))
    }
    expect(await Promise.all(asks)).toEqual(['ok', 'ok', 'ok'])
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['1', '2', '3'])
    expect(peers.states()).toMatchObject([{ inHand: 0, waiting: 0 }])
  })

  test('one ask more than may wait is PEER_BUSY at once, and says nothing about the peer', async () => {
    const held = holding()
    await using server = await startPeer(held.behaviour)
    await using peers = peersWith({ concurrency: 1, waiting: 1, breaker: { minimumAsks: 1 } })
    const asks = [1, 2].map(() => peers.ask(peer(server.origin), call()))
    const [wire] = await held.taken(1)
    const error = await errorOf(peers.ask(peer(server.origin), call()))
    expect([error.code, error.retryAfterSeconds]).toEqual(['PEER_BUSY', 1])
    server.behave(answer('ok'))
    wire?.write(rawAnswer('ok'))
    expect(await Promise.all(asks)).toEqual(['ok', 'ok'])
    expect(peers.states()).toMatchObject([{ successes: 2, failures: 0 }])
    expect(await peers.ask(peer(server.origin), call())).toBe('ok')
  })

  test('an ask whose turn does not come before its deadline is PEER_BUSY, and leaves the queue', async () => {
    const held = holding()
    await using server = await startPeer(held.behaviour)
    await using peers = peersWith({ concurrency: 1 })
    const first = peers.ask(peer(server.origin), call())
    const [wire] = await held.taken(1)
    expect(await codeOf(peers.ask(peer(server.origin), call(50)))).toBe('PEER_BUSY')
    expect(peers.states()).toMatchObject([{ inHand: 1, waiting: 0, failures: 0 }])
    wire?.write(rawAnswer('ok'))
    expect(await first).toBe('ok')
    expect(server.requests).toHaveLength(1)
  })

  test('asks that wait are refused when the breaker opens, and none of them is sent', async () => {
    const held = holding()
    await using server = await startPeer(held.behaviour)
    await using peers = peersWith({ concurrency: 1, breaker: { minimumAsks: 1 } })
    const asks = [1, 2, 3].map(() => codeOf(peers.ask(peer(server.origin), call())))
    const [wire] = await held.taken(1)
    wire?.write('no HTTP\r\n\r\n')
    expect(await Promise.all(asks)).toEqual(['PEER_FAULT', 'PEER_BREAKER_OPEN', 'PEER_BREAKER_OPEN'])
    expect(server.requests).toHaveLength(1)
  })

  test('each class of services has its own breaker and its own places', async () => {
    await using server = await startPeer(reset)
    await using peers = peersWith({ breaker: { minimumAsks: 1 } })
    await codeOf(peers.ask(peer(server.origin), call()))
    server.behave(answer('noted'))
    expect(await peers.ask(peer(server.origin), { ...call(), class: 'notice' })).toBe('noted')
    expect(peers.states()).toMatchObject([
      { class: 'query', state: 'open' },
      { class: 'notice', state: 'closed' },
    ])
  })

  test('failures give their place back too', async () => {
    await using server = await startPeer(reset)
    await using peers = peersWith({ concurrency: 1, breaker: { minimumAsks: 100 } })
    for (let i = 0; i < 5; i += 1)
      expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('PEER_FAULT')
  })
})

describe('closing', () => {
  test('ends asks in hand with SHUTTING_DOWN and takes no more', async () => {
    const held = holding()
    await using server = await startPeer(held.behaviour)
    const peers = peersWith()
    const ask = codeOf(peers.ask(peer(server.origin), call()))
    const [wire] = await held.taken(1)
    const gone = wire && once(wire, 'close')
    await peers.close()
    expect(await ask).toBe('SHUTTING_DOWN')
    await gone
    expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('SHUTTING_DOWN')
    expect(await codeOf(peers.ask({ code: 'new', endpoints: [server.origin] }, call()))).toBe('SHUTTING_DOWN')
    expect(server.requests).toHaveLength(1)
  })

  test('closes idle connections', async () => {
    const gone = Promise.withResolvers<void>()
    await using server = await startPeer((wire, raw) => {
      raw.once('close', () => gone.resolve())
      wire.write(rawAnswer('ok'))
    })
    const peers = peersWith()
    await peers.ask(peer(server.origin), call())
    await peers.close()
    await gone.promise
  })

  test('is no failure of the peers that were being asked', async () => {
    const held = holding()
    const states = watchStates()
    await using server = await startPeer(held.behaviour)
    const peers = peersWith({ breaker: { minimumAsks: 1 } }, { onStateChange: states.onStateChange })
    const ask = codeOf(peers.ask(peer(server.origin), call()))
    await held.taken(1)
    await peers.close()
    expect(await ask).toBe('SHUTTING_DOWN')
    expect(states.seen).toEqual([])
  })

  test('leaves no socket and no timer', async () => {
    const before = await timersAndSockets()
    const server = await startPeer()
    const sick = await startPeer(silence)
    const flapping = await startPeer(reset)
    const hole = await startBlackhole()
    const peers = peersWith({ connectMs: 60_000, breaker: { minimumAsks: 1 } })
    await peers.ask({ code: 'a', endpoints: [server.origin] }, call())
    await codeOf(peers.ask({ code: 'b', endpoints: [flapping.origin] }, call()))
    const hanging = codeOf(peers.ask({ code: 'c', endpoints: [sick.origin] }, call(60_000)))
    const connecting = codeOf(peers.ask({ code: 'd', endpoints: [hole.origin] }, call(60_000)))
    await hole.connected()
    await peers.close()
    expect(await Promise.all([hanging, connecting])).toEqual(['SHUTTING_DOWN', 'SHUTTING_DOWN'])
    await Promise.all([server.close(), sick.close(), flapping.close(), hole.close()])
    expect(await timersAndSockets()).toEqual(before)
  })
})
