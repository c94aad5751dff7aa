import { describe, expect, test } from '@jest/globals'
import request from 'supertest'
import type { GatewayError } from '../../src/errors.ts'
import { type AppDeps, createApp, type Route } from '../../src/http/app.ts'
import { opsRoutes } from '../../src/http/ops-routes.ts'
import { oneOf } from '../../src/http/query.ts'
import { readBody } from '../../src/http/read-body.ts'
import { respondJson } from '../../src/http/respond.ts'

function app(routes: Route[], refused: GatewayError[] = [], deps: Partial<AppDeps> = {}) {
  return createApp(routes, {
    clock: () => Date.UTC(2026, 10, 24, 1, 30),
    sandbox: false,
    onRefused: ({ error }) => void refused.push(error),
    ...deps,
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

const someone = '310101190001010011'
const answering = (route: Pick<Route, 'method' | 'path' | 'query'>): Route => ({
  operationId: 'thing',
  ...route,
  handle: (_request, response, requestId) => respondJson(response, 200, {}, requestId),
})
const things: Route[] = [
  answering({ method: 'get', path: '/things', query: { state: oneOf(['open', 'shut']) } }),
  answering({ method: 'post', path: '/things' }),
  answering({ method: 'get', path: '/things/:id' }),
  answering({ method: 'get', path: '/anything', query: 'any' }),
]

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

  test.each(['/things', '/things?state=none', '/nowhere', '/%zz'])(
    'says to %s what it says to all',
    async (path) => {
      const told = app(things, [], {
        setHeaders: (_request, response) => void response.setHeader('x-of-all', '1'),
      })
      expect((await request(told).get(path)).headers).toMatchObject({ 'x-of-all': '1' })
    },
  )

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

  test.each([
    ['a path of one method', 'delete', '/echo', 'POST', 'DELETE /echo'],
    ['a path that is got', 'put', '/things', 'GET, HEAD, POST', 'PUT /things'],
    ['a path that names somebody', 'post', `/things/${someone}`, 'GET, HEAD', 'POST /things/{id}'],
  ] as const)(
    'says which methods there are at %s, and repeats no path',
    async (_, method, path, allow, where) => {
      const answer = await request(app([echo, ...things]))[method](path)
      expect([answer.status, answer.headers['allow']]).toEqual([405, allow])
      expect(JSON.parse(answer.text)).toMatchObject({
        code: 'METHOD_NOT_ALLOWED',
        where,
        detail: expect.stringContaining(allow),
      })
      expect(answer.text).not.toContain(someone)
    },
  )

  test.each([
    [`/Things/${someone}`, '/things/{id}', 'upper and lower case'],
    ['/echo/', '/echo', 'a slash at the end'],
    [`/things/${someone}%ff`, undefined, 'percent-encoding'],
    [`/Things/${someone}%ff`, undefined, 'percent-encoding'],
    [`/people/${someone}`, undefined, '/echo, /things, /things/{id}'],
  ])(
    'tells of %s which path was meant, or which there are, and repeats nothing',
    async (path, where, detail) => {
      const answer = await request(app([echo, ...things])).get(path)
      const problem = JSON.parse(answer.text)
      expect(problem).toMatchObject({ code: 'NOT_FOUND', detail: expect.stringContaining(detail) })
      expect(problem.where).toBe(where)
      expect(answer.text).not.toContain(someone)
    },
  )

  test.each([
    ['content-encoding', { 'content-encoding': 'gzip' }, 'none is taken'],
    ['content-type', { 'content-type': 'text/plain' }, 'application/json'],
  ])('blames %s where that is what is wrong', async (where, headers, detail) => {
    const answer = await request(app([echo]))
      .post('/echo')
      .type('application/json')
      .set(headers)
      .send('{}')
    expect(JSON.parse(answer.text)).toMatchObject({
      code: 'MEDIA_TYPE_UNSUPPORTED',
      where,
      detail: expect.stringContaining(detail),
    })
  })

  test.each([
    ['?state=bogus', '?state', 'must be one of: open, shut'],
    ['?state=open&state=shut', '?state', 'must be given once'],
    ['?state=', '?state', 'must be one of: open, shut'],
    [`?${someone}=1`, '?', 'the only parameters are: state'],
    [`?state=${someone}`, '?state', 'must be one of: open, shut'],
    ['?__proto__=1', '?', 'the only parameters are: state'],
  ])('QUERY_INVALID: %s, with what is taken and nothing of what was given', async (query, where, detail) => {
    const answer = await request(app(things)).get(`/things${query}`)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text)).toMatchObject({
      code: 'QUERY_INVALID',
      where,
      detail: expect.stringContaining(detail),
    })
    expect(answer.text).not.toContain(someone)
  })

  test('takes the parameters that a route has, none where it has none, and any where it says so', async () => {
    const told = async (path: string) => (await request(app(things)).get(path)).status
    expect(await told('/things?state=shut')).toBe(200)
    expect(await told('/things')).toBe(200)
    expect(await told('/things/1?limit=-1')).toBe(400)
    expect(await told('/anything?limit=-1')).toBe(200)
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
    expect(answer.text).not.toMatch(/secret|310101190001010011|at .*\.ts/)
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
