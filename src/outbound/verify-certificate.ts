import type { DepositCertificate, DepositCertificateIssueRequest } from '../contracts/generated/types.ts'
import { certificateMismatch } from '../domain/certificate-about.ts'
import { messageType } from '../domain/message-type.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import { assertNotRetired, assertType, signingMember } from '../speaker/speaker.ts'
import { type Asked, assertSpeaks, judged, representativeIn } from './asked.ts'
import type { AskDeps } from './ports.ts'

/**
 * The certificate inside an answer stands on its own: signed by the issuing centre, and about what was asked.
 * Fails with PEER_ANSWER_UNVERIFIED, PEER_ANSWER_INVALID or PEER_ANSWER_MISMATCHED.
 */
export function verifyCertificate(
  issued: { certificate: string; number: string },
  asked: Asked,
  deps: Pick<AskDeps, 'tokens' | 'contracts' | 'clock'>,
): DepositCertificate {
  const payload = judged('PEER_ANSWER_UNVERIFIED', () => {
    const token = deps.tokens.open(Buffer.from(issued.certificate, 'latin1'))
    assertType(token, [messageType.certificate])
    const known = signingMember(token, asked.directory)
    assertSpeaks(known.member, asked, 'CERTIFICATE_UNKNOWN')
    known.certificate.assertTrusted(deps.clock())
    token.verify(known.certificate.key)
    assertNotRetired(token.thumbprint, asked.directory, deps.clock())
    return token.payload
  })
  const json = readStrictJson(payload)
  if (!json.ok) throw new GatewayError('PEER_ANSWER_INVALID', { where: 'certificate', detail: json.fault })
  const checked = deps.contracts.check('certificate', json.value)
  if (!checked.ok) {
    throw new GatewayError('PEER_ANSWER_INVALID', {
      where: `certificate ${checked.where}`,
      detail: checked.detail,
    })
  }
  const { envelope } = asked
  const request = envelope.body as unknown as DepositCertificateIssueRequest
  const representative = representativeIn(asked)
  const mismatch = certificateMismatch(checked.value, issued.number, envelope, request, representative)
  if (mismatch !== undefined) {
    throw new GatewayError('PEER_ANSWER_MISMATCHED', { where: `certificate ${mismatch}` })
  }
  return checked.value
}
