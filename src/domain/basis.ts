import type { RequestEnvelope } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import { services } from './services.ts'

type Statement = Pick<RequestEnvelope, 'service' | 'purpose' | 'basis' | 'operator' | 'fields'>

/**
 * Purpose, basis, operator and field sets are stated where the service needs them, and the basis is in force on
 * `today` (calendar date, China time). Both sides check it: the asker before anything leaves, the answerer before anything is looked up.
 * Fails with PURPOSE_REQUIRED, BASIS_REQUIRED or BASIS_EXPIRED.
 */
export function assertStatedBasis(statement: Statement, today: string): void {
  const rule = services[statement.service]
  if (rule.agreement && !statement.purpose) throw new GatewayError('PURPOSE_REQUIRED', { where: '/purpose' })
  if (rule.fields && !statement.fields) throw new GatewayError('PURPOSE_REQUIRED', { where: '/fields' })
  if (!rule.personal) return
  if (!statement.basis) throw new GatewayError('BASIS_REQUIRED', { where: '/basis' })
  if (!statement.operator) throw new GatewayError('BASIS_REQUIRED', { where: '/operator' })
  const { expires } = statement.basis
  if (expires < today) {
    const detail = `依据有效期至 ${expires}，今日（中国时间）${today} it held until ${expires}; today in China is ${today}`
    throw new GatewayError('BASIS_EXPIRED', { where: '/basis/expires', detail })
  }
}
