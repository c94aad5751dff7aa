import type { DepositCertificate, DepositCertificateIssueRequest } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import { assertType, signingMember } from '../speaker/speaker.ts'
import { type Asked, judged } from './asked.ts'
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
    if (known.member.code !== asked.member.code) {
      throw new GatewayError('CERTIFICATE_UNKNOWN', {
        where: 'x5t#S256',
        detail: `signed by ${known.member.code}`,
      })
    }
    known.certificate.assertTrusted(deps.clock())
    token.verify(known.certificate.key)
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
  assertAboutWhatWasAsked(checked.value, issued.number, asked)
  return checked.value
}

function assertAboutWhatWasAsked(certificate: DepositCertificate, number: string, { envelope }: Asked): void {
  const { person, addressee } = envelope.body as unknown as DepositCertificateIssueRequest
  const same: [string, boolean][] = [
    ['/iss', certificate.iss === envelope.aud],
    ['/number', certificate.number === number],
    ['/addressee', certificate.addressee === addressee],
    ['/purpose', certificate.purpose === envelope.purpose],
    ['/applicationNumber', certificate.applicationNumber === envelope.basis?.applicationNumber],
    ['/person/idType', certificate.person.idType === person.idType],
    ['/person/idNumber', certificate.person.idNumber === person.idNumber],
    ['/person/name', certificate.person.name === person.name],
    ['/fields', certificate.fields.every((field) => envelope.fields?.includes(field))],
    [
      '/facts',
      Object.keys(certificate.facts).every(
        (name) => name === 'asOf' || certificate.fields.some((field) => field === name),
      ),
    ],
  ]
  const differs = same.find(([, holds]) => !holds)
  if (differs) throw new GatewayError('PEER_ANSWER_MISMATCHED', { where: `certificate ${differs[0]}` })
}
