import { randomUUID } from 'node:crypto'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import type { Clock } from '../clock.ts'
import type { Problem } from '../contracts/generated/types.ts'
import { problemOf } from '../domain/problem.ts'
import type { Span } from '../domain/trace-context.ts'
import { type GatewayError, toGatewayError } from '../errors.ts'
import { assertExpectation, assertOneWay } from './one-way.ts'
import { assertQuery, type Query } from './query.ts'
import { respondProblem } from './respond.ts'
import { beginSpan } from './trace.ts'
import { addUnserved } from './unserved.ts'

/** One operation of openapi.yaml. */
export interface Route {
  operationId: string
  method: 'get' | 'post' | 'delete'
  path: string
  /** Parameters of the query; absent: none. */
  query?: Query
  handle(request: Request, response: Response, requestId: string): Promise<void> | void
  /** How a refusal is told, where its form is another's standard; default: as a problem. */
  refuse?(response: Response, problem: Problem): void
}

export interface AppDeps {
  clock: Clock
  sandbox: boolean
  /** Hears of what was refused before it became an exchange; no `span` where it could not be read as a request. */
  onRefused(event: { requestId: string; operationId: string; error: GatewayError; span?: Span }): void
  /** Hears of every request when its response is written, or its client gone. */
  onEnded?(event: EndedRequest): void
  /** What every answer says beside its own headers, a refusal's too. */
  setHeaders?(request: Request, response: Response): void
}

export interface EndedRequest {
  requestId: string
  /** "" where no operation has this path and method. */
  operationId: string
  method: string
  /** Undefined where the client went before it was answered. */
  status: number | undefined
  /** From the request's head to the end of the response. */
  seconds: number
  span: Span
}

/**
 * An express app with nothing but the given routes: every other path, method or query parameter is a catalogued refusal, as is whatever
 * a handler throws.
 */
export function createApp(routes: readonly Route[], deps: AppDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.enable('case sensitive routing')
  app.enable('strict routing')
  for (const route of routes) app[route.method](route.path, guarded(route, deps))
  addUnserved(app, routes, (handle) => guarded({ operationId: '', query: 'any', handle }, deps))
  return app
}

function guarded(
  { operationId, query, handle, refuse = respondProblem }: Omit<Route, 'method' | 'path'>,
  deps: AppDeps,
): RequestHandler {
  return async (request, response) => {
    const requestId = randomUUID()
    const span = beginSpan(request, requestId)
    const { onEnded } = deps
    if (onEnded) {
      const started = performance.now()
      response.once('close', () => {
        const seconds = (performance.now() - started) / 1000
        const status = response.headersSent ? response.statusCode : undefined
        onEnded({ requestId, operationId, method: request.method, status, seconds, span })
      })
    }
    try {
      deps.setHeaders?.(request, response)
      assertOneWay(request, response)
      assertExpectation(request)
      assertQuery(request, query)
      await handle(request, response, requestId)
    } catch (thrown) {
      const error = toGatewayError(thrown)
      deps.onRefused({ requestId, operationId, error, span })
      if (response.headersSent) response.destroy()
      else refuse(response, problemOf(error, { requestId, sandbox: deps.sandbox, now: deps.clock() }))
    }
  }
}
