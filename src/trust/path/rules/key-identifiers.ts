import type { Certificate } from '../../certificate.ts'
import type { Fault } from '../types.ts'
import { fault } from './rule.ts'

/**
 * What the certificate says of its issuer's key and certificate is so (RFC 5280 §4.2.1.1). §6.1 takes it for a
 * hint only; a certificate that names another key than the one that signed it is refused here all the same.
 */
export function checkKeyIdentifiers({ extensions }: Certificate, issuer: Certificate): Fault | undefined {
  const named = extensions.authorityKeyIdentifier
  const own = issuer.extensions.subjectKeyIdentifier
  const sameKey = !named?.keyIdentifier || !own || Buffer.compare(named.keyIdentifier, own) === 0
  const sameSerial = !named?.serial || Buffer.from(named.serial).toString('hex') === issuer.serial
  const names = (named?.issuer ?? []).flatMap((name) => (name.kind === 'directory' ? [name.name.key] : []))
  const sameIssuer = names.length === 0 || names.includes(issuer.issuer.key)
  if (sameKey && sameSerial && sameIssuer) return undefined
  return fault('signature', 'RFC 5280 §4.2.1.1', 'authorityKeyIdentifier names another issuer.')
}
