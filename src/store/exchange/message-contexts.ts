import type { ExchangeKey } from '../../inbound/ports.ts'

/** What the sealed bytes of a request are bound to, and so on for the others; in both directions they are the same bytes. */
export function requestContext(key: ExchangeKey): string {
  return `${key.issuer} ${key.id} request`
}

export function answerContext(key: ExchangeKey): string {
  return `${key.issuer} ${key.id} answer`
}

export function provenanceContext(key: ExchangeKey): string {
  return `${key.issuer} ${key.id} provenance`
}
