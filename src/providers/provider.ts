import type { CertificateNotIssuable, DepositFacts, FieldSet, Person } from '../contracts/generated/types.ts'

/** What a provider is asked. */
export interface ProviderQuestion {
  person: Person
  /** Field sets wanted. */
  fields: readonly FieldSet[]
  /** As of when, epoch milliseconds. */
  at: number
  /** When the asker stops waiting, epoch milliseconds. */
  deadline: number
  /** Whom the facts are for: the lending centre, or who asks whether there are any. */
  addressee: { code: string; name: string }
  /** The application that the question belongs to; empty where it names none. */
  applicationNumber: string
}

/** What a provider found of one person. A person is found by number and name together; one alone is no record. */
export type Finding = (
  | { outcome: 'found'; facts: DepositFacts }
  | { outcome: 'no-record' }
  | { outcome: 'not-issuable'; reason: CertificateNotIssuable['reason'] }
) & {
  /** How it came to be found, to be kept with the exchange; only of facts that are not our own. Holds personal data, and goes to nobody else. */
  provenance?: Buffer
}

/** A place that holds one centre's facts. */
export interface Provider {
  /**
   * Finds the person's facts, only the field sets asked for. Our own core fails with PROVIDER_UNAVAILABLE or CORE_RECORD_INVALID,
   * a centre behind us with CENTRE_UNAVAILABLE, CENTRE_REFUSED or CENTRE_ANSWER_INVALID, by throwing or rejecting.
   */
  find(question: ProviderQuestion): Finding | Promise<Finding>
}
