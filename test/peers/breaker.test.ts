import { describe, expect, test } from '@jest/globals'
import { GatewayError } from '../../src/errors.ts'
import type { Peers } from '../../src/peers/peers.ts'
import { answer, rawAnswer, say } from '../support/faulty-server.ts'
import { call, codeOf, errorOf, peer, peersWith, startPeer, watchStates } from './federation.ts'

/** A fault after which nothing is sent again. */
const broken = say('no HTTP\r\n\r\n')
const quick = { minimumAsks: 3, resetMs: 30 }

async function fail(peers: Peers, origin: string, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    expect(await codeOf(peers.ask(peer(origin), call()))).toBe('PEER_FAULT')
  }
}

function refuse(): never {
  throw new GatewayError('AGREEMENT_REQUIRED')
}

describe('the breaker', () => {
  test('opens after failures, and then nobody is asked', async () => {
    await using server = await startPeer(broken)
    await using peers = peersWith({ breaker: { minimumAsks: 3 } }, { clock: () => 1_000_000 })
    const later = { ...call(), deadline: 1_010_000 }
    for (let i = 0; i < 3; i += 1)
      expect(await codeOf(peers.ask(peer(server.origin), later))).toBe('PEER_FAULT')
    const error = await errorOf(peers.ask(peer(server.origin), later))
    expect(error).toMatchObject({
      code: 'PEER_BREAKER_OPEN',
      detail: '最近一次失败 it last failed with PEER_FAULT',
      retryAfterSeconds: 15,
    })
    expect(server.requests).toHaveLength(3)
    expect(peers.states()).toEqual([
      {
        code: '330100000000001',
        class: 'query',
        state: 'open',
        successes: 0,
        failures: 3,
        errorPercent: 100,
        latencyMs: { p50: 0, p95: 0, p99: 0 },
        inHand: 0,
        waiting: 0,
        lastFailureAt: 1_000_000,
        lastFailure: 'PEER_FAULT',
        nextAttemptAt: 1_015_000,
      },
    ])
  })

  test('tells how long an answer typically takes by what was answered alone', async () => {
    let now = 1_000_000
    await using server = await startPeer(broken)
    await using peers = peersWith({}, { clock: () => (now += 1) })
    const later = () => ({ ...call(), deadline: now + 10_000 })
    expect(await codeOf(peers.ask(peer(server.origin), later()))).toBe('PEER_FAULT')
    expect(peers.states()[0]?.latencyMs).toBeDefined()
    expect(peers.states()[0]?.typicalMs).toBeUndefined()
    server.behave(answer('pong'))
    await peers.ask(peer(server.origin), later())
    expect(peers.states()[0]?.typicalMs).toBeGreaterThan(0)
  })

  test('tells the share of failures as it is, of seven asks one', async () => {
    await using server = await startPeer(broken)
    await using peers = peersWith()
    await fail(peers, server.origin, 1)
    server.behave(answer('pong'))
    for (let i = 0; i < 6; i += 1) await peers.ask(peer(server.origin), call())
    expect(peers.states()).toMatchObject([{ successes: 6, failures: 1, errorPercent: 100 / 7 }])
  })

  test('does not open below the least number of asks', async () => {
    await using server = await startPeer(broken)
    await using peers = peersWith({ breaker: { minimumAsks: 3 } })
    await fail(peers, server.origin, 2)
    expect(peers.states()).toMatchObject([{ state: 'unproven', failures: 2 }])
  })

  test('is unproven until an ask succeeds, and says so when it changes', async () => {
    const states = watchStates()
    await using server = await startPeer()
    await using peers = peersWith({}, { onStateChange: states.onStateChange })
    expect(peers.states()).toEqual([])
    await peers.ask(peer(server.origin), call())
    await peers.ask(peer(server.origin), call())
    expect(peers.states()).toMatchObject([{ state: 'closed', successes: 2, failures: 0 }])
    expect(states.seen).toEqual(['closed'])
  })

  test('a half-open probe that succeeds closes it', async () => {
    const states = watchStates()
    await using server = await startPeer(broken)
    await using peers = peersWith({ breaker: quick }, { onStateChange: states.onStateChange })
    const halfOpen = states.next('half-open')
    await fail(peers, server.origin, 3)
    await halfOpen
    server.behave(answer('back'))
    expect(await peers.ask(peer(server.origin), call())).toBe('back')
    expect(states.seen).toEqual(['open', 'half-open', 'closed'])
    expect(peers.states()[0]).not.toHaveProperty('nextAttemptAt')
  })

  test('a half-open probe that fails opens it again', async () => {
    const states = watchStates()
    await using server = await startPeer(broken)
    await using peers = peersWith({ breaker: quick }, { onStateChange: states.onStateChange })
    const halfOpen = states.next('half-open')
    await fail(peers, server.origin, 3)
    await halfOpen
    const open = states.next('open')
    await fail(peers, server.origin, 1)
    await open
    expect(states.seen).toEqual(['open', 'half-open', 'open'])
  })

  test('lets one probe through at a time', async () => {
    const states = watchStates()
    await using server = await startPeer(broken)
    await using peers = peersWith({ breaker: quick }, { onStateChange: states.onStateChange })
    const halfOpen = states.next('half-open')
    await fail(peers, server.origin, 3)
    await halfOpen
    const asked = Promise.withResolvers<() => void>()
    server.behave((wire) => asked.resolve(() => wire.write(rawAnswer('probed'))))
    const probe = peers.ask(peer(server.origin), call())
    const answerProbe = await asked.promise
    expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('PEER_BREAKER_OPEN')
    answerProbe()
    expect(await probe).toBe('probed')
  })

  test('stays open when an ask from before succeeds', async () => {
    const early = Promise.withResolvers<() => void>()
    await using server = await startPeer((wire) => early.resolve(() => wire.write(rawAnswer('late'))))
    await using peers = peersWith({ breaker: { minimumAsks: 3 } })
    const ask = peers.ask(peer(server.origin), call())
    const answerEarly = await early.promise
    server.behave(broken)
    await fail(peers, server.origin, 2)
    answerEarly()
    expect(await ask).toBe('late')
    expect(peers.states()).toMatchObject([{ state: 'open', successes: 1, nextAttemptAt: expect.any(Number) }])
    expect((await errorOf(peers.ask(peer(server.origin), call()))).retryAfterSeconds).toBeGreaterThan(10)
  })

  test('T102: asks turned away while open do not hide the failures of a flapping peer', async () => {
    const states = watchStates()
    await using server = await startPeer(broken)
    await using peers = peersWith({ breaker: quick }, { onStateChange: states.onStateChange })
    const halfOpen = states.next('half-open')
    await fail(peers, server.origin, 3)
    for (let i = 0; i < 100; i += 1) {
      expect(await codeOf(peers.ask(peer(server.origin), call()))).toBe('PEER_BREAKER_OPEN')
    }
    await halfOpen
    server.behave(answer('back'))
    await peers.ask(peer(server.origin), call())
    server.behave(broken)
    const open = states.next('open')
    await fail(peers, server.origin, 1)
    await open
    expect(states.seen).toEqual(['open', 'half-open', 'closed', 'open'])
  })
})

describe('what counts', () => {
  test('a signed refusal rejects, but never opens the breaker', async () => {
    await using server = await startPeer()
    await using peers = peersWith({ breaker: { minimumAsks: 3 } })
    for (let i = 0; i < 10; i += 1) {
      expect(await codeOf(peers.ask(peer(server.origin), call(10_000, { check: refuse })))).toBe(
        'AGREEMENT_REQUIRED',
      )
    }
    expect(peers.states()).toMatchObject([{ state: 'closed', successes: 10, failures: 0 }])
  })

  test('a signed refusal to a probe closes the breaker', async () => {
    const states = watchStates()
    await using server = await startPeer(broken)
    await using peers = peersWith({ breaker: quick }, { onStateChange: states.onStateChange })
    const halfOpen = states.next('half-open')
    await fail(peers, server.origin, 3)
    await halfOpen
    server.behave(answer('no'))
    expect(await codeOf(peers.ask(peer(server.origin), call(10_000, { check: refuse })))).toBe(
      'AGREEMENT_REQUIRED',
    )
    expect(states.seen).toEqual(['open', 'half-open', 'closed'])
  })

  test.each([
    [
      'T100: an answer that is not signed',
      new GatewayError('PEER_ANSWER_UNVERIFIED'),
      'PEER_ANSWER_UNVERIFIED',
    ],
    ['an answer to another request', new GatewayError('PEER_ANSWER_MISMATCHED'), 'PEER_ANSWER_MISMATCHED'],
    ['an answer beside its schema', new GatewayError('PEER_ANSWER_INVALID'), 'PEER_ANSWER_INVALID'],
    ['anything unforeseen', new TypeError('oh'), 'INTERNAL'],
  ] as const)('%s counts as failure', async (_, thrown, code) => {
    await using server = await startPeer()
    await using peers = peersWith({ breaker: { minimumAsks: 3 } })
    const check = async (): Promise<never> => {
      throw thrown
    }
    for (let i = 0; i < 3; i += 1) {
      expect(await codeOf(peers.ask(peer(server.origin), call(10_000, { check })))).toBe(code)
    }
    expect(peers.states()).toMatchObject([{ state: 'open', failures: 3, lastFailure: code }])
  })
})
