import { chinaDate } from '../../clock.ts'
import { agreementFor } from '../../domain/agreement.ts'
import { services } from '../../domain/services.ts'
import type { Accepted, Authorised } from '../stages.ts'

/** An agreement of the directory allows it; default deny. Fails with AGREEMENT_REQUIRED, BASIS_NOT_ACCEPTED or FIELDS_NOT_AGREED. */
export function agreed(exchange: Accepted): Authorised {
  const { envelope, member, directory, service, at } = exchange
  if (!services[service].agreement || !envelope.purpose) {
    return { ...exchange, stage: 'authorised', agreement: undefined }
  }
  const agreement = agreementFor(
    {
      consumer: member.code,
      provider: envelope.aud,
      service,
      purpose: envelope.purpose,
      basis: envelope.basis,
      fields: envelope.fields ?? [],
      today: chinaDate(at),
    },
    directory.agreementsOf(member.code),
  )
  return { ...exchange, stage: 'authorised', agreement }
}
