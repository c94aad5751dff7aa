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
 * The agreement that allows a wish, the first in the directory's order; nothing is allowed that no agreement names. Groups must
 * have been replaced by their members. Every denial names the agreement that would be needed.
 * Fails with AGREEMENT_REQUIRED, BASIS_NOT_ACCEPTED or FIELDS_NOT_AGREED.
 */
export function agreementFor(wish: Wish, agreements: readonly Agreement[]): Agreement {
  const covering = agreements.filter((agreement) => lacking(agreement, wish).length === 0)
  if (covering.length === 0) {
    throw new GatewayError('AGREEMENT_REQUIRED', {
      where: `${wish.consumer} → ${wish.provider}, ${wish.service}, ${wish.purpose}`,
      detail: sentence([needed(wish), ...nearest(wish, agreements)]),
    })
  }
  const onThisBasis = covering.filter(({ bases }) => !wish.basis || bases.includes(wish.basis.kind))
  if (onThisBasis.length === 0) {
    throw new GatewayError('BASIS_NOT_ACCEPTED', {
      where: '/basis/kind',
      detail: sentence([
        needed(wish),
        ...firstFew(covering, ({ bases }) => `接受的依据 accepts ${bases.join(', ')}`),
      ]),
    })
  }
  const found = onThisBasis.find(({ fields }) => wish.fields.every((field) => fields.includes(field)))
  if (!found) {
    throw new GatewayError('FIELDS_NOT_AGREED', {
      where: '/fields',
      detail: sentence([needed(wish), ...firstFew(onThisBasis, agreedFields)]),
    })
  }
  return found
}

function needed({ consumer, provider, service, purpose, basis, fields, today }: Wish): string {
  return [
    `须有协议允许此项查询 needed: an agreement in force on ${today} by which ${consumer} may ask ${provider} for ${service}, ${purpose}`,
    ...(basis ? [`on ${basis.kind}`] : []),
    ...(fields.length > 0 ? [`with ${fields.join(', ')}`] : []),
  ].join(', ')
}

/** Agreements that fail in one thing only, since one of them is most likely meant. */
function nearest(wish: Wish, agreements: readonly Agreement[]): string[] {
  const close = agreements.filter((agreement) => lacking(agreement, wish).length === 1)
  return firstFew(close, (agreement) => lacking(agreement, wish)[0] ?? '')
}

/** A refusal's detail has 500 characters; three agreements fit. */
function firstFew(agreements: readonly Agreement[], tell: (agreement: Agreement) => string): string[] {
  return agreements.slice(0, 3).map((agreement) => `${agreement.id} ${tell(agreement)}`)
}

function agreedFields({ fields }: Agreement): string {
  return fields.length === 0 ? '未含字段组 gives no field set' : `涵盖字段组 gives ${fields.join(', ')}`
}

function sentence(parts: readonly string[]): string {
  return parts.join('; ').slice(0, 500)
}

/** What of a wish an agreement does not cover, in words; fields and basis are told apart. */
function lacking(agreement: Agreement, wish: Wish): string[] {
  return [
    ...(agreement.consumers.includes(wish.consumer)
      ? []
      : [`不允许其查询 does not let ${wish.consumer} ask`]),
    ...(agreement.providers.includes(wish.provider)
      ? []
      : [`不允许查询该中心 does not let ${wish.provider} be asked`]),
    ...(agreement.services.includes(wish.service) ? [] : [`未涵盖该服务 does not cover ${wish.service}`]),
    ...(agreement.purposes.includes(wish.purpose) ? [] : [`未涵盖该用途 does not cover ${wish.purpose}`]),
    ...(agreement.notBefore <= wish.today ? [] : [`尚未生效 begins on ${agreement.notBefore}`]),
    ...(wish.today <= agreement.notAfter ? [] : [`已到期 ended on ${agreement.notAfter}`]),
  ]
}
