import { assertMay } from '../../access/caller.ts'
import { digestOf } from '../../domain/digest.ts'
import { GatewayError } from '../../errors.ts'
import type { Ask } from '../../outbound/ask.ts'
import type { Contracts } from '../../contracts/contracts.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { respondJson } from '../respond.ts'
import { checkedJson, type OfficeCall, type OfficeRoute, readBytes } from './call.ts'
import { jobOf, respondJob, whenEnded } from './job-reply.ts'
import { preferenceIn } from './prefer.ts'
import { spanIn } from '../trace.ts'

/** Largest question, in bytes. */
export const maxQuestion = 64 * 1024

export interface QuestionRoutesDeps {
  ask: Ask
  jobs: Jobs
  contracts: Contracts
}

/** Questions: answered within the request, or made a job of where the caller prefers that. */
export function questionRoutes(deps: QuestionRoutesDeps): OfficeRoute[] {
  return [
    {
      operationId: 'askQuestion',
      method: 'post',
      path: '/office/v1/questions',
      needs: ['ask'],
      async handle(call) {
        const preference = preferenceIn(call.request.headers.prefer)
        const bytes = await readBytes(call, maxQuestion)
        const question = checkedJson(bytes, { name: 'office.question', contracts: deps.contracts })
        const key = keyIn(call)
        const trace = spanIn(call.request)
        if (!preference) {
          assertPlain({ question, key })
          return respondJson(call.response, 200, await deps.ask(question, trace), call.requestId)
        }
        assertMay(call.caller, 'jobs')
        const caller = call.caller.name
        const id = await deps.jobs.submit({ question, digest: digestOf(bytes), caller, key, trace })
        const job = await whenEnded(call, id, preference.waitSeconds, deps.jobs)
        respondJob(call, job ?? (await jobOf(call, id, deps.jobs)), { applied: preference.applied })
      },
    },
  ]
}

function keyIn({ request }: OfficeCall): string | undefined {
  const key = request.headers['idempotency-key']
  return key === undefined ? undefined : String(key)
}

/** What only a job can keep is not passed over in silence. */
function assertPlain({
  question,
  key,
}: {
  question: { mayWait?: boolean; callback?: string }
  key: string | undefined
}): void {
  const where =
    key !== undefined ? 'Idempotency-Key' : question.mayWait ? '/mayWait' : question.callback && '/callback'
  if (where)
    throw new GatewayError('QUESTION_INVALID', {
      where,
      detail: '须带此请求头 needs the header Prefer: respond-async',
    })
}
