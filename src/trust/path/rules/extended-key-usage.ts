import type { Certificate } from '../../certificate.ts'
import type { Fault, Position, Purpose } from '../types.ts'
import { fault, type RuleContext } from './rule.ts'

const anyExtendedKeyUsage = '2.5.29.37.0'

/**
 * Purposes that each use accepts, any one of them. Messages: documentSigning (RFC 9336) or emailProtection,
 * which authorities of organisations put there. clientAuth marks a channel key: it does not sign messages.
 */
const accepted: Readonly<Record<Exclude<Purpose, 'any'>, readonly string[]>> = {
  sign: ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4'],
  'tls-server': ['1.3.6.1.5.5.7.3.1'],
  'tls-client': ['1.3.6.1.5.5.7.3.2'],
}

/**
 * extKeyUsage, where it is present, includes the purpose (RFC 5280 §4.2.1.12). In an issuer it limits what may
 * be issued, as CAs use it in practice, and anyExtendedKeyUsage lifts the limit; a leaf that is for everything is
 * refused, as that clause allows.
 */
export function checkExtendedKeyUsage(
  { extensions: { extKeyUsage: present } }: Certificate,
  position: Position,
  { request: { purpose } }: RuleContext,
): Fault | undefined {
  if (!present || purpose === 'any') return undefined
  if (present.includes(anyExtendedKeyUsage)) {
    if (position !== 'leaf') return undefined
  } else if (accepted[purpose].some((oid) => present.includes(oid))) return undefined
  return fault(
    'extended-key-usage',
    'RFC 5280 §4.2.1.12',
    `extKeyUsage does not include the purpose ${purpose}.`,
  )
}
