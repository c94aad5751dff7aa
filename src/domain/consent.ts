import type { FieldSet, Purpose } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'

/** What the first answer given on a consent bound it to. Hashes are keyed, so that what is kept names nobody. */
export interface ConsentBinding {
  /** Keyed hash of the person's identity number. */
  subject: string
  purpose: Purpose
  /** Keyed hash of the application or case number. */
  application: string
  /** Absent until a service that gives facts was asked. */
  fields: readonly FieldSet[] | undefined
  /** Last day, China time. */
  expires: string
  /** It has served for the one answer that an agreement allows. */
  usedUp: boolean
}

/** One use of a consent (本人授权), as a request states it. */
export interface ConsentUse extends Omit<ConsentBinding, 'usedUp'> {
  /** The member that asks; consents of two members are never the same. */
  issuer: string
  /** Keyed hash of the consent document's number. */
  reference: string
  /** The agreement allows one answer on a consent. */
  singleUse: boolean
}

/**
 * Why a consent that was used before does not carry this use; undefined where it does. Later uses are for the same person, purpose
 * and application, for no more field sets and no longer: BASIS_MISMATCHED. Where once is all that was agreed: BASIS_USED.
 */
export function consentFault(use: ConsentUse, bound: ConsentBinding | undefined): GatewayError | undefined {
  if (!bound) return undefined
  const difference = differenceOf(use, bound)
  if (difference) {
    const [where, detail] = difference
    return new GatewayError('BASIS_MISMATCHED', { where, detail })
  }
  if (!use.singleUse && !bound.usedUp) return undefined
  return new GatewayError('BASIS_USED', { where: '/basis/reference' })
}

function differenceOf(use: ConsentUse, bound: ConsentBinding): [where: string, detail: string] | undefined {
  if (use.subject !== bound.subject)
    return ['/body/person', '该授权首次用于另一人 this consent was first used about another person']
  if (use.purpose !== bound.purpose)
    return ['/purpose', `该授权首次使用的用途 this consent was first used for ${bound.purpose}`]
  if (use.application !== bound.application) {
    return [
      '/basis/applicationNumber',
      '该授权首次用于另一业务编号 this consent was first used for another application',
    ]
  }
  if (use.expires > bound.expires)
    return [
      '/basis/expires',
      `该授权首次使用时的截止日期 this consent was first used as one that ends on ${bound.expires}`,
    ]
  const agreed = bound.fields
  if (agreed && use.fields?.some((field) => !agreed.includes(field))) {
    return ['/fields', `该授权首次使用的字段组 this consent was first used for ${agreed.join(', ')}`]
  }
  return undefined
}
