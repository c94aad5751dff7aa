import { Writable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { GatewayError } from '../../src/errors.ts'
import type { EndedRequest } from '../../src/http/app.ts'
import { createLogger } from '../../src/logger.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { createRequestEvents } from '../../src/events/request-events.ts'

const requestId = '0190b8a5-7c3e-4d2a-9f01-23456789abcd'
const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), flags: 1, state: 'vendor=1' }
const ended: EndedRequest = {
  requestId,
  operationId: 'gateway.ping',
  method: 'POST',
  status: 200,
  seconds: 0.0123,
  span,
}

function heard(level = 'info', inMaintenance = false) {
  const lines: Record<string, unknown>[] = []
  const destination = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(JSON.parse(chunk.toString()))
      done()
    },
  })
  const metrics = createMetrics('0')
  const events = createRequestEvents(
    createLogger({ level, member: 'm' }, destination),
    metrics,
    () => inMaintenance,
  )
  const counted = async (name: string): Promise<string[]> =>
    (await metrics.expose([], [])).text
      .split('\n')
      .filter((line) => line.startsWith(name) && !line.endsWith(' 0'))
  return { events, lines, counted }
}

describe('a request to the exchange listener', () => {
  test.each([
    [200, false, 'answered'],
    [404, false, 'refused'],
    [503, false, 'failed'],
    [503, true, 'maintenance'],
    [undefined, false, 'gone'],
  ] as const)(
    'that ended with %s, in maintenance %s, is counted as %s',
    async (status, inMaintenance, result) => {
      const { events, counted, lines } = heard('debug', inMaintenance)
      events.exchangeEnded({ ...ended, status })
      expect(await counted('gateway_exchange_seconds_count')).toEqual([
        `gateway_exchange_seconds_count{service="gateway.ping",result="${result}"} 1`,
      ])
      expect(lines).toEqual([])
    },
  )

  test('to a path that is none is counted as such', async () => {
    const { events, counted } = heard()
    events.exchangeEnded({ ...ended, operationId: '', status: 404 })
    expect(await counted('gateway_exchange_seconds_count')).toEqual([
      'gateway_exchange_seconds_count{service="none",result="refused"} 1',
    ])
  })
})

describe('a request to the office listener', () => {
  test('is in the log with its trace, and counted by operation and class of status', async () => {
    const { events, lines, counted } = heard()
    events.officeEnded({ ...ended, operationId: 'askQuestion', status: 422 })
    events.officeEnded({ ...ended, operationId: 'askQuestion', status: undefined })
    expect(lines).toMatchObject([
      {
        event: 'office',
        requestId,
        traceId: span.traceId,
        spanId: span.spanId,
        operationId: 'askQuestion',
        status: 422,
        elapsedMs: 12,
      },
      { event: 'office' },
    ])
    expect(lines[1]).not.toHaveProperty('status')
    expect(JSON.stringify(lines)).not.toContain('vendor')
    expect(await counted('gateway_office_request_seconds_count')).toEqual([
      'gateway_office_request_seconds_count{operation="askQuestion",status="4xx"} 1',
      'gateway_office_request_seconds_count{operation="askQuestion",status="gone"} 1',
    ])
  })

  test('that only looks is in the log for whoever wants to see all', () => {
    const look = { ...ended, operationId: 'getJob', method: 'GET' }
    for (const [level, count] of [
      ['info', 0],
      ['debug', 1],
    ] as const) {
      const { events, lines } = heard(level)
      events.officeEnded(look)
      expect(lines).toHaveLength(count)
    }
  })
})

test('what was refused before it was an exchange is counted by operation and code', async () => {
  const { events, lines, counted } = heard()
  events.onRefused({ requestId, operationId: 'endSignIn', error: new GatewayError('NOT_FOUND'), span })
  events.onRefused({ requestId, operationId: '', error: new GatewayError('INTERNAL') })
  expect(lines).toMatchObject([
    { level: 30, code: 'NOT_FOUND', traceId: span.traceId },
    { level: 50, code: 'INTERNAL' },
  ])
  expect(lines[1]).not.toHaveProperty('traceId')
  expect(await counted('gateway_refusals_total')).toEqual([
    'gateway_refusals_total{operation="endSignIn",code="NOT_FOUND"} 1',
    'gateway_refusals_total{operation="none",code="INTERNAL"} 1',
  ])
})
