import { keyFault, signatureScheme } from '../algorithms.ts'
import type { Certificate } from '../certificate.ts'
import { fault } from '../path/rules/rule.ts'
import type { Fault } from '../path/types.ts'
import { signatureHolds } from '../signatures.ts'
import type { Crl } from './crl.ts'

/** Both never change, so a signature is computed once, however often the list is looked at. */
const known = new WeakMap<Crl, Map<string, Fault | undefined>>()

/**
 * Whether the list is signed with the key of this certificate, which may sign lists in the name of the list's
 * issuer. That the certificate itself is good is for the caller to see to.
 */
export function verifyCrl(crl: Crl, signer: Certificate): Fault | undefined {
  const verdicts = known.get(crl) ?? new Map<string, Fault | undefined>()
  known.set(crl, verdicts)
  if (!verdicts.has(signer.thumbprint)) verdicts.set(signer.thumbprint, verdict(crl, signer))
  return verdicts.get(signer.thumbprint)
}

function verdict(crl: Crl, signer: Certificate): Fault | undefined {
  const wrong = (clause: string, detail: string): Fault => fault('revocation-unknown', clause, detail)
  if (crl.issuer.key !== signer.subject.key) {
    return wrong('RFC 5280 §6.3.3 (b)(1)', 'The list is of another issuer.')
  }
  if (signer.extensions.keyUsage?.has('cRLSign') === false) {
    return wrong('RFC 5280 §6.3.3 (f)', 'The issuer’s key is not for signing revocation lists.')
  }
  if (Buffer.compare(crl.innerAlgorithm.der, crl.outerAlgorithm.der) !== 0) {
    return wrong('RFC 5280 §5.1.1.2', 'The signed and the outer signature algorithm of the list differ.')
  }
  const scheme = signatureScheme(crl.innerAlgorithm)
  if (!scheme || keyFault(signer.key) !== undefined) {
    return wrong(
      'policy',
      `The list’s signature algorithm ${crl.innerAlgorithm.oid} or its key is not allowed.`,
    )
  }
  if (!identifies(crl, signer)) {
    return wrong('RFC 5280 §5.2.1', 'authorityKeyIdentifier of the list names another key.')
  }
  return signatureHolds(scheme, signer.publicKey, crl.tbs, crl.signature)
    ? undefined
    : wrong('RFC 5280 §6.3.3 (g)', 'The list is not signed by its issuer’s key.')
}

function identifies({ authorityKeyIdentifier: named }: Crl, signer: Certificate): boolean {
  const own = signer.extensions.subjectKeyIdentifier
  const sameSerial = !named?.serial || Buffer.from(named.serial).toString('hex') === signer.serial
  return sameSerial && (!named?.keyIdentifier || !own || Buffer.compare(named.keyIdentifier, own) === 0)
}
