import type { DatabaseSync } from 'node:sqlite'
import type { FieldSet, Purpose } from '../contracts/generated/types.ts'
import type { ConsentBinding, ConsentUse } from '../domain/consent.ts'

/** The consents that answers were given on. */
export interface ConsentTable {
  bound(consent: { issuer: string; reference: string }): ConsentBinding | undefined
  /** Keeps a use that agrees with those before it, inside the transaction that keeps its answer. */
  use(use: ConsentUse, exchangeId: string): void
}

export function createConsentTable(database: DatabaseSync): ConsentTable {
  const select = database.prepare(
    'select subject, purpose, application, fields, expires, used_up from consent where issuer = ? and reference = ?',
  )
  const insert = database.prepare(
    `insert into consent (issuer, reference, subject, purpose, application, fields, expires, used_up, exchange_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  )
  const bindFields = database.prepare(
    'update consent set fields = ? where issuer = ? and reference = ? and fields is null',
  )

  function bound({ issuer, reference }: { issuer: string; reference: string }): ConsentBinding | undefined {
    const row = select.get(issuer, reference)
    return (
      row && {
        subject: String(row.subject),
        purpose: String(row.purpose) as Purpose,
        application: String(row.application),
        fields: row.fields === null ? undefined : (String(row.fields).split(',') as FieldSet[]),
        expires: String(row.expires),
        usedUp: row.used_up !== 0,
      }
    )
  }

  return {
    bound,
    use(use, exchangeId) {
      const { issuer, reference, subject, purpose, application, expires, singleUse } = use
      const fields = use.fields?.join(',') ?? null
      insert.run(
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
      if (fields !== null) bindFields.run(fields, issuer, reference)
    },
  }
}
