import { randomUUIDv7 } from 'node:crypto'
import type { Access } from './access/access.ts'
import { type Availability, createAvailability } from './availability/availability.ts'
import { answeringOf, heldBy, holderIn, servicesOf } from './answering.ts'
import { boardParts } from './board-parts.ts'
import { breakersOf } from './breakers.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config/config.ts'
import type { Cases } from './console/cases/cases.ts'
import { createAccesses } from './console/cases/accesses.ts'
import { createConsoleCases } from './console-cases.ts'
import { createConsole } from './console-parts.ts'
import type { Secrets } from './config/secrets.ts'
import type { Contracts } from './contracts/contracts.ts'
import type { EvidenceBundle, OfficeLineage } from './contracts/generated/types.ts'
import { canonicalIdNumber } from './domain/identity/id-number.ts'
import { createEvents } from './events.ts'
import { evidenceTrust } from './evidence-trust.ts'
import { type HoldWatch, watchHolds } from './hold-watch.ts'
import { createReceive, type Receive } from './inbound/receive.ts'
import { createTokens } from './jws/tokens.ts'
import { evidenceOf, lineageOf } from './kept-exchanges.ts'
import type { Logger } from './logger.ts'
import { watchMaintenance, type MaintenanceWatch } from './maintenance-watch.ts'
import type { Metrics } from './metrics/metrics.ts'
import { type Ask, createAsk } from './outbound/ask.ts'
import type { Operation } from './operation.ts'
import type { AskDeps } from './outbound/ports.ts'
import { createOfficeAccess } from './office-access.ts'
import { createOfficeCallbacks, type OfficeCallbacks } from './office-callbacks.ts'
import { createOwnSigner, type OwnSigner } from './own-signer.ts'
import type { Route } from './http/app.ts'
import type { OnStateChange } from './peers/lane.ts'
import { defaultPeerSettings, type PeerSettings } from './peers/settings.ts'
import { createPeerHistory, type PeerHistory } from './peer-history/history.ts'
import { createOwnCore } from './providers/own-core.ts'
import type { Provider } from './providers/provider.ts'
import { type OpenCoreDatabase, openCoreDatabase } from './store/core-database.ts'
import { storePlaceOf } from './store-place.ts'
import { openStore, type Store } from './store/store.ts'
import type { ChannelGuard } from './channel-guard.ts'
import type { DirectoryHolder } from './directory/holder.ts'
import type { ExpiryWatch } from './expiry/watch.ts'
import { type Identity, loadIdentity } from './identity.ts'
import { createLasting, type Lasting } from './lasting.ts'
import { present, sharedCentres, sharedPeers } from './lines.ts'
import type { Jobs } from './jobs/jobs.ts'
import { jobsOf } from './office-jobs.ts'
import type { FetchLimits } from './peers/fetch.ts'
import type { Peers } from './peers/peers.ts'
import type { RepresentedCentres } from './represented-centres.ts'
import type { RevocationKeeper } from './revocation/keeper.ts'
import { trustParts } from './trust-parts.ts'

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
  /** Pages for people, and what they ask for; none where they are not configured. */
  console: Route[]
  operation: Operation
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
  /** Undefined where the facts are our own, or nobody knows the exchange. */
  lineage(exchangeId: string): Promise<OfficeLineage | undefined>
}

/** What tests and benchmarks put in another's place. */
export interface Overrides {
  clock?: Clock
  provider?: Provider
  peerSettings?: PeerSettings
  signingLimits?: FetchLimits
}

/** A gateway that is built to see whether it can be, and never serves: it keeps nothing, forgets nothing, and takes no work. */
export interface Trial {
  trial?: true
}

/** Builds a gateway from its configuration; closes in reverse. Fails with the catalogued error of the part that cannot be built. */
export async function createContext(
  config: Config,
  secrets: Secrets,
  log: Logger,
  overrides: Overrides & Trial = {},
  lasting: Lasting = createLasting(),
): Promise<Context> {
  await using stack = new AsyncDisposableStack()
  const clock = overrides.clock ?? systemClock
  const { contracts, metrics } = lasting
  const identity = loadIdentity(config, secrets)
  const tokens = createTokens(config.trust.algorithms)
  const signer = stack.use(createOwnSigner(config, secrets, identity, overrides.signingLimits))
  const events = createEvents(log, metrics)

  const { part: store } = stack.use(await sharedStore(config, secrets, lasting))
  const { part: history } = stack.use(
    await lasting.share('peer-history', store.instance, () =>
      createPeerHistory({
        store: store.peerHistory,
        clock,
        instance: store.instance,
        onTrouble: events.peerHistory,
      }),
    ),
  )
  const trusting = {
    config,
    identity,
    tokens,
    contracts,
    clock,
    log,
    events,
    store,
    trial: overrides.trial === true,
  }
  const { revocation, directory, self, expiry, guard } = await trustParts(trusting)

  const core = config.core && stack.use(openCoreDatabase(config.core.file))
  const provider =
    overrides.provider ?? (core && config.core && createOwnCore({ database: core, settings: config.core }))

  const settings = overrides.peerSettings ?? defaultPeerSettings
  const heard: OnStateChange = (code, state, of) => {
    events.peer(code, state, of)
    const failing = [...peers.states(), ...represented.states()].find(
      (each) => state === 'open' && each.code === code && !each.held,
    )
    if (state !== 'unproven') history.changed({ peer: code, state, why: failing?.lastFailure })
    if (state === 'closed') present(lasting).recovered(code)
  }
  const lines = { config, identity, secrets, lasting, clock, settings, heard }
  const { part: peers } = stack.use(await sharedPeers(lines))
  const { part: represented } = stack.use(await sharedCentres(lines))

  const onChange = events.maintenance
  const maintenance = stack.use(await watchMaintenance({ store: store.maintenance, clock, onChange }))
  const shared = {
    sandbox: config.sandbox,
    clock,
    tokens,
    directory: (now: number) => directory.current(now),
    contracts,
    store: store.exchanges,
    rate: store.rate,
    restoredAt: store.restoredAt,
    inFlight: lasting.inFlight,
    maintenance: maintenance.current,
    signer,
    subjectHash: (idNumber: string) => store.sealer.keyedHash(canonicalIdNumber('resident-id', idNumber)),
    consentHash: (text: string) => store.sealer.keyedHash(`consent ${text}`),
    events,
  }
  const held = heldBy(config, provider, represented)
  const answering = answeringOf(self, held)
  const services = servicesOf({ answering, holder: holderIn(held), store, shared })
  const receive = createReceive({ ...shared, ...answering, services })
  const availability = stack.use(
    createAvailability({ store: store.availability, clock, onTrouble: events.availability }),
  )
  const asking: AskDeps = {
    ...shared,
    self,
    peers,
    newId: () => randomUUIDv7(),
    events: {
      concluded(event) {
        events.concluded(event)
        availability.heard(event)
        history.heard(event)
      },
    },
  }
  const ask = createAsk(asking)
  const callbacks = stack.use(
    createOfficeCallbacks(config, {
      self: self.code,
      clock,
      store: store.deliveries,
      signer,
      identity,
      events: events.callbacks,
    }),
  )
  const jobs = stack.use(jobsOf(config, asking, store, callbacks, events.jobs))
  if (overrides.trial) await Promise.all([jobs.stop(0), callbacks.stop(0)])

  const access = createOfficeAccess(config, { ...shared, self, store: store.access })

  lasting.now = { guard, asking, recovered: jobs.recovered }
  const holds = stack.use(
    await watchHolds({
      store: store.holds,
      onChange(codes) {
        peers.hold(codes)
        represented.hold(codes)
      },
    }),
  )
  const accesses = createAccesses({ store: store.accesses, clock })
  const judge = evidenceTrust({ ...config.trust, anchors: identity.anchors }, contracts)
  const evidence = (exchangeId: string): ReturnType<typeof evidenceOf> => evidenceOf(exchangeId, store)
  const cases =
    config.office.console &&
    stack.use(
      createConsoleCases({
        settings: overrides.trial
          ? { ...config.office.console, ...forgettingNothing }
          : config.office.console,
        self,
        clock,
        store,
        contracts,
        directory: shared.directory,
        jobs,
        accesses,
        trust: judge,
        maintenance: maintenance.current,
        evidence,
        healths: () => breakersOf({ peers, represented }).filter((peer) => peer.class === 'query'),
        newId: asking.newId,
        onTrouble: events.jobs,
      }),
    )
  const { operation } = lasting
  const running = { config, self, clock, store, contracts, identity, signer, directory, revocation, expiry }
  const ways = { guard, peers, represented, callbacks, maintenance, history, holds, operation }
  const { subjectHash } = shared
  const board = boardParts({ ...running, ...ways, accesses, trust: judge, evidence, subjectHash })
  const consoleRoutes = createConsole({
    cases,
    board,
    contracts,
    identity,
    signer,
    directory: shared.directory,
    trust: judge,
    accesses,
    ask,
    evidence,
    config,
    secrets,
    self,
    store,
    clock,
    events: events.console,
  })
  const close = stack.move()
  return {
    config,
    clock,
    log,
    metrics,
    contracts,
    identity,
    signer,
    directory,
    revocation,
    expiry,
    guard,
    store,
    core,
    peers,
    represented,
    receive,
    ask,
    jobs,
    callbacks,
    maintenance,
    availability,
    history,
    holds,
    access,
    cases,
    console: consoleRoutes,
    operation,
    evidence,
    lineage: (exchangeId) => lineageOf(exchangeId, store, contracts),
    [Symbol.asyncDispose]: () => close.disposeAsync(),
  }
}

const forgettingNothing = { keepDays: 36_500 }

function sharedStore(config: Config, { storePassword, storeKey }: Secrets, { share, metrics }: Lasting) {
  const place = storePlaceOf(config, storePassword)
  return share('store', { place, key: storeKey.toString('base64') }, () =>
    openStore(place, storeKey, metrics.committed),
  )
}
