import type { DepositRecordCheckAnswer, DepositRecordCheckRequest } from '../../contracts/generated/types.ts'
import type { Finding, Provider } from '../../providers/provider.ts'
import type { Service } from './service.ts'

/** `deposit-record.check`: would a certificate be issued? Gives no facts. */
export function createCheckRecord(deps: { provider: Provider }): Service {
  return async ({ envelope, at }) => {
    const { person } = envelope.body as unknown as DepositRecordCheckRequest
    const body = answerOf(await deps.provider.find(person, [], at))
    return { body: { ...body }, outcome: body.outcome }
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
