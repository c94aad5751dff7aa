import type { Certificate } from '../../certificate.ts'
import { extensionOids } from '../../extensions/read.ts'
import { oidOf } from '../../names.ts'
import { addressText } from '../../peer-name.ts'
import type { Fault, Position } from '../types.ts'
import { fault, isSelfIssued, type RuleContext } from './rule.ts'

/** What the CA/Browser Forum's Baseline Requirements ask beyond RFC 5280, where the profile is theirs. */
export function checkWebPki(
  certificate: Certificate,
  position: Position,
  { request }: RuleContext,
): Fault | undefined {
  if (request.profile !== 'web-pki') return undefined
  if (position === 'leaf') return checkSubscriber(certificate)
  return position === 'anchor' && isSelfIssued(certificate) ? checkRoot(certificate) : undefined
}

function checkRoot({ extensions }: Certificate): Fault | undefined {
  const authority = extensions.authorityKeyIdentifier
  const own = extensions.subjectKeyIdentifier ?? new Uint8Array()
  if (extensions.extKeyUsage) return fault('malformed', 'CABF BR 7.1.2.1.2', 'The root has extKeyUsage.')
  if (!authority) return undefined
  const exact = !authority.issuer && Buffer.compare(authority.keyIdentifier ?? new Uint8Array(), own) === 0
  return exact
    ? undefined
    : fault(
        'malformed',
        'CABF BR 7.1.2.1.3',
        'authorityKeyIdentifier of the root is not just its own key identifier.',
      )
}

function checkSubscriber(certificate: Certificate): Fault | undefined {
  const { all } = certificate.extensions
  if (all.find(({ oid }) => oid === extensionOids.extKeyUsage)?.critical !== false) {
    return fault('extended-key-usage', 'CABF BR 7.1.2.7.6', 'extKeyUsage is missing or critical.')
  }
  return commonNamesRepeat(certificate)
    ? undefined
    : fault(
        'malformed',
        'CABF BR 7.1.4.3',
        'The common name is not one of the alternative names, letter for letter.',
      )
}

function commonNamesRepeat({ subject, extensions }: Certificate): boolean {
  const alternatives = (extensions.subjectAltName ?? []).flatMap((name) => {
    if (name.kind === 'ip') return [addressText(name.bytes)]
    return name.kind === 'dns' ? [name.text] : []
  })
  const names = new Set(alternatives)
  return subject.attributes.every(({ oid, text }) => oid !== oidOf.commonName || names.has(text))
}
