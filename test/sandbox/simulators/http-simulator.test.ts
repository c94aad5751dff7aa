import { describe, expect, test } from '@jest/globals'
import { type AnswerHttp, createHttpSimulator } from '../../../src/sandbox/simulators/http-simulator.ts'
import type { Misbehaviour } from '../../../src/sandbox/simulators/simulator.ts'
import type { Later } from '../../../src/sandbox/simulators/tcp-simulator.ts'
import { listening } from '../../support/over-tcp.ts'

const echo: AnswerHttp = ({ method, path, query, headers, body }, misbehaviour) => ({
  type: 'text/plain',
  body: Buffer.from([misbehaviour, method, path, query.get('a'), headers['x-b'], body.toString()].join(' ')),
})

interface Said {
  body?: string
  misbehaviour?: Misbehaviour
  answer?: AnswerHttp
  later?: Later
}

async function said({ body = 'hello', misbehaviour = 'none', answer = echo, later }: Said = {}): Promise<{
  status: number
  type: string | null
  text: string
}> {
  await using server = await listening(createHttpSimulator(answer, () => misbehaviour, later))
  const response = await fetch(`http://127.0.0.1:${server.port}/ask?a=1`, {
    method: 'POST',
    headers: { 'X-B': '2' },
    body,
  })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

describe('a simulated centre over HTTP', () => {
  test('answers a request with all that it had', async () => {
    expect(await said()).toEqual({ status: 200, type: 'text/plain', text: 'none POST /ask 1 2 hello' })
  })

  test('answers under another status where its dialect does', async () => {
    const answer: AnswerHttp = (...request) => ({ ...echo(...request), status: 401 })
    expect(await said({ answer })).toMatchObject({ status: 401, text: 'none POST /ask 1 2 hello' })
  })

  test('hangs up on a request beyond all measure', async () => {
    await expect(said({ body: 'a'.repeat(70_000) })).rejects.toThrow('fetch failed')
  })

  test('hangs up where its core cannot be read', async () => {
    const answer = (): never => {
      throw new RangeError('no core')
    }
    await expect(said({ answer })).rejects.toThrow('fetch failed')
  })

  test('down: resets every connection', async () => {
    await expect(said({ misbehaviour: 'down' })).rejects.toThrow('fetch failed')
  })

  test('wrong-status: 500 with a page of its application server', async () => {
    const { status, type, text } = await said({ misbehaviour: 'wrong-status' })
    expect([status, type]).toEqual([500, expect.stringContaining('text/html')])
    expect(text).toContain('<h1>')
  })

  test('empty: no byte, under 200', async () => {
    expect(await said({ misbehaviour: 'empty' })).toMatchObject({ status: 200, text: '' })
  })

  test('truncated: the first half, as if it were all', async () => {
    expect(await said({ misbehaviour: 'truncated' })).toMatchObject({ status: 200, text: 'truncated POST' })
  })

  test('slow: answers after a minute', async () => {
    const waits: number[] = []
    const later: Later = (ms, then) => {
      waits.push(ms)
      return setTimeout(then, 0)
    }
    expect((await said({ misbehaviour: 'slow', later })).text).toBe('slow POST /ask 1 2 hello')
    expect(waits).toEqual([60_000])
  })

  test.each(['wrong-charset', 'inverted-code'] as const)(
    '%s: leaves it to the dialect',
    async (misbehaviour) => {
      expect((await said({ misbehaviour })).text).toBe(`${misbehaviour} POST /ask 1 2 hello`)
    },
  )
})
