import { consentFault, type ConsentUse } from '../../domain/consent.ts'
import { services } from '../../domain/services.ts'
import type { ReceiverDeps } from '../ports.ts'
import type { Authorised } from '../stages.ts'

/**
 * A consent serves the person, purpose, application and field sets of its first use, and once where the agreement says so. Asked
 * here so that nothing is looked up without it, and again in the transaction that keeps the answer, which is what binds it.
 * Fails with BASIS_MISMATCHED or BASIS_USED. Gives the use to be kept; none where the basis is no consent.
 */
export async function boundConsent(
  exchange: Authorised,
  deps: Pick<ReceiverDeps, 'self' | 'store' | 'subjectHash' | 'consentHash'>,
): Promise<ConsentUse | undefined> {
  const use = useOf(exchange, deps)
  if (!use) return undefined
  const fault = consentFault(use, await deps.store.boundConsent(use))
  if (fault) throw fault
  return use
}

function useOf(
  { envelope, member, service, agreement }: Authorised,
  deps: Pick<ReceiverDeps, 'self' | 'subjectHash' | 'consentHash'>,
): ConsentUse | undefined {
  const { basis, purpose, fields } = envelope
  if (!services[service].personal || basis?.kind !== 'consent' || !purpose) return undefined
  // Each centre that we answer for binds a consent by itself, as it would behind a gateway of its own.
  const centre = envelope.aud === deps.self.code ? '' : `at ${envelope.aud}\n`
  const { person } = envelope.body as { person?: { idNumber?: unknown } }
  return {
    issuer: member.code,
    reference: deps.consentHash(`reference ${centre}${basis.reference}`),
    subject: deps.subjectHash(String(person?.idNumber)),
    purpose,
    application: deps.consentHash(`application ${basis.applicationNumber}`),
    fields: services[service].fields ? fields : undefined,
    expires: basis.expires,
    singleUse: agreement?.singleUse === true,
  }
}
