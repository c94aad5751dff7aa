import type { RequestEnvelope } from '../contracts/generated/types.ts'
import { digestOf } from '../domain/digest.ts'
import type { EntryDraft } from '../journal/entry.ts'
import { type Answering, answererOf } from './answerer.ts'
import type { Authorised, Received, Stage } from './stages.ts'

/**
 * What the journal keeps of an exchange: who, for what, on which basis, about whom (hashed), when, with which result.
 * Before the envelope is understood only the signing member is known.
 */
export function entryOf(
  exchange: Exclude<Stage, Received> | Authorised,
  envelope: RequestEnvelope | undefined,
  result: {
    kind: 'answered' | 'refused'
    outcome: string
    answer: Buffer | undefined
    at: number
    /** Where it has been hashed already. */
    subject?: string | undefined
  },
  deps: Answering & { subjectHash(idNumber: string): string },
): EntryDraft {
  return {
    at: result.at,
    kind: result.kind,
    exchangeId: envelope?.jti ?? exchange.requestId,
    issuer: exchange.member.code,
    audience: answererOf({ directory: exchange.directory, ...(envelope && { envelope }) }, deps).code,
    service: exchange.service,
    purpose: envelope?.purpose ?? '',
    basis: envelope?.basis?.kind ?? '',
    operator: envelope?.operator?.id ?? '',
    fields: envelope?.fields?.join(',') ?? '',
    subject: result.subject ?? subjectOf(envelope, deps.subjectHash),
    outcome: result.outcome,
    requestDigest: exchange.digest,
    answerDigest: result.answer ? digestOf(result.answer) : '',
  }
}

function subjectOf(envelope: RequestEnvelope | undefined, subjectHash: (idNumber: string) => string): string {
  const person = (envelope?.body as { person?: { idNumber?: unknown } } | undefined)?.person
  return typeof person?.idNumber === 'string' ? subjectHash(person.idNumber) : ''
}
