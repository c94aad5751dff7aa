import type { Clock } from '../../clock.ts'
import type { ConsoleConfig } from '../../config/console.ts'
import type { Accesses } from '../../console/cases/accesses.ts'
import { type Cases, createCases } from '../../console/cases/cases.ts'
import { createIssuerStanding } from '../../console/cases/issuer-standing.ts'
import type { CentreHealth } from '../../console/cases/centres.ts'
import type { Contracts } from '../../contracts/contracts.ts'
import type { EvidenceBundle } from '../../contracts/generated/types.ts'
import type { Maintenance } from '../../domain/maintenance.ts'
import type { GatewayError } from '../../errors.ts'
import type { EvidenceTrust } from '../../evidence/ports.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { Ask } from '../../outbound/ask.ts'
import { centresToAsk } from '../../outbound/centres-to-ask.ts'
import type { CurrentDirectory, DirectoryView } from '../../speaker/ports.ts'
import type { Store } from '../../store/store.ts'

/** What of one gateway its officers' cases are made from. */
export interface CasesMakings {
  settings: ConsoleConfig
  self: { code: string }
  clock: Clock
  store: Store
  contracts: Contracts
  directory: CurrentDirectory
  lastDirectory(): DirectoryView
  jobs: Jobs
  accesses: Accesses
  trust: EvidenceTrust
  ask: Ask
  maintenance(): Maintenance | undefined
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
  /** For questions about persons, of every centre asked so far. */
  healths(): readonly CentreHealth[]
  subjectHash(idNumber: string): string
  newId(): string
  onTrouble(error: GatewayError): void
}

const dayMs = 86_400_000

export function createConsoleCases({ settings, self, store, ask, ...makings }: CasesMakings): Cases {
  const branches = new Map(settings.branches.map(({ code, name }) => [code, name]))
  return createCases({
    ...makings,
    self: self.code,
    store: store.cases,
    log: store.accesses,
    standing: createIssuerStanding({ self, clock: makings.clock, certificates: store.certificates, ask }),
    askable: (view, today) => centresToAsk(view, self.code, today),
    branchName: (code) => branches.get(code) ?? code,
    keepMs: settings.keepDays * dayMs,
  })
}
