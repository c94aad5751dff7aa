import type { Contracts } from '../../contracts/contracts.ts'
import type { OfficeQuestion } from '../../contracts/generated/types.ts'
import { digestOf } from '../../domain/digest.ts'
import type { TraceContext } from '../../domain/trace-context.ts'
import { GatewayError } from '../../errors.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { JobBounds, NewJob } from '../../jobs/ports.ts'
import type { ConsolePerson } from '../person.ts'
import type { Centres } from './centres.ts'
import type { CaseHead } from './ports.ts'

export interface QuestionDeps {
  self: string
  jobs: Pick<Jobs, 'prepare'>
  centres: Pick<Centres, 'fields'>
  contracts: Contracts
}

/** Dialects of old systems are slow; who sits at the counter is shown how long it takes, and goes on with the others. */
const deadlineSeconds = 20

/** The caller of a branch's jobs, which bounds and turns go by; no office client can be called so. */
export function callerOf(branch: string): string {
  return `console/${branch}`
}

/** A job that asks for the certificate of a case's person. Fails with BASIS_EXPIRED and the like. */
export function preparedAsk(
  { branch, person, purpose, basis }: CaseHead,
  { to, mayWait }: { to: readonly string[]; mayWait: boolean },
  operator: ConsolePerson,
  trace: TraceContext | undefined,
  { self, jobs, centres, contracts }: QuestionDeps,
): { job: NewJob; bounds: JobBounds } {
  const question: OfficeQuestion = {
    to: [...to],
    service: 'deposit-certificate.issue',
    purpose,
    basis,
    operator: { id: operator.staff, terminal: branch },
    fields: centres.fields(to, purpose, basis.kind),
    deadlineSeconds,
    mayWait,
    body: { person, addressee: self },
  }
  const checked = contracts.check('office.question', question)
  if (!checked.ok) {
    throw new GatewayError('INTERNAL', {
      where: checked.where,
      detail: '无法由该受理生成查询 the case makes no question',
    })
  }
  const digest = digestOf(JSON.stringify(question))
  return jobs.prepare({ question, digest, caller: callerOf(branch), ...(trace && { trace }) })
}
