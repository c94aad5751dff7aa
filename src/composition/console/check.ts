import type { Clock } from '../../clock.ts'
import type { Config } from '../../config/config.ts'
import type { ConsoleConfig } from '../../config/console.ts'
import type { Accesses } from '../../console/cases/accesses.ts'
import type { Cases } from '../../console/cases/cases.ts'
import type { CheckRoutesDeps } from '../../console/check/routes.ts'
import type { PrintRoutesDeps } from '../../console/print/routes.ts'
import type { Contracts } from '../../contracts/contracts.ts'
import type { EvidenceBundle } from '../../contracts/generated/types.ts'
import type { EvidenceTrust } from '../../evidence/ports.ts'
import type { Identity } from '../../identity/identity.ts'
import type { Ask } from '../../outbound/ask.ts'
import type { OwnSigner } from '../../identity/own-signer.ts'
import type { CurrentDirectory, DirectoryView } from '../../speaker/ports.ts'
import type { Store } from '../../store/store.ts'

/** What of one gateway paper is made from, and checked with. */
export interface PaperMakings {
  config: Config
  self: { code: string; name: string }
  store: Store
  contracts: Contracts
  clock: Clock
  directory: CurrentDirectory
  lastDirectory(): DirectoryView
  trust: EvidenceTrust
  identity: Identity
  signer: OwnSigner
  accesses: Accesses
  ask: Ask
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
}

/** The public check page. */
export function checkParts(
  { trustedProxies }: ConsoleConfig,
  { self, store, contracts, clock, directory, trust, ask, evidence }: PaperMakings,
): CheckRoutesDeps {
  const { printings, certificates, rate, sealer } = store
  return {
    self,
    clock,
    contracts,
    directory,
    trust,
    ask,
    evidence,
    printings,
    certificates,
    rate,
    keyedHash: sealer.keyedHash,
    trustedProxies,
  }
}

/** Printing from the console, with the key that signs messages. */
export function printParts(
  { checkPage }: ConsoleConfig,
  { config, self, store, clock, lastDirectory, identity, signer, accesses }: PaperMakings,
  cases: Cases,
): PrintRoutesDeps {
  return {
    original: cases.original,
    accesses,
    printings: store.printings,
    lastDirectory,
    member: self,
    paper: { signer: signer.key, chain: identity.sign.chain.map(({ der }) => der) },
    checkPage,
    sandbox: config.sandbox,
    clock,
  }
}
