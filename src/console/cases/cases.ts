import type { ConsoleCase, ConsoleCaseSearch } from '../../contracts/generated/types.ts'
import type { TraceContext } from '../../domain/trace-context.ts'
import { GatewayError } from '../../errors.ts'
import { createChanges } from '../../jobs/changes.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { createLooks } from '../../looks/looks.ts'
import type { ConsolePerson } from '../person.ts'
import { branchesSeen } from '../rights.ts'
import type {
  Revealed,
  ShownAccess,
  ShownCase,
  ShownCases,
  ShownCentres,
  ShownCertificate,
  ShownWaiting,
} from '../shown/cases.ts'
import type { ShownVerdict } from '../shown/check.ts'
import { askAgain, giveUpWaiting } from './ask-again.ts'
import { asksOf } from './asks.ts'
import { type CentresDeps, createCentres } from './centres.ts'
import {
  type CertificateDeps,
  type CertifiedOriginal,
  lookAtCertificate,
  originalOf,
  revealEntered,
  revealPerson,
  standingOf,
} from './certificate.ts'
import { type EnterDeps, enterCase } from './enter.ts'
import { followCase } from './follow.ts'
import { shownAccess, shownCases } from './history.ts'
import type { AccessLog, KeptCase } from './ports.ts'
import { shownCase } from './shown-case.ts'
import { shownWaiting } from './waiting.ts'

/**
 * What officers work on (受理): each call is for somebody, and knows only what they may see. A case of another branch is CASE_UNKNOWN,
 * as one that there is not; what is given is masked.
 */
export interface Cases extends AsyncDisposable {
  centres(): ShownCentres
  /** `trace`: of the request that it came with, as of every call that asks. Fails as `enterCase` does. */
  enter(
    person: ConsolePerson,
    entered: ConsoleCase,
    key: string | undefined,
    trace?: TraceContext,
  ): Promise<string>
  list(person: ConsolePerson, search: ConsoleCaseSearch): Promise<ShownCases>
  find(person: ConsolePerson, id: string): Promise<ShownCase>
  /** The case, and again at each change, until `signal` fires; the first only where it differs from revision `known`. */
  follow(person: ConsolePerson, id: string, known: number, signal: AbortSignal): AsyncGenerator<ShownCase>
  retry(person: ConsolePerson, id: string, centre: string, trace?: TraceContext): Promise<ShownCase>
  wait(person: ConsolePerson, id: string, centre: string, trace?: TraceContext): Promise<ShownCase>
  giveUpWaiting(person: ConsolePerson, id: string, centre: string): Promise<ShownCase>
  certificate(person: ConsolePerson, id: string, centre: string): Promise<ShownCertificate>
  /** Of a certificate, or without a centre of the case itself. Fails with REASON_REQUIRED. */
  reveal(person: ConsolePerson, id: string, which: { centre?: string; reason: string }): Promise<Revealed>
  /** What the issuing centre says of it now. */
  standing(person: ConsolePerson, id: string, centre: string, trace?: TraceContext): Promise<ShownVerdict>
  /** Whole and unmasked, for paper: whoever gives it out writes the access down first, and gives none that does not hold. */
  original(
    person: ConsolePerson,
    id: string,
    centre: string,
    trace?: TraceContext,
  ): Promise<CertifiedOriginal>
  waiting(person: ConsolePerson): Promise<ShownWaiting>
  /** `mark`: epoch milliseconds, as the list of what waits gave it; nobody has seen what is still to come. */
  seen(person: ConsolePerson, mark: number): Promise<void>
  access(person: ConsolePerson, span: { from?: string; to?: string }): Promise<ShownAccess>
}

export interface CasesDeps extends Omit<EnterDeps, 'centres'>, Omit<CertificateDeps, 'names'>, CentresDeps {
  jobs: Pick<Jobs, 'prepare' | 'look' | 'hurry' | 'changed' | 'watchable' | 'cancel'>
  log: Pick<AccessLog, 'list'>
  subjectHash(idNumber: string): string
  /** How a branch is called. */
  branchName(code: string): string
  /** How long cases are kept after nothing of them was open, in milliseconds. */
  keepMs: number
  /** Hears of what could not be forgotten at the moment; it is tried again. */
  onTrouble(error: GatewayError): void
}

const forgetEveryMs = 3_600_000

export function createCases(given: CasesDeps): Cases {
  const centres = createCentres(given)
  const deps = { ...given, centres }
  const { store, jobs, clock } = deps
  const names = { centre: centres.nameOf, branch: deps.branchName }
  const changes = createChanges()
  const forgetting = createLooks({
    once: () => store.forget(clock() - deps.keepMs),
    everyMs: forgetEveryMs,
    onTrouble: deps.onTrouble,
  })
  forgetting.look()

  async function keptFor(
    person: ConsolePerson,
    id: string,
    branches = branchesSeen(person),
  ): Promise<KeptCase> {
    const kept = await store.find(id, branches)
    if (!kept) throw new GatewayError('CASE_UNKNOWN')
    return kept
  }

  /** For more than looking: who sees other branches because they audit works for their own only. */
  function ownCase(person: ConsolePerson, id: string): Promise<KeptCase> {
    return keptFor(person, id, [person.branch])
  }

  async function find(person: ConsolePerson, id: string): Promise<ShownCase> {
    return shownTo(person, await keptFor(person, id))
  }

  /** Of what somebody asked themselves, their question tells already that they saw what came of it. */
  async function shownTo(person: ConsolePerson, kept: KeptCase): Promise<ShownCase> {
    if (person.staff !== kept.staff)
      await deps.accesses.recordDaily({ person, action: 'view', caseId: kept.id })
    return shownCase(kept, names)
  }

  /** Does something about a centre that was asked for the case, and gives the case as it then is. */
  async function about(
    person: ConsolePerson,
    id: string,
    centre: string,
    act: (kept: KeptCase) => Promise<void>,
  ): Promise<ShownCase> {
    const kept = await ownCase(person, id)
    if (asksOf(kept, centre).length === 0)
      throw new GatewayError('CASE_UNKNOWN', { detail: '该受理未查询此中心 not asked there' })
    await act(kept)
    changes.tell(id)
    return find(person, id)
  }

  function again(mayWait: boolean) {
    return (person: ConsolePerson, id: string, centre: string, trace?: TraceContext) =>
      about(person, id, centre, (kept) => askAgain(kept, { centre, mayWait, trace }, person, deps))
  }

  return {
    centres: centres.shown,
    enter: (person, entered, key, trace) => enterCase(person, entered, { key, trace }, deps),
    list: (person, search) => shownCases(person, search, { ...deps, names }),
    find,
    async *follow(person, id, known, signal) {
      const following = { store, jobs, changes, find: () => keptFor(person, id) }
      const until = AbortSignal.any([signal, jobs.watchable])
      for await (const kept of followCase({ id, known, signal: until }, following)) {
        yield await shownTo(person, kept)
      }
    },
    retry: again(false),
    wait: again(true),
    giveUpWaiting: (person, id, centre) =>
      about(person, id, centre, (kept) => giveUpWaiting(kept, centre, person, deps)),
    certificate: async (person, id, centre) =>
      lookAtCertificate(person, await keptFor(person, id), centre, { ...deps, names }),
    async reveal(person, id, { centre, reason }) {
      const kept = await ownCase(person, id)
      return centre === undefined
        ? revealEntered(person, kept, reason, deps)
        : revealPerson(person, kept, { centre, reason }, { ...deps, names })
    },
    async standing(person, id, centre, trace) {
      const kept = await keptFor(person, id)
      const seen = { person, action: 'view', caseId: id, centre } as const
      if (person.staff !== kept.staff) await deps.accesses.recordDaily(seen)
      return standingOf(kept, centre, deps, trace)
    },
    original: async (person, id, centre, trace) =>
      originalOf(await ownCase(person, id), centre, { ...deps, names }, trace),
    waiting: (person) => shownWaiting(person, { clock, store, centres }),
    seen: (person, mark) => store.seen(person.branch, Math.min(mark, clock())),
    access: (person, span) => shownAccess(person, span, { log: deps.log, names }),
    async [Symbol.asyncDispose]() {
      await forgetting.stop()
    },
  }
}
