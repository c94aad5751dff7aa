import { describe, expect, test } from '@jest/globals'
import request from 'supertest'
import type { GatewayError } from '../../src/errors.ts'
import { createApp, type Route } from '../../src/http/app.ts'
import { opsRoutes } from '../../src/http/ops-routes.ts'
import { readBody } from '../../src/http/read-body.ts'
import { respondJson } from '../../src/http/respond.ts'

function app(routes: Route[], refused: GatewayError[] = []) {
  return createApp(routes, {
    clock: () => Date.UTC(2026, 10, 24, 1, 30),
    sandbox: false,
    onRefused: ({ error }) => void refused.push(error),
  })
}

const echo: Route = {
  operationId: 'echo',
  method: 'post',
  path: '/echo',
  async handle(incoming, response, requestId) {
    const body = await readBody(incoming, 'application/json', 100)
    respondJson(response, 200, { length: body.length }, requestId)
  },
}

describe('an app', () => {
  test('answers its routes, and caches nothing', async () => {
    const answer = await request(app([echo]))
      .post('/echo')
      .type('application/json')
      .send('{"a":1}')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ length: 7 })
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.headers).not.toHaveProperty('x-powered-by')
    expect(answer.headers).not.toHaveProperty('etag')
  })

  test.each([
    ['another path', () => request(app([echo])).post('/other'), 404, 'NOT_FOUND'],
    ['a path in another spelling', () => request(app([echo])).post('/ECHO'), 404, 'NOT_FOUND'],
    ['a path with a slash behind it', () => request(app([echo])).post('/echo/'), 404, 'NOT_FOUND'],
    ['another method', () => request(app([echo])).get('/echo'), 405, 'METHOD_NOT_ALLOWED'],
    ['T81 TRACE', () => request(app([echo])).trace('/echo'), 405, 'METHOD_NOT_ALLOWED'],
    [
      'T81 a method override',
      () =>
        request(app([echo]))
          .get('/echo')
          .set('x-http-method-override', 'POST'),
      405,
      'METHOD_NOT_ALLOWED',
    ],
    [
      'T73 another media type',
      () =>
        request(app([echo]))
          .post('/echo')
          .type('text/plain')
          .send('x'),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'T72 another charset',
      () =>
        request(app([echo]))
          .post('/echo')
          .set('content-type', 'application/json; charset=gbk')
          .send('{}'),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'T71 a content encoding',
      () =>
        request(app([echo]))
          .post('/echo')
          .type('application/json')
          .set('content-encoding', 'gzip')
          .send('{}'),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'T70 a body one byte over the limit',
      () =>
        request(app([echo]))
          .post('/echo')
          .type('application/json')
          .send('x'.repeat(101)),
      413,
      'BODY_TOO_LARGE',
    ],
  ])('refuses %s with its code', async (_case, send, status, code) => {
    const answer = await send()
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(JSON.parse(answer.text)).toMatchObject({ code, status, type: `urn:hpf-exchange:error:${code}` })
  })

  test('takes a body of exactly the limit', async () => {
    const answer = await request(app([echo]))
      .post('/echo')
      .type('application/json')
      .send('x'.repeat(100))
    expect(answer.body).toEqual({ length: 100 })
  })

  test('T128 tells nothing of an unforeseen error but its code, and hands the cause to the log', async () => {
    const refused: GatewayError[] = []
    const broken: Route = {
      ...echo,
      handle: () => {
        throw new Error('secret 310101190001010011')
      },
    }
    const answer = await request(app([broken], refused)).post('/echo')
    expect(answer.status).toBe(500)
    expect(JSON.parse(answer.text).code).toBe('INTERNAL')
    expect(answer.text).not.toMatch(/secret|310101|at .*\.ts/)
    expect(String(refused[0]?.cause)).toContain('secret')
  })
})

describe('the ops listener', () => {
  const readiness = (status: 'ready' | 'maintenance' | 'not-ready') => async () => ({
    status,
    checks: {},
    warnings: [],
  })
  const metrics = async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' })

  test.each([
    ['ready', 200],
    ['maintenance', 200],
    ['not-ready', 503],
  ] as const)('says %s with status %i', async (status, expected) => {
    const answer = await request(app(opsRoutes({ readiness: readiness(status), metrics }))).get(
      '/health/ready',
    )
    expect(answer.status).toBe(expected)
    expect(answer.body.status).toBe(status)
  })

  test('is live as long as it answers, and exposes metrics as text', async () => {
    const ops = app(opsRoutes({ readiness: readiness('not-ready'), metrics }))
    expect((await request(ops).get('/health/live')).body).toEqual({ status: 'live' })
    expect((await request(ops).get('/metrics')).text).toBe('up 1\n')
  })
})
