import type { OfficeQuestion, OfficeResult } from '../contracts/generated/types.ts'
import type { TraceContext } from '../domain/trace-context.ts'
import { askCentre } from './ask-centre.ts'
import { centresAsked } from './askable.ts'
import type { AskDeps } from './ports.ts'

/** Puts one question to many centres. Fails with QUESTION_INVALID, BASIS_REQUIRED and the like before anything leaves; then always resolves. */
export type Ask = (question: OfficeQuestion, trace?: TraceContext) => Promise<OfficeResult>

/** One question, many centres side by side, each with its own honest result. */
export function createAsk(deps: AskDeps): Ask {
  return async function ask(question, trace) {
    const centres = centresAsked(question, deps)
    const asks = centres.map((centre) => askCentre({ centre, question, trace }, deps))
    return { results: await Promise.all(asks) }
  }
}
