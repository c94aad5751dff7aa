import type { FieldSet, Purpose } from '../../contracts/generated/types.ts'
import type { ConsentBinding, ConsentUse } from '../../domain/consent.ts'
import { change, row, type Work } from '../database.ts'

/** What the answers before this one bound a consent to. */
export function* boundConsent({
  issuer,
  reference,
}: {
  issuer: string
  reference: string
}): Work<ConsentBinding | undefined> {
  const found = yield* row(
    'select subject, purpose, application, fields, expires, used_up from consent where issuer = ? and reference = ?',
    issuer,
    reference,
  )
  return (
    found && {
      subject: String(found['subject']),
      purpose: String(found['purpose']) as Purpose,
      application: String(found['application']),
      fields: found['fields'] === null ? undefined : (String(found['fields']).split(',') as FieldSet[]),
      expires: String(found['expires']),
      usedUp: Number(found['used_up']) !== 0,
    }
  )
}

/** Keeps a use that agrees with those before it, which are `bound`, inside the transaction that keeps its answer. */
export function* useConsent(
  use: ConsentUse,
  bound: ConsentBinding | undefined,
  exchangeId: string,
): Work<void> {
  const { issuer, reference, subject, purpose, application, expires, singleUse } = use
  const fields = use.fields?.join(',') ?? null
  if (!bound) {
    yield* change(
      `insert into consent (issuer, reference, subject, purpose, application, fields, expires, used_up, exchange_id)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      issuer,
      reference,
      subject,
      purpose,
      application,
      fields,
      expires,
      Number(singleUse),
      exchangeId,
    )
  } else if (!bound.fields && fields !== null) {
    yield* change(
      'update consent set fields = ? where issuer = ? and reference = ?',
      fields,
      issuer,
      reference,
    )
  }
}
