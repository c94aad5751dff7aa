import type { CertificateNotIssuable, DepositFacts, FieldSet, Person } from '../contracts/generated/types.ts'

/** What a provider found of one person. A person is found by number and name together; one alone is no record. */
export type Finding =
  | { outcome: 'found'; facts: DepositFacts }
  | { outcome: 'no-record' }
  | { outcome: 'not-issuable'; reason: CertificateNotIssuable['reason'] }

/** A place that holds one centre's facts. */
export interface Provider {
  /**
   * Finds the person's facts, only the field sets asked for, as of `now` (epoch milliseconds).
   * Fails with PROVIDER_UNAVAILABLE or CORE_RECORD_INVALID, by throwing or rejecting.
   */
  find(person: Person, fields: readonly FieldSet[], now: number): Finding | Promise<Finding>
}
