import { toldSpan } from '../domain/trace-context.ts'
import { told } from './events.ts'
import type { AppDeps, EndedRequest } from '../http/app.ts'
import type { Logger } from '../logger.ts'
import type { ExchangeResult } from '../metrics/ports.ts'
import type { Metrics } from '../metrics/ports.ts'

/** What the listeners tell of requests, for log and metrics. `inMaintenance`: work is announced at this moment. */
export function createRequestEvents(
  log: Logger,
  metrics: Pick<Metrics, 'exchanged' | 'officeRequested' | 'refused'>,
  inMaintenance: () => boolean,
): Pick<AppDeps, 'onRefused'> & {
  exchangeEnded(event: EndedRequest): void
  officeEnded(event: EndedRequest): void
} {
  return {
    onRefused({ requestId, operationId, error, span }) {
      metrics.refused(operationId, error.code)
      const line = { event: 'refused', requestId, ...(span && toldSpan(span)), operationId, ...told(error) }
      log[error.code === 'INTERNAL' ? 'error' : 'info'](line)
    },
    exchangeEnded: ({ operationId, status, seconds }) =>
      metrics.exchanged(operationId, resultOf(status, inMaintenance), seconds),
    officeEnded({ requestId, operationId, method, status, seconds, span }) {
      metrics.officeRequested(operationId, classOf(status), seconds)
      const line = { event: 'office', requestId, ...toldSpan(span), operationId, status }
      // Whoever only looks does so again and again.
      log[method === 'GET' ? 'debug' : 'info']({ ...line, elapsedMs: Math.round(seconds * 1000) })
    },
  }
}

function resultOf(status: number | undefined, inMaintenance: () => boolean): ExchangeResult {
  if (status === undefined) return 'gone'
  if (status < 400) return 'answered'
  if (status < 500) return 'refused'
  return inMaintenance() ? 'maintenance' : 'failed'
}

function classOf(status: number | undefined): string {
  return status === undefined ? 'gone' : `${Math.floor(status / 100)}xx`
}
