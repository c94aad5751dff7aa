import type { ServiceName } from '../contracts/generated/types.ts'

/**
 * Services whose health at a peer is judged together, apart from the others: who answers no questions at the moment may still take
 * notices.
 */
export type ServiceClass = 'query' | 'notice'

/** What a service demands of a request beyond the signature. */
export interface ServiceRule {
  /** An agreement must cover consumer, provider, service and purpose. */
  agreement: boolean
  /** It is about a person: basis and operator must be stated. */
  personal: boolean
  /** It gives facts: the field sets wanted must be stated. */
  fields: boolean
  class: ServiceClass
}

export const services: Record<ServiceName, ServiceRule> = {
  'deposit-record.check': { agreement: true, personal: true, fields: false, class: 'query' },
  'deposit-certificate.issue': { agreement: true, personal: true, fields: true, class: 'query' },
  'deposit-certificate.verify': { agreement: true, personal: false, fields: false, class: 'query' },
  'gateway.ping': { agreement: false, personal: false, fields: false, class: 'query' },
}

export const serviceNames = Object.keys(services) as ServiceName[]
