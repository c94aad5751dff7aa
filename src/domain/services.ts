import type { ServiceName } from '../contracts/generated/types.ts'

/** What a service demands of a request beyond the signature. */
export interface ServiceRule {
  /** An agreement must cover consumer, provider, service and purpose. */
  agreement: boolean
  /** It is about a person: basis and operator must be stated. */
  personal: boolean
  /** It gives facts: the field sets wanted must be stated. */
  fields: boolean
}

export const services: Record<ServiceName, ServiceRule> = {
  'deposit-record.check': { agreement: true, personal: true, fields: false },
  'deposit-certificate.issue': { agreement: true, personal: true, fields: true },
  'deposit-certificate.verify': { agreement: true, personal: false, fields: false },
  'gateway.ping': { agreement: false, personal: false, fields: false },
}

export const serviceNames = Object.keys(services) as ServiceName[]
