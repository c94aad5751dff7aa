import type { Certificate } from '../../certificate.ts'
import type { GeneralName } from '../../general-names.ts'
import { presentedDns, readMailbox } from '../../host-names.ts'
import type { Fault, Position } from '../types.ts'
import { fault, type RuleContext } from './rule.ts'

/** Absolute: a scheme, and after it an authority or something that is no path (RFC 3986 §4.3). */
const absoluteUri = /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[!-.0-~]|[!-\-0-~])[!-~]*$/

/** Every alternative name has the form of its kind (RFC 5280 §4.2.1.6), and those of a TLS server say where it is. */
export function checkAlternativeNames(
  { extensions: { subjectAltName: names = [] } }: Certificate,
  position: Position,
  { request: { purpose } }: RuleContext,
): Fault | undefined {
  const bad = names.find((name) => !wellFormed(name))
  if (bad)
    return fault('malformed', 'RFC 5280 §4.2.1.6', `subjectAltName has a ${bad.kind} name that is not one.`)
  const reachable = names.length === 0 || names.some(({ kind }) => kind === 'dns' || kind === 'ip')
  if (position !== 'leaf' || purpose !== 'tls-server' || reachable) return undefined
  return fault(
    'peer-name',
    'RFC 9525 §4.1',
    'The alternative names of a TLS server are neither hosts nor addresses.',
  )
}

function wellFormed(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dns':
      return presentedDns(name.text) !== undefined
    case 'email':
      return readMailbox(name.text) !== undefined
    case 'uri':
      return absoluteUri.test(name.text)
    case 'directory':
      return name.name.rdnKeys.length > 0
    case 'ip':
    case 'other':
      return true
  }
}
