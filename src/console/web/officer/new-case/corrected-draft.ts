import type { ShownCase } from '../../../shown/cases.ts'
import { type Draft, emptyDraft } from './draft.ts'

/** A case's question once more, to be put right: all that is not personal, for the centres that gave no certificate. */
export function correctedDraft({ person, centres, purpose, basis, applicationNumber }: ShownCase): Draft {
  const { kind, reference, expires } = basis
  return {
    ...emptyDraft(),
    idType: person.idType as Draft['idType'],
    centres: centres.filter(({ certificate }) => !certificate).map(({ code }) => code),
    purpose,
    basis: kind,
    // What names the person came masked.
    reference: reference.includes('*') ? '' : reference,
    expires,
    applicationNumber,
  }
}
