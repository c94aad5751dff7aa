import type { CallbackEvents } from '../callbacks/ports.ts'
import type { ConsoleEvents } from '../console/events.ts'
import type { DirectoryEvents } from '../directory/ports.ts'
import type { Maintenance } from '../domain/maintenance.ts'
import { toldSpan } from '../domain/trace-context.ts'
import type { GatewayError } from '../errors.ts'
import { toldWarning } from '../expiry/advice.ts'
import type { ExpiryWarning } from '../expiry/ports.ts'
import type { ReceiverEvents } from '../inbound/ports.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics/ports.ts'
import type { AskEvents } from '../outbound/ports.ts'
import type { RevocationEvents } from '../revocation/ports.ts'

/** What happened in one gateway. */
export interface Events extends ReceiverEvents, AskEvents {
  peer(code: string, state: string, of: string): void
  jobs(error: GatewayError): void
  availability(error: GatewayError): void
  peerHistory(error: GatewayError): void
  maintenance(begun: Maintenance | undefined): void
  callbacks: CallbackEvents
  console: ConsoleEvents
  directory: DirectoryEvents
  revocation: RevocationEvents
  expiry(warning: ExpiryWarning): void
}

/** The one place where business events are written to log and metrics: ids, codes and member codes, never a person. */
export function createEvents(log: Logger, metrics: Metrics): Events {
  return {
    answered({ requestId, span, exchangeId, member, service, outcome }) {
      metrics.answered(service, outcome)
      const where = { requestId, ...toldSpan(span), exchangeId }
      log.info({ event: 'answered', ...where, asker: member, service, outcome })
    },
    refused({ requestId, span, exchangeId, member, service, error }) {
      metrics.answered(service, error.code)
      const level = error.entry.fault === 'us' ? 'error' : 'info'
      const where = { requestId, ...toldSpan(span), exchangeId }
      log[level]({ event: 'refused', ...where, asker: member, service, ...told(error) })
    },
    concluded({ error, span, ...event }) {
      metrics.asked(event.centre, event.service, event.state, event.elapsedMs)
      log.info({ event: 'asked', ...event, ...toldSpan(span), ...(error && told(error)) })
    },
    peer(code, state, of) {
      log.warn({ event: 'peer', centre: code, class: of, state })
    },
    maintenance(begun) {
      log.warn({ event: 'maintenance', begun: begun !== undefined, ...begun?.message })
    },
    availability(error) {
      log.warn({ event: 'availability', ...told(error) })
    },
    peerHistory(error) {
      log.warn({ event: 'peer-history', ...told(error) })
    },
    jobs(error) {
      log.warn({ event: 'jobs', ...told(error) })
    },
    console: {
      onSignedIn({ staff, roles }) {
        metrics.signedIn()
        log.info({ event: 'signed-in', staff, roles: [...roles] })
      },
      onGiving: (action) => metrics.given(action),
      onSignedOut({ staff }) {
        log.info({ event: 'signed-out', staff })
      },
    },
    callbacks: {
      tried({ span, ...event }) {
        metrics.calledBack(event)
        log[event.failure === undefined ? 'info' : 'warn']({ event: 'callback', ...event, ...toldSpan(span) })
      },
      gaveUp(event) {
        log.error({ event: 'callback', state: 'given-up', ...event })
      },
      place({ state, ...place }) {
        log.warn({ event: 'callback-place', ...place, state })
      },
      trouble(error) {
        log.warn({ event: 'callback', ...told(error) })
      },
    },
    directory: {
      swapped({ from, version, changes }) {
        log.info({
          event: 'directory',
          version,
          ...(from !== undefined && { from }),
          changes: firstOf(changes.map(({ en, zh }) => `${zh} ${en}`)),
        })
      },
      sourceFailed({ source, error }) {
        log.warn({ event: 'directory-source', source, ...told(error) })
      },
      sourceBack({ source, version }) {
        log.info({ event: 'directory-source', source, version })
      },
    },
    expiry(warning) {
      const grave = warning.level === 'urgent' || warning.level === 'expired'
      log[grave ? 'error' : 'warn']({ event: 'expiry', ...toldWarning(warning) })
    },
    revocation: {
      sourceFailed({ source, place, error, secondsLeft }) {
        const { en, zh } = revocationAdvice(source, place, secondsLeft)
        log.warn({
          event: 'revocation-source',
          source,
          place,
          secondsLeft,
          ...told(error),
          todo: `${zh} ${en}`,
        })
      },
      sourceBack({ source, place }) {
        log.info({ event: 'revocation-source', source, place })
      },
      listChanged(change) {
        log.info({ event: 'revocation', ...change })
      },
    },
  }
}

function revocationAdvice(source: string, place: string, secondsLeft: number): { en: string; zh: string } {
  const what = { en: `Mend ${place}, or name another place`, zh: `请修复 ${place}，或另设来源` }
  const member = `trust.revocation.sources (${source})`
  return secondsLeft > 0
    ? {
        en: `${what.en} under ${member}: in ${secondsLeft} s certificates of this authority will be refused.`,
        zh: `${what.zh}（${member}）：${secondsLeft} 秒后将拒绝该机构签发的证书。`,
      }
    : {
        en: `${what.en} under ${member}: certificates of this authority are refused.`,
        zh: `${what.zh}（${member}）：现已拒绝该机构签发的证书。`,
      }
}

/** A log line is no place for a thousand new members; `gateway directory diff` tells all. */
function firstOf(changes: readonly string[]): string[] {
  const more = changes.length - 40
  return more > 0 ? [...changes.slice(0, 40), `另有 ${more} 项 and ${more} more`] : [...changes]
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
