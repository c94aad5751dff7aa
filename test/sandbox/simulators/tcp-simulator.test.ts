import { describe, expect, test } from '@jest/globals'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import {
  createTcpSimulator,
  type Later,
  type TcpConversation,
} from '../../../src/sandbox/simulators/tcp-simulator.ts'
import { listening, sayOverTcp } from '../../support/over-tcp.ts'

/** Repeats what it is told; a request ends with a full stop. */
const echo: TcpConversation = {
  request: (received) => (received.includes('.') ? received : undefined),
  answer: (request, misbehaviour) =>
    request.includes('nothing') ? undefined : Buffer.from(`${misbehaviour}: ${request.toString()}`),
}

async function said(text: string, misbehaviour: Misbehaviour, later?: Later): Promise<string> {
  await using server = await listening(createTcpSimulator(echo, () => misbehaviour, later))
  return (await sayOverTcp(server.port, Buffer.from(text))).toString()
}

describe('a simulated centre over TCP', () => {
  test('answers a whole request and hangs up', async () => {
    expect(await said('hello.', 'none')).toBe('none: hello.')
  })

  test('hangs up on what never becomes a request, and on what its dialect does not answer', async () => {
    expect(await said('hello', 'none')).toBe('')
    expect(await said('nothing.', 'none')).toBe('')
  })

  test('hangs up, and lives on, where its core cannot be read', async () => {
    const answer = (): never => {
      throw new RangeError('no core')
    }
    await using server = await listening(createTcpSimulator({ ...echo, answer }, () => 'none'))
    for (const _ of [1, 2]) expect(await sayOverTcp(server.port, Buffer.from('hello.'))).toHaveLength(0)
  })

  test('hangs up on a request beyond all measure', async () => {
    expect(await said('a'.repeat(70_000).concat('.'), 'none').catch(() => '')).toBe('')
  })

  test('down: resets every connection', async () => {
    await expect(said('hello.', 'down')).rejects.toThrow(/ECONNRESET|EPIPE/)
  })

  test('empty: ends without a byte', async () => {
    expect(await said('hello.', 'empty')).toBe('')
  })

  test('truncated: gives the first half', async () => {
    expect(await said('hello.', 'truncated')).toBe('truncate')
  })

  test('slow: answers after a minute', async () => {
    const waits: number[] = []
    const later: Later = (ms, then) => {
      waits.push(ms)
      return setTimeout(then, 0)
    }
    expect(await said('hello.', 'slow', later)).toBe('slow: hello.')
    expect(waits).toEqual([60_000])
  })

  test.each(['wrong-status', 'wrong-charset', 'inverted-code'] as const)(
    '%s: leaves it to the dialect',
    async (misbehaviour) => {
      expect(await said('hello.', misbehaviour)).toBe(`${misbehaviour}: hello.`)
    },
  )
})
