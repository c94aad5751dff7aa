import { randomUUIDv7 } from 'node:crypto'
import type { Conclusion, ExchangeKey } from '../../src/inbound/ports.ts'
import type { EntryDraft } from '../../src/journal/entry.ts'

/** When these exchanges are, epoch milliseconds. */
export const exchangedAt = Date.parse('2026-11-24T09:30:00+08:00')

export function freshKey(): ExchangeKey {
  return { issuer: '320101000000000', id: randomUUIDv7() }
}

/** The journal entry of an exchange, of which nothing else matters. */
export function entryOf({ id, issuer }: ExchangeKey, outcome: string, at = exchangedAt): EntryDraft {
  const none = {
    purpose: '',
    basis: '',
    operator: '',
    fields: '',
    subject: '',
    requestDigest: 'digest',
    answerDigest: '',
  }
  return { at, kind: 'answered', exchangeId: id, issuer, audience: 'a', service: 's', outcome, ...none }
}

/** What is kept of an exchange that was answered with `text`. */
export function conclusion(key: ExchangeKey, text = 'answer', at = exchangedAt): Conclusion {
  const answer = { status: 200, bytes: Buffer.from(text) }
  return {
    key,
    request: Buffer.from('request'),
    answer,
    directoryVersion: 1,
    entry: entryOf(key, 'issued', at),
  }
}
