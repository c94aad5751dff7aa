import { keyFault, signatureScheme } from '../algorithms.ts'
import type { Certificate } from '../certificate.ts'
import { fault } from '../path/rules/rule.ts'
import type { Fault } from '../path/types.ts'
import { signatureHolds } from '../signatures.ts'
import { keyHash } from './cert-id.ts'
import type { OcspResponse } from './ocsp-response.ts'

/** What the signature of a response is judged with. */
export interface ResponderContext {
  /** Whether the certificate is valid now, issued directly by this issuer. */
  issuedBy(responder: Certificate, issuer: Certificate): boolean
  /** Whether a delegated responder is known not to be revoked; asked only where it does not forbid the question. */
  notRevoked(responder: Certificate, issuer: Certificate): boolean
}

const ocspSigning = '1.3.6.1.5.5.7.3.9'
const noCheck = '1.3.6.1.5.5.7.48.1.5'

/**
 * Whether the response is signed by this issuer itself, or by a responder to whom it delegated
 * (RFC 6960 §4.2.2.2): a certificate that it issued directly, for OCSP signing, valid now and not revoked itself.
 */
export function verifyOcsp(
  response: OcspResponse,
  issuer: Certificate,
  context: ResponderContext,
): Fault | undefined {
  const wrong = (clause: string, detail: string): Fault => fault('revocation-unknown', clause, detail)
  const named = [issuer, ...response.certificates].filter((certificate) => isNamed(response, certificate))
  if (named.length === 0)
    return wrong('RFC 6960 §4.2.2.2', 'The OCSP responder is not the issuer, and sent no certificate.')
  const signer = named.find((certificate) => isSigned(response, certificate))
  if (!signer)
    return wrong('RFC 6960 §3.2 (2)', 'The OCSP response is not signed by the responder that it names.')
  if (isSameKey(signer, issuer)) return undefined
  if (!signer.extensions.extKeyUsage?.includes(ocspSigning)) {
    return wrong('RFC 6960 §4.2.2.2', 'The OCSP responder’s certificate is not for signing OCSP responses.')
  }
  if (signer.extensions.keyUsage?.has('digitalSignature') === false) {
    return wrong('RFC 5280 §4.2.1.3', 'The OCSP responder’s key is not for digital signatures.')
  }
  if (!context.issuedBy(signer, issuer)) {
    return wrong(
      'RFC 6960 §4.2.2.2',
      'The OCSP responder’s certificate is not valid, or not issued by the same issuer.',
    )
  }
  const unchecked = signer.extensions.all.some(({ oid }) => oid === noCheck)
  if (unchecked || context.notRevoked(signer, issuer)) return undefined
  return wrong(
    'RFC 6960 §4.2.2.2.1',
    'The OCSP responder’s certificate is revoked, or nothing is known of it.',
  )
}

function isNamed({ responder }: OcspResponse, certificate: Certificate): boolean {
  if ('name' in responder) return responder.name.key === certificate.subject.key
  return Buffer.compare(responder.keyHash, keyHash(certificate, 'sha1')) === 0
}

const known = new WeakMap<OcspResponse, Map<string, boolean>>()

/** Neither changes, so a signature is computed once. */
function isSigned(response: OcspResponse, signer: Certificate): boolean {
  const verdicts = known.get(response) ?? new Map<string, boolean>()
  known.set(response, verdicts)
  const verdict = verdicts.get(signer.thumbprint) ?? holds(response, signer)
  verdicts.set(signer.thumbprint, verdict)
  return verdict
}

function holds(response: OcspResponse, signer: Certificate): boolean {
  const scheme = signatureScheme(response.algorithm)
  if (!scheme || keyFault(signer.key) !== undefined) return false
  return signatureHolds(scheme, signer.publicKey, response.tbs, response.signature)
}

function isSameKey(left: Certificate, right: Certificate): boolean {
  return left.subject.key === right.subject.key && Buffer.compare(left.spki, right.spki) === 0
}
