import { Counter, Histogram, type Registry } from 'prom-client'
import { serviceNames } from '../domain/services.ts'
import type { ExchangeResult } from './ports.ts'
import type { Metrics } from './ports.ts'

/** Of which a series is there from the start: a rate sees the first of them, and a share of none is 0. */
const results: readonly ExchangeResult[] = ['answered', 'refused', 'failed']

export function requestFigures(
  registers: Registry[],
): Pick<Metrics, 'answered' | 'asked' | 'exchanged' | 'officeRequested' | 'refused'> {
  const answered = new Counter({
    name: 'gateway_answers_total',
    help: 'Requests answered or refused, by service and outcome or error code',
    labelNames: ['service', 'outcome'],
    registers,
  })
  const asked = new Histogram({
    name: 'gateway_ask_seconds',
    help: 'Asks of peers, by centre, service and state',
    labelNames: ['centre', 'service', 'state'],
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  })
  const exchanged = new Histogram({
    name: 'gateway_exchange_seconds',
    help: 'Requests to the exchange listener, by service and result, from the head of the request to the end of the answer',
    labelNames: ['service', 'result'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  })
  for (const service of serviceNames) for (const result of results) exchanged.zero({ service, result })
  const officeRequested = new Histogram({
    name: 'gateway_office_request_seconds',
    help: 'Requests to the office listener, by operation and class of status, the waiting that callers prefer included',
    labelNames: ['operation', 'status'],
    buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  })
  const refused = new Counter({
    name: 'gateway_refusals_total',
    help: 'Requests refused before they became an exchange, by operation and error code',
    labelNames: ['operation', 'code'],
    registers,
  })
  return {
    refused: (operation, code) => refused.inc({ operation: named(operation), code }),
    answered: (service, outcome) => answered.inc({ service, outcome }),
    asked: (centre, service, state, elapsedMs) => asked.observe({ centre, service, state }, elapsedMs / 1000),
    exchanged: (service, result, seconds) => exchanged.observe({ service: named(service), result }, seconds),
    officeRequested: (operation, status, seconds) =>
      officeRequested.observe({ operation: named(operation), status }, seconds),
  }
}

/** An empty label is none. */
function named(operation: string): string {
  return operation || 'none'
}
