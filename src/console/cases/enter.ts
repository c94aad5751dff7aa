import { chinaDate, type Clock } from '../../clock.ts'
import type { ConsoleCase } from '../../contracts/generated/types.ts'
import { assertInService, type Maintenance } from '../../domain/maintenance.ts'
import { digestOf } from '../../domain/digest.ts'
import type { TraceContext } from '../../domain/trace-context.ts'
import { GatewayError } from '../../errors.ts'
import { assertKey } from '../../jobs/accept.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { ConsolePerson } from '../person.ts'
import type { Accesses } from './accesses.ts'
import type { Centres } from './centres.ts'
import { type Entry, readEntry } from './entry.ts'
import type { CaseAccepted, CaseHead, CaseStore } from './ports.ts'
import { preparedAsk, type QuestionDeps } from './question.ts'

export interface EnterDeps extends QuestionDeps {
  clock: Clock
  store: CaseStore
  jobs: Pick<Jobs, 'prepare' | 'look'>
  centres: Centres
  accesses: Accesses
  maintenance(): Maintenance | undefined
  /** A fresh UUIDv7. */
  newId(): string
}

/**
 * A new case, kept with its asks in one transaction; gives its id. The same officer's same key is one case, however often, on
 * whichever instance and whenever it is entered again. Fails with CASE_INVALID, which tells every fault, with
 * IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_MISMATCH, QUEUE_FULL, MAINTENANCE and DIRECTORY_EXPIRED: then nothing leaves and nothing is kept.
 */
export async function enterCase(
  person: ConsolePerson,
  entered: ConsoleCase,
  { key, trace }: { key: string | undefined; trace: TraceContext | undefined },
  deps: EnterDeps,
): Promise<string> {
  const { centres, store } = deps
  const at = deps.clock()
  if (key === undefined) throw new GatewayError('IDEMPOTENCY_KEY_INVALID', { where: 'Idempotency-Key' })
  assertKey(key)
  const { branch, staff } = person
  const entry = { branch, staff, key, entry: JSON.stringify(entered) }
  const known = await store.known(entry)
  if (known) return idOf(known)
  assertInService(deps.maintenance(), at)
  const rules = { today: chinaDate(at), mayAsk: centres.mayAsk, purposes: centres.purposes() }
  const read = readEntry(entered, rules)
  if (!read.ok) throw new GatewayError('CASE_INVALID', { faults: read.faults })
  const made = { ...newCase(read.entry, person, at, deps), ...entry }
  const asks = asksFor(read.entry, made, person, trace, deps)
  const [first] = asks
  if (!first) throw new GatewayError('INTERNAL', { detail: '受理未指定中心 a case without a centre' })
  const jobs = asks.map(({ job }) => job)
  const asked = deps.accesses.recordOf({ person, action: 'ask', caseId: made.id }, at)
  const accepted = await store.create(made, jobs, first.bounds, asked)
  if (accepted.state === 'created') deps.jobs.look()
  return idOf(accepted)
}

function idOf(accepted: CaseAccepted): string {
  switch (accepted.state) {
    case 'created':
    case 'known':
      return accepted.id
    case 'other-entry':
      throw new GatewayError('IDEMPOTENCY_MISMATCH', { where: 'Idempotency-Key' })
    case 'full':
      throw new GatewayError('QUEUE_FULL', { retryAfterSeconds: 60 })
  }
}

function newCase(
  entry: Entry,
  { branch, staff, name }: ConsolePerson,
  at: number,
  { newId }: Pick<EnterDeps, 'newId'>,
): CaseHead {
  const id = newId()
  const applicationNumber = entry.applicationNumber ?? madeNumber(id, at)
  return {
    id,
    branch,
    staff,
    officer: name,
    person: entry.person,
    basis: { ...entry.basis, applicationNumber },
    purpose: entry.purpose,
    createdAt: at,
  }
}

/** Short enough to be read out on the phone: the day, and 8 letters and digits of which none look alike. */
function madeNumber(id: string, at: number): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  const letters = [...Buffer.from(digestOf(id), 'base64url').subarray(0, 8)].map((byte) =>
    alphabet.charAt(byte % alphabet.length),
  )
  return `SL${chinaDate(at).replaceAll('-', '')}-${letters.join('')}`
}

/** The centres asked now share a job. Those that wait have one each, so that one wait can be given up alone. */
function asksFor(
  { centres, wait }: Entry,
  made: CaseHead,
  person: ConsolePerson,
  trace: TraceContext | undefined,
  deps: QuestionDeps,
): ReturnType<typeof preparedAsk>[] {
  const now = centres.length > 0 ? [{ to: centres, mayWait: false }] : []
  const waits = wait.map((centre) => ({ to: [centre], mayWait: true }))
  return [...now, ...waits].map((ask) => preparedAsk(made, ask, person, trace, deps))
}
