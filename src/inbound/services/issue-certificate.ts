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
import { type Answering, answererOf } from '../answerer.ts'
import type { OwnSigner } from '../ports.ts'
import type { Authorised } from '../stages.ts'
import type { Holders } from './holder.ts'
import { providerQuestion } from './provider-question.ts'
import type { Served, Service } from './service.ts'

export interface IssueDeps extends Answering {
  holder: Holders
  contracts: Contracts
  signer: OwnSigner
  /** A number of a centre's certificate never given before, for a date of issue. */
  nextNumber(centre: string, date: string): string | Promise<string>
}

/** `deposit-certificate.issue`: the facts that were asked for, certified by the centre asked to the addressee. */
export function createIssueCertificate(deps: IssueDeps): Service {
  return async (exchange) => {
    const { person, addressee } = exchange.envelope.body as unknown as DepositCertificateIssueRequest
    const { provider, validity } = deps.holder(exchange.envelope.aud)
    const { provenance, ...finding } = await provider.find(providerQuestion(exchange, person, addressee))
    if (finding.outcome !== 'found') return { body: { ...finding }, outcome: finding.outcome, provenance }
    const served = await issued(await certificateOf(exchange, finding.facts, validity, deps), deps)
    return { ...served, provenance }
  }
}

async function certificateOf(
  exchange: Authorised,
  facts: DepositFacts,
  validity: string,
  deps: IssueDeps,
): Promise<DepositCertificate> {
  const { envelope, at } = exchange
  const { person, addressee } = envelope.body as unknown as DepositCertificateIssueRequest
  const { purpose, basis, fields } = envelope
  if (!purpose || !basis || !fields) throw new GatewayError('PURPOSE_REQUIRED', { where: '/purpose' })
  const today = chinaDate(at)
  const { code, name, relayedBy } = answererOf(exchange, deps)
  return {
    version: '1',
    iss: code,
    issuer: name,
    ...(relayedBy && { relayedBy }),
    number: await deps.nextNumber(code, today),
    issuedAt: chinaDateTime(at),
    validUntil: lastDay(today, validity),
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
  const { iss, number, validUntil } = certificate
  return {
    body: { outcome: 'issued', number, certificate: token.toString('latin1') },
    outcome: 'issued',
    certificate: { number, centre: iss, digest: digestOf(token), validUntil },
  }
}

/** The last one that was worked out: it is the same all day. */
let last = { today: '', validity: '', day: '' }

function lastDay(today: string, validity: string): string {
  if (today !== last.today || validity !== last.validity) {
    last = { today, validity, day: Temporal.PlainDate.from(today).add(validity).toString() }
  }
  return last.day
}
