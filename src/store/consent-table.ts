import type { FieldSet, Purpose } from '../contracts/generated/types.ts'
import type { ConsentBinding, ConsentUse } from '../domain/consent.ts'
import { change, row, type Work } from './database.ts'

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

/** Keeps a use that agrees with those before it, inside the transaction that keeps its answer. */
export function* useConsent(use: ConsentUse, exchangeId: string): Work<void> {
  const { issuer, reference, subject, purpose, application, expires, singleUse } = use
  const fields = use.fields?.join(',') ?? null
  yield* change(
    `insert into consent (issuer, reference, subject, purpose, application, fields, expires, used_up, exchange_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
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
  if (fields === null) return
  yield* change(
    'update consent set fields = ? where issuer = ? and reference = ? and fields is null',
    fields,
    issuer,
    reference,
  )
}
