import type { ServerResponse } from 'node:http'
import type { Problem } from '../contracts/generated/types.ts'
import { traceResponse } from './trace.ts'

/** Writes a whole response. Nothing of an exchange may be cached; `request-id` is the id in our log, `traceresponse` our place in the caller's trace. */
export function respond(
  response: ServerResponse,
  answer: {
    status: number
    contentType: string
    body: Buffer | string
    requestId: string
    retryAfterSeconds?: number | undefined
  },
): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': body.length,
    'cache-control': 'no-store',
    'request-id': answer.requestId,
    traceresponse: traceResponse(response.req),
    ...(answer.retryAfterSeconds !== undefined && { 'retry-after': String(answer.retryAfterSeconds) }),
  })
  response.end(body)
}

export function respondProblem(response: ServerResponse, problem: Problem): void {
  respond(response, {
    status: problem.status,
    contentType: 'application/problem+json; charset=utf-8',
    body: JSON.stringify(problem),
    requestId: problem.requestId,
    retryAfterSeconds: problem.retryAfterSeconds,
  })
}

/** Done, and nothing to say. */
export function respondNothing(response: ServerResponse, requestId: string): void {
  response.writeHead(204, {
    'cache-control': 'no-store',
    'request-id': requestId,
    traceresponse: traceResponse(response.req),
  })
  response.end()
}

export function respondJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  requestId: string,
): void {
  respond(response, {
    status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(value),
    requestId,
  })
}
