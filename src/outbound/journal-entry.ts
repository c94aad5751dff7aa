import { digestOf } from '../domain/digest.ts'
import type { EntryDraft } from '../journal/entry.ts'
import type { AskDeps } from './ports.ts'
import type { Asked } from './asked.ts'

type Deps = Pick<AskDeps, 'clock' | 'subjectHash'>

/** Written before the request leaves. */
export function askedEntry(asked: Asked, deps: Deps): EntryDraft {
  return { ...entryOf(asked, deps), kind: 'asked', outcome: 'sent', answerDigest: '' }
}

/** Written before the result is shown. `outcome`: the answer's outcome or an error code; `answer`: the signed bytes, if any. */
export function concludedEntry(
  asked: Asked,
  outcome: string,
  answer: Buffer | undefined,
  deps: Deps,
): EntryDraft {
  return { ...entryOf(asked, deps), kind: 'concluded', outcome, answerDigest: answer ? digestOf(answer) : '' }
}

function entryOf(
  { envelope, digest }: Asked,
  deps: Deps,
): Omit<EntryDraft, 'kind' | 'outcome' | 'answerDigest'> {
  const { person } = envelope.body as { person?: { idNumber: string } }
  return {
    at: deps.clock(),
    exchangeId: envelope.jti,
    issuer: envelope.iss,
    audience: envelope.aud,
    service: envelope.service,
    purpose: envelope.purpose ?? '',
    basis: envelope.basis?.kind ?? '',
    operator: envelope.operator?.id ?? '',
    fields: envelope.fields?.join(',') ?? '',
    subject: person ? deps.subjectHash(person.idNumber) : '',
    requestDigest: digest,
  }
}
