import type { Certificate } from '../../certificate.ts'
import type { Fault } from '../types.ts'
import { fault } from './rule.ts'

/** A serial number is positive and of at most 20 octets. */
export function checkSerial({ serial }: Certificate): Fault | undefined {
  const clause = 'RFC 5280 §4.1.2.2'
  if (serial.length > 40) return fault('malformed', clause, 'The serial number is longer than 20 octets.')
  if (Number.parseInt(serial.slice(0, 2), 16) >= 0x80)
    return fault('malformed', clause, 'The serial number is negative.')
  return /[1-9a-f]/.test(serial) ? undefined : fault('malformed', clause, 'The serial number is zero.')
}
