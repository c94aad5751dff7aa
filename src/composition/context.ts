import type { Access } from '../access/access.ts'
import type { Availability } from '../availability/availability.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Cases } from '../console/cases/cases.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { EvidenceBundle, OfficeLineage } from '../contracts/generated/types.ts'
import type { DirectoryHolder } from '../directory/holder.ts'
import type { ExpiryWatch } from '../expiry/watch.ts'
import type { AppDeps, Route } from '../http/app.ts'
import type { Identity } from '../identity/identity.ts'
import type { OwnSigner } from '../identity/own-signer.ts'
import type { Receive } from '../inbound/receive.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Logger } from '../logger.ts'
import type { HoldWatch } from '../looks/hold-watch.ts'
import type { MaintenanceWatch } from '../looks/maintenance-watch.ts'
import type { Metrics } from '../metrics/ports.ts'
import type { Ask } from '../outbound/ask.ts'
import type { PeerHistory } from '../peer-history/history.ts'
import type { Peers } from '../peers/peers.ts'
import type { RevocationKeeper } from '../revocation/keeper.ts'
import type { OpenCoreDatabase } from '../store/core-database.ts'
import type { Store } from '../store/store.ts'
import type { OfficeCallbacks } from './office/callbacks.ts'
import type { Operation } from './operation.ts'
import type { RepresentedCentres } from './represented-centres.ts'
import type { ChannelGuard } from './trust/channel-guard.ts'

/** Every object of one gateway, built once. */
export interface Context extends AsyncDisposable {
  config: Config
  clock: Clock
  log: Logger
  metrics: Metrics
  contracts: Contracts
  identity: Identity
  signer: OwnSigner
  directory: DirectoryHolder
  /** Absent where nobody is asked about revocation. */
  revocation: RevocationKeeper | undefined
  expiry: ExpiryWatch
  /** Judges who is at the other end of TLS. */
  guard: ChannelGuard
  store: Store
  core: OpenCoreDatabase | undefined
  peers: Peers
  /** Centres asked in their dialects. */
  represented: RepresentedCentres
  receive: Receive
  ask: Ask
  jobs: Jobs
  callbacks: OfficeCallbacks
  maintenance: MaintenanceWatch
  availability: Availability
  history: PeerHistory
  holds: HoldWatch
  /** Who may use the office listener. */
  access: Access
  /** What officers work on; absent where there are no pages for them. */
  cases: Cases | undefined
  /** Pages for people, and what they ask for; absent where they are not configured. */
  console: { routes: readonly Route[]; setHeaders: NonNullable<AppDeps['setHeaders']> } | undefined
  operation: Operation
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
  /** Undefined where the facts are our own, or nobody knows the exchange. */
  lineage(exchangeId: string): Promise<OfficeLineage | undefined>
}
