import type {
  DepositCertificate,
  DepositCertificateIssueRequest,
  RequestEnvelope,
} from '../contracts/generated/types.ts'
import { isCertificateNumber } from './certificate-number.ts'

/** What belongs to every certificate, whatever field sets were asked for. */
const ofNoSet: ReadonlySet<string> = new Set(['asOf', 'sourceNumber', 'contradictions'])

/**
 * The first member in which a deposit certificate is not about what was asked, as a JSON pointer; undefined where it is.
 * `number` is the one that the answer gives beside it, `representative` who signs for the centre asked, where that is another.
 */
export function certificateMismatch(
  certificate: DepositCertificate,
  number: string,
  request: Pick<RequestEnvelope, 'aud' | 'purpose' | 'basis' | 'fields'>,
  { person, addressee }: DepositCertificateIssueRequest,
  representative?: string,
): string | undefined {
  const same: [string, boolean][] = [
    ['/iss', certificate.iss === request.aud],
    ['/relayedBy', certificate.relayedBy?.code === representative],
    ['/number', certificate.number === number && isCertificateNumber(number)],
    ['/addressee', certificate.addressee === addressee],
    ['/purpose', certificate.purpose === request.purpose],
    ['/applicationNumber', certificate.applicationNumber === request.basis?.applicationNumber],
    ['/person/idType', certificate.person.idType === person.idType],
    ['/person/idNumber', certificate.person.idNumber === person.idNumber],
    ['/person/name', certificate.person.name === person.name],
    ['/fields', certificate.fields.every((field) => request.fields?.includes(field))],
    [
      '/facts',
      Object.keys(certificate.facts).every(
        (name) => ofNoSet.has(name) || certificate.fields.some((field) => field === name),
      ),
    ],
  ]
  return same.find(([, holds]) => !holds)?.[0]
}
