import { chinaDate } from '../clock.ts'
import type { OfficeQuestion } from '../contracts/generated/types.ts'
import { assertStatedBasis } from '../domain/basis.ts'
import { assertPossiblePerson } from '../domain/possible-person.ts'
import { GatewayError } from '../errors.ts'
import { addressedCentres } from './addressed.ts'
import type { AskDeps } from './ports.ts'

type Deps = Pick<AskDeps, 'clock' | 'contracts' | 'directory'>

/**
 * The centres that a question is for, once it is sure that it may be put at all: nothing leaves without a well-formed body, a
 * possible person, a purpose and a basis in force. Fails with QUESTION_INVALID, BASIS_REQUIRED and the like.
 */
export function centresAsked(question: OfficeQuestion, deps: Deps): string[] {
  assertAskable(question, deps)
  return addressedCentres(question.to, deps.directory(deps.clock()).members.values())
}

function assertAskable(question: OfficeQuestion, deps: Deps): void {
  const checked = deps.contracts.check(`${question.service}.request`, question.body)
  if (!checked.ok) {
    const where = `/body${checked.where === '/' ? '' : checked.where}`
    throw new GatewayError('QUESTION_INVALID', { where, detail: checked.detail })
  }
  const today = chinaDate(deps.clock())
  assertPossiblePerson(question.service, question.body, today)
  assertStatedBasis(question, today)
}
