import type { Readiness } from '../health.ts'
import type { Route } from './app.ts'
import { respond, respondJson } from './respond.ts'

export interface OpsDeps {
  readiness(): Promise<Readiness>
  metrics(): Promise<{ contentType: string; text: string }>
}

/** The ops listener: health and metrics. */
export function opsRoutes(deps: OpsDeps): Route[] {
  return [
    {
      operationId: 'getLiveness',
      method: 'get',
      path: '/health/live',
      handle: (_request, response, requestId) => respondJson(response, 200, { status: 'live' }, requestId),
    },
    {
      operationId: 'getReadiness',
      method: 'get',
      path: '/health/ready',
      async handle(_request, response, requestId) {
        const readiness = await deps.readiness()
        respondJson(response, readiness.status === 'not-ready' ? 503 : 200, readiness, requestId)
      },
    },
    {
      operationId: 'getMetrics',
      method: 'get',
      path: '/metrics',
      async handle(_request, response, requestId) {
        const { contentType, text } = await deps.metrics()
        respond(response, { status: 200, contentType, body: text, requestId })
      },
    },
  ]
}
