import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Problem } from '../../src/contracts/generated/types.ts'
import { type AppDeps, createApp, type Route } from '../../src/http/app.ts'
import { type Listener, listenPlain } from '../../src/http/listener.ts'
import { readBody } from '../../src/http/read-body.ts'
import { respondJson } from '../../src/http/respond.ts'

let listener: Listener
const handled: string[] = []
const refused: string[] = []

const echo: Route = {
  operationId: 'echo',
  method: 'post',
  path: '/echo',
  async handle(request, response, requestId) {
    const body = await readBody(request, 'application/json', 100)
    handled.push(body.toString())
    respondJson(response, 200, { body: body.toString() }, requestId)
  },
}

beforeAll(async () => {
  const deps: AppDeps = {
    clock: () => 0,
    sandbox: false,
    onRefused: ({ error }) => void refused.push(error.code),
    setHeaders: (_, response) => void response.setHeader('x-of-all', '1'),
  }
  listener = await listenPlain(createApp([echo], deps), { host: '127.0.0.1', port: 0 }, deps)
})
afterAll(() => listener.stop(0))
beforeEach(() => [handled, refused].forEach((each) => each.splice(0)))

/** What is said until the connection is closed. */
async function said(...lines: string[]): Promise<string> {
  const socket = connect(listener.port, '127.0.0.1').setEncoding('latin1')
  let answer = ''
  socket.on('data', (chunk: string) => (answer += chunk))
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(lines.join('\r\n'))
  await closed
  return answer
}

function post(headers: readonly string[], body: string): string {
  return ['POST /echo HTTP/1.1', 'Content-Type: application/json', ...headers, '', body].join('\r\n')
}

/** One answer, and nothing behind it. */
function problemIn(answer: string): Problem {
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
  expect(head).toMatch(/^x-of-all: 1$/im)
  expect(head).toMatch(/^connection: close$/im)
  const problem = JSON.parse(body) as Problem
  expect(head).toContain(`request-id: ${problem.requestId}`)
  return problem
}

const chunked = '2\r\n{}\r\n0\r\n\r\n'
const host = 'Host: a'

describe('HTTP that Node would read, and others in another way, is refused and ends the connection:', () => {
  test.each<[string, string[], string, string]>([
    ['a coding beneath chunked', [host, 'Transfer-Encoding: gzip, chunked'], chunked, 'transfer-encoding'],
    [
      'identity beneath chunked',
      [host, 'Transfer-Encoding: identity, chunked'],
      chunked,
      'transfer-encoding',
    ],
    [
      'codings in two headers',
      [host, 'Transfer-Encoding: gzip', 'Transfer-Encoding: chunked'],
      chunked,
      'transfer-encoding',
    ],
    ['two hosts', [host, 'Host: b', 'Content-Length: 2'], '{}', 'host'],
    ['the same host twice', [host, host, 'Content-Length: 2'], '{}', 'host'],
    ['no host', ['Content-Length: 2'], '{}', 'host'],
  ])('%s', async (_, headers, body, where) => {
    const behind = post([host, 'Content-Length: 10', 'Connection: close'], '"smuggled"')
    const problem = problemIn(await said(post(headers, body) + behind))
    expect(problem).toMatchObject({ status: 400, code: 'HTTP_MALFORMED', where })
    expect(refused[0]).toBe('HTTP_MALFORMED')
    expect(handled).toEqual([])
  })

  test.each<[string, string[], string]>([
    ['chunked', [host, 'Transfer-Encoding: chunked'], chunked],
    ['chunked in capitals', [host, 'Transfer-Encoding: Chunked'], chunked],
    ['a length', [host, 'Content-Length: 2'], '{}'],
    ['an empty host', ['Host:', 'Content-Length: 2'], '{}'],
    ['that it waits for 100 Continue', [host, 'Content-Length: 2', 'Expect: 100-Continue'], '{}'],
  ])('but not %s', async (_, headers, body) => {
    expect(await said(post([...headers, 'Connection: close'], body))).toMatch(/HTTP\/1\.1 200 OK\r\n/)
    expect(handled).toEqual(['{}'])
  })

  test('nor HTTP/1.0 without a host', async () => {
    expect(await said('GET /other HTTP/1.0', '', '')).toMatch(/^HTTP\/1\.1 404 [^]*"code":"NOT_FOUND"/)
  })
})

test('EXPECTATION_UNKNOWN: who expects something else than 100 Continue learns it as a problem', async () => {
  const headers = [host, 'Content-Length: 2', 'Expect: foo', 'Connection: close']
  const problem = problemIn(await said(post(headers, '{}')))
  expect(problem).toMatchObject({ status: 417, code: 'EXPECTATION_UNKNOWN', where: 'expect' })
  expect([refused, handled]).toEqual([['EXPECTATION_UNKNOWN'], []])
})
