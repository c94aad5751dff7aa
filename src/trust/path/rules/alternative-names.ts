import type { Certificate } from '../../certificate.ts'
import type { GeneralName } from '../../general-names.ts'
import { presentedDns, readMailbox } from '../../host-names.ts'
import type { Fault } from '../types.ts'
import { fault } from './rule.ts'

const uriScheme = /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$/

/** Every alternative name has the form of its kind (RFC 5280 §4.2.1.6). */
export function checkAlternativeNames({ extensions }: Certificate): Fault | undefined {
  const bad = extensions.subjectAltName?.find((name) => !wellFormed(name))
  if (!bad) return undefined
  return fault('malformed', 'RFC 5280 §4.2.1.6', `subjectAltName has a ${bad.kind} name that is not one.`)
}

function wellFormed(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dns':
      return presentedDns(name.text) !== undefined
    case 'email':
      return readMailbox(name.text) !== undefined
    case 'uri':
      return uriScheme.test(name.text)
    case 'ip':
      return name.bytes.length === 4 || name.bytes.length === 16
    case 'directory':
      return name.name.rdnKeys.length > 0
    case 'other':
      return true
  }
}
