import { describe, expect, test } from '@jest/globals'
import { GatewayError } from '../../src/errors.ts'
import { type Attempt, repeating } from '../../src/peers/attempts.ts'
import { answer, type Behaviour, reset } from '../support/faulty-server.ts'
import { call, codeOf, errorOf, peer, peersWith, startPeer } from './federation.ts'

/** Each behaviour once, the last for ever. */
function inTurn(...behaviours: readonly Behaviour[]): Behaviour {
  let at = 0
  return (wire, raw, request) => behaviours[Math.min(at++, behaviours.length - 1)]?.(wire, raw, request)
}

const busyGateway = answer('<html>', { 'Content-Type': 'text/html' }, '503 Service Unavailable')

/** Judges as the exchange does: without a signature, a status from 500 on is a fault. */
function judged(status: number, text: string): string {
  if (status >= 500) throw new GatewayError('PEER_FAULT')
  return text
}
const exchange = call(10_000, { check: ({ status, body }) => judged(status, body.toString()) })

describe('the same bytes are sent again', () => {
  test.each<[string, Behaviour]>([
    ['after a connection that was lost', reset],
    ['after a status of 503 without a signature', busyGateway],
  ])('%s, and the ask is one success', async (_, first) => {
    await using server = await startPeer(inTurn(first, answer('ok')))
    await using peers = peersWith()
    expect(await peers.ask(peer(server.origin), exchange)).toBe('ok')
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['a.b.c', 'a.b.c'])
    expect(peers.states()).toMatchObject([{ successes: 1, failures: 0 }])
  })

  test('at most twice', async () => {
    await using server = await startPeer(busyGateway)
    await using peers = peersWith()
    expect(await codeOf(peers.ask(peer(server.origin), exchange))).toBe('PEER_FAULT')
    expect(server.requests).toHaveLength(3)
    expect(peers.states()).toMatchObject([{ successes: 0, failures: 1 }])
  })

  test('where a signed refusal says when to come again, until it says something else', async () => {
    await using server = await startPeer(inTurn(answer('busy'), answer('done')))
    await using peers = peersWith()
    const asked = { ...call(), comeAgain: (text: string) => (text === 'busy' ? 0 : undefined) }
    expect(await peers.ask(peer(server.origin), asked)).toBe('done')
  })

  test('where a signed fault says when to come again', async () => {
    await using server = await startPeer(inTurn(answer('down'), answer('up')))
    await using peers = peersWith()
    const check = ({ body }: { body: Buffer }): string => {
      if (body.toString() === 'up') return 'up'
      throw new GatewayError('CENTRE_UNAVAILABLE', { retryAfterSeconds: 0 })
    }
    expect(await peers.ask(peer(server.origin), call(10_000, { check }))).toBe('up')
  })
})

describe('nothing is sent again', () => {
  test('where the pause that was asked for ends after the deadline: the refusal stands', async () => {
    await using server = await startPeer(answer('busy'))
    await using peers = peersWith()
    const asked = { ...call(), comeAgain: () => 30 }
    expect(await peers.ask(peer(server.origin), asked)).toBe('busy')
    expect(server.requests).toHaveLength(1)
  })

  test.each(['PEER_ANSWER_UNVERIFIED', 'PEER_ANSWER_MISMATCHED', 'PEER_ANSWER_INVALID'] as const)(
    'after %s, whatever the status',
    async (code) => {
      await using server = await startPeer(busyGateway)
      await using peers = peersWith()
      const check = (): never => {
        throw new GatewayError(code)
      }
      expect((await errorOf(peers.ask(peer(server.origin), call(10_000, { check })))).code).toBe(code)
      expect(server.requests).toHaveLength(1)
    },
  )

  test('after a signed fault that does not say when to come again', async () => {
    const signed = answer('a.b.c', { 'Content-Type': 'application/jose' }, '500 Internal Server Error')
    await using server = await startPeer(signed)
    await using peers = peersWith()
    expect(await codeOf(peers.ask(peer(server.origin), exchange))).toBe('PEER_FAULT')
    expect(server.requests).toHaveLength(1)
  })
})

describe('pauses', () => {
  /** Attempts that each take `tookMs` on a clock of their own. */
  async function attemptsMade(tookMs: number, deadline: number, random = 0): Promise<number> {
    let now = 0
    let made = 0
    const attempt = async (): Promise<Attempt<string>> => {
      made += 1
      now += tookMs
      return { value: 'lost', againMs: 0 }
    }
    const { signal } = new AbortController()
    await repeating(attempt, { clock: () => now, random: () => random, deadline, signal })
    return made
  }

  test.each([
    [100, 1_000, 3],
    [100, 250, 2],
    [100, 199, 1],
    [100, 200, 1],
    [100, 201, 2],
  ])('attempts of %i ms within %i ms are %i', async (tookMs, deadline, expected) => {
    expect(await attemptsMade(tookMs, deadline)).toBe(expected)
  })

  test('jitter counts as time that the deadline must leave', async () => {
    expect(await attemptsMade(100, 300, 1)).toBe(1)
  })

  test('end with the signal', async () => {
    const end = new AbortController()
    const made = repeating(async () => ({ value: 'lost', againMs: 60_000 }), {
      clock: () => 0,
      random: () => 0,
      deadline: 100_000,
      signal: end.signal,
    })
    setImmediate(() => end.abort(new GatewayError('SHUTTING_DOWN')))
    await expect(made).rejects.toThrow()
  })
})
