import type { DepositRecordCheckAnswer, DepositRecordCheckRequest } from '../../contracts/generated/types.ts'
import type { Finding } from '../../providers/provider.ts'
import type { Holders } from './holder.ts'
import { providerQuestion } from './provider-question.ts'
import type { Service } from './service.ts'

/** `deposit-record.check`: would a certificate be issued? Gives no facts. */
export function createCheckRecord(deps: { holder: Holders }): Service {
  return async (exchange) => {
    const { person } = exchange.envelope.body as unknown as DepositRecordCheckRequest
    const question = { ...providerQuestion(exchange, person, exchange.member.code), fields: [] }
    const finding = await deps.holder(exchange.envelope.aud).provider.find(question)
    const body = answerOf(finding)
    return { body: { ...body }, outcome: body.outcome, provenance: finding.provenance }
  }
}

function answerOf(finding: Finding): DepositRecordCheckAnswer {
  switch (finding.outcome) {
    case 'found':
      return { outcome: 'issuable' }
    case 'no-record':
      return { outcome: 'no-record' }
    case 'not-issuable':
      return { outcome: 'not-issuable', reason: finding.reason }
  }
}
