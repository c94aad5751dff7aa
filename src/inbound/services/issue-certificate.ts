import { chinaDate, chinaDateTime } from '../../clock.ts'
import type { Contracts } from '../../contracts/contracts.ts'
import type {
  DepositCertificate,
  DepositCertificateIssueRequest,
  DepositFacts,
} from '../../contracts/generated/types.ts'
import { digestOf } from '../../domain/digest.ts'
import { messageType } from '../../domain/message-type.ts'
import { GatewayError } from '../../errors.ts'
import type { Provider } from '../../providers/provider.ts'
import type { OwnSigner } from '../ports.ts'
import type { Authorised } from '../stages.ts'
import type { Served, Service } from './service.ts'

export interface IssueDeps {
  self: { code: string; name: string }
  /** How long a certificate holds, an ISO 8601 duration such as P2M; each centre has its own. */
  validity: string
  provider: Provider
  contracts: Contracts
  signer: OwnSigner
  /** A certificate number never given before, for a date of issue. */
  nextNumber(date: string): string | Promise<string>
}

/** `deposit-certificate.issue`: the facts that were asked for, certified by this centre to the addressee. */
export function createIssueCertificate(deps: IssueDeps): Service {
  return async (exchange) => {
    const { person } = exchange.envelope.body as unknown as DepositCertificateIssueRequest
    const finding = await deps.provider.find(person, exchange.envelope.fields ?? [], exchange.at)
    if (finding.outcome !== 'found') return { body: { ...finding }, outcome: finding.outcome }
    return await issued(await certificateOf(exchange, finding.facts, deps), deps)
  }
}

async function certificateOf(
  exchange: Authorised,
  facts: DepositFacts,
  deps: IssueDeps,
): Promise<DepositCertificate> {
  const { envelope, at } = exchange
  const { person, addressee } = envelope.body as unknown as DepositCertificateIssueRequest
  const { purpose, basis, fields } = envelope
  if (!purpose || !basis || !fields) throw new GatewayError('PURPOSE_REQUIRED', { where: '/purpose' })
  const today = chinaDate(at)
  return {
    version: '1',
    iss: deps.self.code,
    issuer: deps.self.name,
    number: await deps.nextNumber(today),
    issuedAt: chinaDateTime(at),
    validUntil: lastDay(today, deps.validity),
    addressee,
    purpose,
    applicationNumber: basis.applicationNumber,
    person,
    fields,
    facts,
  }
}

async function issued(certificate: DepositCertificate, deps: IssueDeps): Promise<Served> {
  const checked = deps.contracts.check('certificate', certificate)
  if (!checked.ok)
    throw new GatewayError('ANSWER_INVALID', {
      where: `certificate ${checked.where}`,
      detail: checked.detail,
    })
  const token = await deps.signer.sign(messageType.certificate, certificate, { withChain: true })
  const { number, validUntil } = certificate
  return {
    body: { outcome: 'issued', number, certificate: token.toString('latin1') },
    outcome: 'issued',
    certificate: { number, digest: digestOf(token), validUntil },
  }
}

function lastDay(today: string, validity: string): string {
  return Temporal.PlainDate.from(today).add(validity).toString()
}
