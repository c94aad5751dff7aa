import type { GatewayError } from './errors.ts'
import type { ReceiverEvents } from './inbound/ports.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'
import type { AskEvents } from './outbound/ports.ts'

/** The one place where business events are written to log and metrics: ids, codes and member codes, never a person. */
export function createEvents(
  log: Logger,
  metrics: Metrics,
): ReceiverEvents & AskEvents & { peer(code: string, state: string): void } {
  return {
    answered({ requestId, exchangeId, member, service, outcome }) {
      metrics.answered(service, outcome)
      log.info({ event: 'answered', requestId, exchangeId, asker: member, service, outcome })
    },
    refused({ requestId, exchangeId, member, service, error }) {
      metrics.answered(service, error.code)
      const level = error.entry.fault === 'us' ? 'error' : 'info'
      log[level]({ event: 'refused', requestId, exchangeId, asker: member, service, ...told(error) })
    },
    concluded({ error, ...event }) {
      metrics.asked(event.centre, event.service, event.state, event.elapsedMs)
      log.info({ event: 'asked', ...event, ...(error && told(error)) })
    },
    peer(code, state) {
      log.warn({ event: 'peer', centre: code, state })
    },
  }
}

/** An error for the log: code, place, detail, and the causes' own messages. */
export function told(error: GatewayError): Record<string, unknown> {
  return {
    code: error.code,
    where: error.where,
    detail: error.detail,
    cause: error.cause instanceof Error ? error.cause.message : undefined,
  }
}
