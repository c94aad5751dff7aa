import { once } from 'node:events'
import { createServer, request as call } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import request from 'supertest'
import type { Span } from '../../src/domain/trace-context.ts'
import { GatewayError } from '../../src/errors.ts'
import { type AppDeps, createApp, type EndedRequest, type Route } from '../../src/http/app.ts'
import { respondJson } from '../../src/http/respond.ts'
import { spanIn } from '../../src/http/trace.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const parentId = '00f067aa0ba902b7'
const traceparent = `00-${traceId}-${parentId}-01`

const seen: Span[] = []
const look: Route = {
  operationId: 'look',
  method: 'get',
  path: '/look',
  handle(incoming, response, requestId) {
    seen.push(spanIn(incoming))
    respondJson(response, 200, {}, requestId)
  },
}
const refusing: Route = {
  operationId: 'refusing',
  method: 'post',
  path: '/refusing',
  handle() {
    throw new GatewayError('OVERLOADED')
  },
}

function app(deps: Partial<AppDeps> = {}, routes: readonly Route[] = [look, refusing]) {
  return createApp(routes, { clock: () => 0, sandbox: false, onRefused: () => undefined, ...deps })
}

describe('a request', () => {
  test('continues its caller’s trace under a span of its own, which the answer names', async () => {
    const answer = await request(app()).get('/look').set('traceparent', traceparent).set('tracestate', 'a=1')
    const span = seen.at(-1)
    expect(span).toEqual({ traceId, parentId, spanId: span?.spanId, flags: 1, state: 'a=1' })
    expect(answer.headers['traceresponse']).toBe(`00-${traceId}-${span?.spanId}-01`)
    expect(span?.spanId).not.toBe(parentId)
    const end = answer.headers['request-id']?.replaceAll('-', '').slice(16)
    expect(span?.spanId).toBe(end)
  })

  test.each([
    ['without one', undefined],
    ['with what is none', 'abc'],
    ['with two', [traceparent, traceparent]],
    ['with a person’s number in it', `00-${'0'.repeat(14)}310101190001010011-${parentId}-01`],
  ])('%s begins a trace', async (_, header) => {
    const asking = request(app()).get('/look')
    if (header !== undefined) asking.set('traceparent', header as string)
    const answer = await asking
    expect(answer.status).toBe(200)
    const span = seen.at(-1)
    expect(span).not.toHaveProperty('parentId')
    expect(span?.traceId).toBe(answer.headers['request-id']?.replaceAll('-', ''))
    expect(answer.headers['traceresponse']).toBe(`00-${span?.traceId}-${span?.spanId}-03`)
  })

  test('that is refused is told with its trace', async () => {
    const told: (Span | undefined)[] = []
    const refused = app({ onRefused: ({ span }) => told.push(span) })
    const answer = await request(refused).post('/refusing').set('traceparent', traceparent)
    expect([answer.status, answer.body.code]).toEqual([503, 'OVERLOADED'])
    await request(refused).get('/nowhere').set('traceparent', traceparent)
    expect(told).toMatchObject([
      { traceId, parentId },
      { traceId, parentId },
    ])
    expect(answer.headers['traceresponse']).toContain(traceId)
  })
})

describe('who hears of every request', () => {
  test('gets its operation, its status and its time', async () => {
    const ended: EndedRequest[] = []
    const heard = app({ onEnded: (event) => ended.push(event) })
    await request(heard).get('/look')
    await request(heard).post('/refusing')
    await request(heard).post('/look')
    await request(heard).get('/nowhere')
    expect(ended.map(({ operationId, method, status }) => [operationId, method, status])).toEqual([
      ['look', 'GET', 200],
      ['refusing', 'POST', 503],
      ['', 'POST', 405],
      ['', 'GET', 404],
    ])
    for (const { seconds } of ended) expect(seconds).toBeGreaterThan(0)
  })

  test('gets no status where the client has gone', async () => {
    const ended = Promise.withResolvers<EndedRequest>()
    const waiting = Promise.withResolvers<void>()
    const never: Route = { ...look, handle: () => waiting.resolve() }
    await using server = createServer(app({ onEnded: ended.resolve }, [never])).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = call({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', path: '/look' })
    client.on('error', () => undefined).end()
    await waiting.promise
    client.destroy()
    expect(await ended.promise).toMatchObject({ operationId: 'look', status: undefined })
  })
})
