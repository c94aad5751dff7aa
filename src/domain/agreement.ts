import type { Agreement, Basis, FieldSet, Purpose, ServiceName } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'

/** What somebody wants to do, as far as agreements speak of it. `today` is a calendar date, China time. */
export interface Wish {
  consumer: string
  provider: string
  service: ServiceName
  purpose: Purpose
  basis: Basis | undefined
  fields: readonly FieldSet[]
  today: string
}

/**
 * The agreement that allows a wish; nothing is allowed that no agreement names.
 * Fails with AGREEMENT_REQUIRED, naming the agreement that would be needed, with BASIS_NOT_ACCEPTED, or with FIELDS_NOT_AGREED.
 */
export function agreementFor(wish: Wish, agreements: readonly Agreement[]): Agreement {
  const inForce = agreements.filter((agreement) => covers(agreement, wish))
  if (inForce.length === 0) {
    throw new GatewayError('AGREEMENT_REQUIRED', {
      where: `${wish.consumer} → ${wish.provider}, ${wish.service}, ${wish.purpose}`,
    })
  }
  const onThisBasis = inForce.filter((agreement) => !wish.basis || agreement.bases.includes(wish.basis.kind))
  if (onThisBasis.length === 0) {
    throw new GatewayError('BASIS_NOT_ACCEPTED', {
      where: '/basis/kind',
      detail: `accepted: ${joined(inForce, 'bases')}`,
    })
  }
  const found = onThisBasis.find((agreement) =>
    wish.fields.every((field) => agreement.fields.includes(field)),
  )
  if (!found) {
    throw new GatewayError('FIELDS_NOT_AGREED', {
      where: '/fields',
      detail: `agreed: ${joined(onThisBasis, 'fields')}`,
    })
  }
  return found
}

function covers(agreement: Agreement, wish: Wish): boolean {
  return (
    agreement.consumers.includes(wish.consumer) &&
    agreement.providers.includes(wish.provider) &&
    agreement.services.includes(wish.service) &&
    agreement.purposes.includes(wish.purpose) &&
    agreement.notBefore <= wish.today &&
    wish.today <= agreement.notAfter
  )
}

function joined(agreements: readonly Agreement[], member: 'bases' | 'fields'): string {
  return [...new Set(agreements.flatMap((agreement): readonly string[] => agreement[member]))].join(', ')
}
