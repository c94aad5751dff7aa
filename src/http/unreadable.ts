import { randomUUID } from 'node:crypto'
import { type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Problem } from '../contracts/generated/types.ts'
import { problemOf } from '../domain/problem.ts'
import { type ErrorCode, GatewayError } from '../errors.ts'
import type { AppDeps } from './app.ts'

const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TOO_SLOW',
}

/** Answers what Node cannot read as a request with a problem like any other, and ends the connection. */
export function answerUnreadable(server: Server, deps: AppDeps): void {
  // While an answer is under way, another would be read as a part of it.
  const answering = new WeakSet<Duplex>()
  server.on('request', ({ socket }, response) => {
    answering.add(socket)
    response.once('close', () => answering.delete(socket))
  })
  // An answer would wait for a handshake that never ends, and hold the connection with it. Node tells of it as 'clientError' next.
  server.prependListener('tlsClientError', (_: unknown, socket: Duplex) => void socket.destroy())
  server.on('clientError', (cause: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || answering.has(socket) || cause.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const requestId = randomUUID()
    const error = new GatewayError(codes[cause.code ?? ''] ?? 'HTTP_MALFORMED', { cause })
    deps.onRefused({ requestId, operationId: '', error })
    socket.end(wireText(problemOf(error, { requestId, sandbox: deps.sandbox, now: deps.clock() })))
  })
}

function wireText(problem: Problem): string {
  const body = JSON.stringify(problem)
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    `request-id: ${problem.requestId}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
