import { chinaDateTime } from '../../clock.ts'
import type { BilingualText, DepositCertificate, Person, Problem } from '../../contracts/generated/types.ts'
import { legibleText } from '../../domain/legible.ts'
import { maskIdNumber, maskName, maskPersonIn } from '../../domain/mask.ts'
import { catalogue } from '../../errors.ts'
import type { CaseSummary, ShownCase, ShownCaseCentre } from '../shown/cases.ts'
import { asksOf, type CentreAsk, certifiedResult, isEnded, revisionOf } from './asks.ts'
import type { CaseHead, KeptCase, ListedCase } from './ports.ts'

/** How codes are called. */
export interface Names {
  centre(code: string): string
  branch(code: string): string
}

/** What pages are told of a person: never a whole name or number. */
export function maskedPerson({ name, idNumber, idType }: Person): CaseSummary['person'] {
  return { name: maskName(name), idNumber: maskIdNumber(idNumber), idType }
}

export function caseSummary(listed: ListedCase, names: Names): CaseSummary {
  return {
    ...shownHead(listed, names),
    centres: listed.centres.map(({ centre, state }) => ({ code: centre, name: names.centre(centre), state })),
  }
}

export function shownCase(kept: KeptCase, names: Names): ShownCase {
  const { kind, reference, expires } = kept.basis
  return {
    ...shownHead(kept, names),
    revision: revisionOf(kept),
    basis: { kind, reference: maskPersonIn(reference, kept.person), expires },
    centres: kept.centres.flatMap(({ centre }) => {
      const asks = asksOf(kept, centre)
      return shownCentre(centre, asks, kept.person, names) ?? []
    }),
    ended: isEnded(kept),
  }
}

function shownHead(head: CaseHead, names: Names): Omit<CaseSummary, 'centres'> {
  const { id, createdAt, officer, branch, person, purpose, basis } = head
  return {
    id,
    createdAt: chinaDateTime(createdAt),
    officer,
    branch: { code: branch, name: names.branch(branch) },
    person: maskedPerson(person),
    purpose,
    applicationNumber: basis.applicationNumber,
  }
}

function shownCentre(
  code: string,
  asks: readonly CentreAsk[],
  person: Person,
  names: Names,
): ShownCaseCentre | undefined {
  const [newest] = asks
  if (!newest) return undefined
  const { job, part } = newest
  const { result } = part
  const refusal = part.state === 'answered' ? notIssued(result?.answer) : undefined
  const state = refusal ? 'refused' : part.state
  const open = state === 'queued' || state === 'asking' || state === 'waiting'
  const certificate = certifiedResult(asks)?.certificate
  const exchangeId = open ? undefined : result?.exchangeId
  const problem = state === 'asking' ? undefined : result?.problem
  return {
    code,
    name: names.centre(code),
    state,
    since: chinaDateTime(sinceOf(newest)),
    ...(!open && result && { elapsedMs: result.elapsedMs }),
    attempts: asks.reduce((sum, each) => sum + each.part.attempts, 0),
    ...(state === 'waiting' && { nextAttemptAt: chinaDateTime(part.dueAt) }),
    ...(job.mayWait && open && { waitUntil: chinaDateTime(job.waitUntil) }),
    ...(exchangeId !== undefined && { exchangeId }),
    ...(problem && { problem: toldProblem(problem, person) }),
    ...(certificate && { certificate: keyFacts(certificate) }),
    ...refusal,
  }
}

/** When the present try began: a centre that waits is tried again and again. */
function sinceOf({ job, part: { state, exchangeId } }: CentreAsk): number {
  if (state !== 'asking' || exchangeId === undefined) return job.createdAt
  // The first 48 bits of a UUIDv7 are its epoch milliseconds (RFC 9562 section 5.7).
  return Number.parseInt(exchangeId.replaceAll('-', '').slice(0, 12), 16)
}

/** Texts of a code that we know are ours, not the peer's; whatever a peer says of the person in its own words is masked. */
function toldProblem(
  { code, requestId, detail, where, ...own }: Problem,
  person: Person,
): NonNullable<ShownCaseCentre['problem']> {
  const veiled = (text: string): string => maskPersonIn(legibleText(text), person)
  const both = ({ zh, en }: BilingualText): BilingualText => ({ zh: veiled(zh), en: veiled(en) })
  const known = Object.entries(catalogue).find(([name]) => name === code)?.[1]
  const { title, remedy } = known ?? { title: both(own.title), remedy: both(own.hint) }
  return {
    code,
    title,
    hint: remedy,
    requestId: veiled(requestId),
    ...(detail !== undefined && { detail: veiled(detail) }),
    ...(where !== undefined && { where: veiled(where) }),
  }
}

function keyFacts({
  number,
  validUntil,
  facts,
}: DepositCertificate): NonNullable<ShownCaseCentre['certificate']> {
  const { status, frozen, arrears } = facts.account ?? {}
  const monthCount = facts.continuity?.monthCount
  return {
    number,
    validUntil,
    asOf: facts.asOf,
    ...(status !== undefined && { status }),
    ...(frozen !== undefined && { frozen }),
    ...(arrears !== undefined && { arrears }),
    ...(monthCount !== undefined && { monthCount }),
    ...(facts.contradictions?.length && { contradicts: true as const }),
  }
}

const reasons: Readonly<Record<string, string>> = {
  'account-closed': '账户已销户，不出具证明',
}

function notIssued(answer: Record<string, unknown> | undefined): { notIssued: string } | undefined {
  if (answer?.['outcome'] !== 'not-issuable') return undefined
  return { notIssued: reasons[String(answer['reason'])] ?? '该中心不出具证明' }
}
