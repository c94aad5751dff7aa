import { randomBytes, randomUUIDv7 } from 'node:crypto'
import type { Express } from 'express'
import { createAccesses } from '../../src/console/cases/accesses.ts'
import { type Cases, type CasesDeps, createCases } from '../../src/console/cases/cases.ts'
import { caseRoutes } from '../../src/console/cases/routes.ts'
import type { CentreHealth } from '../../src/console/cases/centres.ts'
import type { ConsolePerson } from '../../src/console/person.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { Agreement, CentreResult, ConsoleCase } from '../../src/contracts/generated/types.ts'
import { problemOf } from '../../src/domain/problem.ts'
import { type ErrorCode, GatewayError } from '../../src/errors.ts'
import { createJobs, type Jobs } from '../../src/jobs/jobs.ts'
import type { Asking } from '../../src/outbound/ask-centre.ts'
import { centresToAsk } from '../../src/outbound/centres-to-ask.ts'
import { centresAsked } from '../../src/outbound/askable.ts'
import type { DirectoryView, KnownMember } from '../../src/speaker/ports.ts'
import { subjectOf } from '../../src/store/subject.ts'
import type { Store } from '../../src/store/store.ts'
import { consoleApp, consolePeople } from './console-person.ts'
import type { Ground } from './store-grounds.ts'

export const master = randomBytes(32)
export const self = '320101000000000'
export const shanghai = '310000000000000'
export const hangzhou = '330100000000000'
export const suzhou = '320500000000000'

const contracts = createContracts()
const names: Record<string, string> = {
  [self]: '江苏省省级机关住房资金管理中心',
  [shanghai]: '上海市公积金管理中心',
  [hangzhou]: '杭州住房公积金管理中心',
  [suzhou]: '苏州市住房公积金管理中心',
  '500000000000000': '重庆市住房公积金管理中心',
}

/** One instance of a member's gateway, as far as its officers see: a real store and job engine, and centres that answer as `respond` says. */
export interface CaseDesk extends AsyncDisposable {
  cases: Cases
  jobs: Jobs
  store: Store
  /** Over HTTP, for whoever is named. */
  as(person: ConsolePerson): Express
}

export interface CaseWorld {
  ground: Ground
  now: number
  asked: Asking[]
  respond: (asking: Asking) => CentreResult | Promise<CentreResult>
  healths: CentreHealth[]
  /** What was refused, as it would be logged. */
  refused: unknown[]
  directoryVersion: number
}

export function caseWorld(ground: Ground): CaseWorld {
  return {
    ground,
    now: Date.parse('2026-11-28T09:30:00+08:00'),
    asked: [],
    respond: (asking) => result(asking, 'no-record'),
    healths: [],
    refused: [],
    directoryVersion: 1,
  }
}

export async function openDesk(world: CaseWorld, changes: Partial<CasesDeps> = {}): Promise<CaseDesk> {
  const store = await world.ground.open(master)
  const clock = (): number => world.now
  const newId = (): string => randomUUIDv7()
  const directory = (): DirectoryView => directoryOf(world.directoryVersion)
  const jobs = createJobs({
    self,
    clock,
    store: store.jobs,
    bounds: { perCaller: 1000, inAll: 1000 },
    keepMs: 3_600_000,
    signer: { sign: () => Buffer.from('signed') },
    async askCentre(asking) {
      world.asked.push(asking)
      return { ...(asking.exchangeId && { exchangeId: asking.exchangeId }), ...(await world.respond(asking)) }
    },
    centresAsked: (question) => centresAsked(question, { clock, contracts, directory }),
    isCallback: () => false,
    newId,
    random: () => 0.5,
    onTrouble: (error) => world.refused.push(error),
  })
  const cases = createCases({
    self,
    clock,
    store: store.cases,
    log: store.accesses,
    jobs,
    contracts,
    accesses: createAccesses({
      store: store.accesses,
      rate: store.rate,
      clock,
      onGiving: () => undefined,
    }),
    directory,
    lastDirectory: directory,
    askable: (view, today) => centresToAsk(view, self, today),
    healths: () => world.healths,
    evidence: async () => undefined,
    standing: async () => ({ state: 'holds' }),
    trust: undefined as never,
    maintenance: () => undefined,
    subjectHash: (idNumber) => subjectOf(idNumber, store.sealer),
    branchName: (code) => ({ jinling: '金陵管理部', jianye: '建邺管理部' })[code] ?? code,
    keepMs: 30 * 86_400_000,
    newId,
    onTrouble: (error) => world.refused.push(error),
    ...changes,
  })
  return {
    cases,
    jobs,
    store,
    as: (person) =>
      consoleApp(caseRoutes({ cases, contracts }), () => person, {
        clock,
        onRefused: (event) => void world.refused.push(event),
      }),
    async [Symbol.asyncDispose]() {
      await cases[Symbol.asyncDispose]()
      await jobs[Symbol.asyncDispose]()
    },
  }
}

/** What an officer types; nobody real. */
export function entry(changes: Partial<ConsoleCase> = {}): ConsoleCase {
  return {
    person: { name: '沈清和', idNumber: '310101190001010011' },
    centres: [shanghai],
    purpose: 'remote-housing-loan',
    basis: { kind: 'consent', reference: 'SQS-2026-1', expires: '2026-12-28' },
    ...changes,
  }
}

export function result(
  { centre }: Pick<Asking, 'centre'>,
  state: CentreResult['state'],
  code?: ErrorCode,
): CentreResult {
  const problem =
    code && problemOf(new GatewayError(code), { requestId: 'r', sandbox: false, now: Date.now() })
  return { centre, state, elapsedMs: 1, ...(problem && { problem }) }
}

function directoryOf(version: number): DirectoryView {
  const members = new Map(
    Object.entries(names).map(([code, name]): [string, KnownMember] => [
      code,
      {
        code,
        name,
        kind: 'centre',
        division: code === self ? '320100' : code.slice(0, 6),
        endpoints: [],
        services: new Set(['deposit-record.check', 'deposit-certificate.issue']),
      },
    ]),
  )
  const agreement: Agreement = {
    id: 'loans',
    consumers: [self],
    providers: Object.keys(names),
    services: ['deposit-certificate.issue'],
    purposes: ['remote-housing-loan'],
    fields: ['account', 'contribution', 'balance', 'continuity', 'loans'],
    bases: ['consent', 'statutory-duty'],
    notBefore: '2026-01-01',
    notAfter: '2027-12-31',
  }
  return {
    version,
    members,
    agreementsOf: (consumer: string) => (consumer === self ? [agreement] : []),
    signing: () => undefined,
  } as unknown as DirectoryView
}

/** The officer most tests are about. */
export const { officer } = consolePeople
