import type { Certificate } from '../../certificate.ts'
import { isUnderstood } from '../../extensions/read.ts'
import type { Fault } from '../types.ts'
import { fault } from './rule.ts'

/** A critical extension that is not understood refuses the certificate (RFC 5280 §4.2, §6.1.4 o, §6.1.5 f). */
export function checkCriticalExtensions({ extensions }: Certificate): Fault | undefined {
  const unknown = extensions.all.find(({ critical, oid }) => critical && !isUnderstood(oid))
  if (!unknown) return undefined
  return fault(
    'critical-extension',
    'RFC 5280 §4.2',
    `The critical extension ${unknown.oid} is not understood.`,
  )
}
