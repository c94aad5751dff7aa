import type { Certificate } from '../../certificate.ts'
import type { Fault } from '../types.ts'
import { fault } from './rule.ts'

/** Only version 3 can say what a certificate is for; anchors of older versions are refused like everything else. */
export function checkVersion({ version }: Certificate): Fault | undefined {
  if (version === 3) return undefined
  return fault('malformed', 'RFC 5280 §4.1.2.1', `The certificate is of version ${version}, not 3.`)
}
