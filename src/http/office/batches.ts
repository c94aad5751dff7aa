import { randomUUIDv7 } from 'node:crypto'
import type { Contracts } from '../../contracts/contracts.ts'
import type { OfficeBatch } from '../../contracts/generated/types.ts'
import { digestOf } from '../../domain/digest.ts'
import { problemOf } from '../../domain/problem.ts'
import { GatewayError, toGatewayError } from '../../errors.ts'
import type { Clock } from '../../clock.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { shownJob } from '../../jobs/result.ts'
import { respondJson } from '../respond.ts'
import { spanIn } from '../trace.ts'
import { checkedJson, type OfficeCall, type OfficeRoute, parameter, readBytes } from './call.ts'

/** Largest batch, in bytes. */
const maxBatch = 1024 * 1024

export interface BatchRoutesDeps {
  jobs: Jobs
  contracts: Contracts
  clock: Clock
  sandbox: boolean
}

type Item = OfficeBatch['items'][number]

/** Many questions in one request; each stands or falls alone. */
export function batchRoutes(deps: BatchRoutesDeps): OfficeRoute[] {
  return [
    {
      operationId: 'askBatch',
      method: 'post',
      path: '/office/v1/batches',
      needs: ['ask', 'jobs'],
      async handle(call) {
        const bytes = await readBytes(call, maxBatch)
        const { items } = checkedJson(bytes, { name: 'office.batch-question', contracts: deps.contracts })
        await call.count(items.length - 1)
        const id = randomUUIDv7()
        const results: Item[] = []
        for (const [place, item] of items.entries())
          results.push(await submitted(item, id, place, call, deps))
        call.response.setHeader('location', `/office/v1/batches/${id}`)
        respondJson(call.response, 202, { id, items: results } satisfies OfficeBatch, call.requestId)
      },
    },
    {
      operationId: 'getBatch',
      method: 'get',
      path: '/office/v1/batches/:batchId',
      needs: ['jobs'],
      async handle(call) {
        const id = parameter(call, 'batchId')
        const found = await deps.jobs.batch(id, call.caller.name)
        if (found.length === 0) throw new GatewayError('JOB_UNKNOWN')
        const items = found.map(({ place, job }) => ({ place, job: shownJob(job) }))
        respondJson(call.response, 200, { id, items } satisfies OfficeBatch, call.requestId)
      },
    },
  ]
}

/** The job of one item, or why there is none. What is ours to mend ends the whole batch, so that it can be sent again. */
async function submitted(
  item: unknown,
  batch: string,
  place: number,
  { caller, request, requestId }: OfficeCall,
  { jobs, contracts, clock, sandbox }: BatchRoutesDeps,
): Promise<Item> {
  try {
    const question = contracts.check('office.question', item)
    if (!question.ok) throw new GatewayError('QUESTION_INVALID', question)
    const digest = digestOf(Buffer.from(JSON.stringify(item)))
    const id = await jobs.submit({
      question: question.value,
      digest,
      caller: caller.name,
      batch: { id: batch, place },
      trace: spanIn(request),
    })
    const job = await jobs.find(id, caller.name)
    return { place, ...(job && { job: shownJob(job) }) }
  } catch (thrown) {
    const error = toGatewayError(thrown)
    if (error.code === 'STORE_UNAVAILABLE' || error.code === 'INTERNAL') throw error
    return { place, problem: problemOf(error, { requestId, sandbox, now: clock() }) }
  }
}
