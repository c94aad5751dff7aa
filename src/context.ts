import { randomUUIDv7 } from 'node:crypto'
import type { Access } from './access/access.ts'
import { type Availability, createAvailability } from './availability/availability.ts'
import type { Callbacks } from './callbacks/callbacks.ts'
import { answeringOf, heldBy, holderIn, servicesOf } from './answering.ts'
import { type ChannelGuard, createChannelGuard } from './channel-guard.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import type { Contracts } from './contracts/contracts.ts'
import type { EvidenceBundle, OfficeLineage } from './contracts/generated/types.ts'
import { createDirectoryHolder, type DirectoryHolder } from './directory/holder.ts'
import { type DirectoryTrust, readDirectory } from './directory/read.ts'
import { rememberingCertificates } from './directory/remembered.ts'
import { createDirectorySources } from './directory/sources.ts'
import { canonicalIdNumber } from './domain/identity/id-number.ts'
import { GatewayError } from './errors.ts'
import { createEvents } from './events.ts'
import { createExpiryWatch, type ExpiryWatch } from './expiry/watch.ts'
import { type Identity, loadIdentity } from './identity.ts'
import { createReceive, type Receive } from './inbound/receive.ts'
import { createTokens } from './jws/tokens.ts'
import { evidenceOf, lineageOf } from './kept-exchanges.ts'
import { createCertificateReader } from './known-certificate.ts'
import type { Logger } from './logger.ts'
import { createLasting, type Lasting, type Present } from './lasting.ts'
import { watchMaintenance, type MaintenanceWatch } from './maintenance-watch.ts'
import type { Metrics } from './metrics.ts'
import { createJobs, type Jobs } from './jobs/jobs.ts'
import { type Ask, createAsk } from './outbound/ask.ts'
import { askCentre } from './outbound/ask-centre.ts'
import { centresAsked } from './outbound/askable.ts'
import type { AskDeps } from './outbound/ports.ts'
import { createOfficeAccess } from './office-access.ts'
import { createOfficeCallbacks, type OfficeCallbacks } from './office-callbacks.ts'
import { probeCall } from './outbound/probe.ts'
import { createOwnSigner, type OwnSigner } from './own-signer.ts'
import { createFetch, defaultFetchLimits, type FetchLimits } from './peers/fetch.ts'
import type { OnStateChange } from './peers/lane.ts'
import { createPeers, type Peers } from './peers/peers.ts'
import { defaultPeerSettings, type PeerSettings } from './peers/settings.ts'
import { createOwnCore } from './providers/own-core.ts'
import type { Provider } from './providers/provider.ts'
import { createRepresentedCentres, lineAnchors, type RepresentedCentres } from './represented-centres.ts'
import { createRevocationKeeper, type RevocationKeeper } from './revocation/keeper.ts'
import { createKeptFiles } from './revocation/kept-files.ts'
import { learnListed } from './revocation/learn-listed.ts'
import type { RevocationEvents } from './revocation/ports.ts'
import { type OpenCoreDatabase, openCoreDatabase } from './store/core-database.ts'
import { storePlaceOf } from './store-place.ts'
import { openStore, type Store } from './store/store.ts'
import { certificateToPem } from './trust/certificate.ts'
import { keyToPem } from './trust/keys.ts'

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
  /** Who may use the office listener. */
  access: Access
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

/** Builds a gateway from its configuration; closes in reverse. Fails with the catalogued error of the part that cannot be built. */
export async function createContext(
  config: Config,
  secrets: Secrets,
  log: Logger,
  overrides: Overrides = {},
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
  const anchors = identity.anchors.map(certificateToPem).join('')
  const revocation = revocationOf(config, identity, anchors, { clock, log, events: events.revocation })
  await revocation?.refresh()
  const certificate = createCertificateReader(identity.anchors, revocation)
  const trust: DirectoryTrust = {
    tokens,
    contracts,
    operators: new Set(config.trust.operators),
    operatorsRequired: config.trust.operatorsRequired,
    certificate: rememberingCertificates(certificate),
  }
  const directory = await openDirectory(revocation, {
    clock,
    sources: createDirectorySources(config.directory.sources, { fetch: createFetch(anchors) }),
    kept: store.directory,
    events: events.directory,
    read: (bytes, now) => readDirectory(bytes, trust, now),
  })
  if (revocation) await learnListed(directory.current(clock()), revocation, clock())
  const self = selfIn(directory, config, clock())
  const expiry = createExpiryWatch({
    identity,
    self: config.member,
    directory: (now) => directory.current(now),
    clock,
    onCrossed: events.expiry,
  })
  const guard = createChannelGuard({
    clock,
    directory: (now) => directory.current(now),
    intermediates: identity.tls.chain.slice(1).map(({ der }) => Buffer.from(der)),
    certificate,
  })

  const core = config.core && stack.use(openCoreDatabase(config.core.file))
  const provider =
    overrides.provider ?? (core && config.core && createOwnCore({ database: core, settings: config.core }))

  const settings = overrides.peerSettings ?? defaultPeerSettings
  const heard: OnStateChange = (code, state, of) => {
    events.peer(code, state, of)
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

  const access = createOfficeAccess(config, { ...shared, self, store: store.access })

  lasting.now = { guard, asking, recovered: jobs.recovered }
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
    access,
    evidence: (exchangeId) => evidenceOf(exchangeId, store),
    lineage: (exchangeId) => lineageOf(exchangeId, store, contracts),
    [Symbol.asyncDispose]: () => close.disposeAsync(),
  }
}

function present({ now }: Lasting): Present {
  if (now) return now
  throw new GatewayError('INTERNAL', { detail: 'nothing is configured yet' })
}

function sharedStore(config: Config, { storePassword, storeKey }: Secrets, { share }: Lasting) {
  const place = storePlaceOf(config, storePassword)
  return share('store', { place, key: storeKey.toString('base64') }, () => openStore(place, storeKey))
}

interface LineDeps {
  config: Config
  identity: Identity
  secrets: Secrets
  lasting: Lasting
  clock: Clock
  settings: PeerSettings
  heard: OnStateChange
}

/** Channels to peers and what is known of their health last as long as our own TLS does not change. */
function sharedPeers({ config, identity, lasting, clock, settings, heard }: LineDeps) {
  const tls = {
    key: keyToPem(identity.tls.key),
    certificate: identity.tls.chain.map(certificateToPem).join(''),
    anchors: identity.anchors.map(certificateToPem).join(''),
    minimum: config.tls.minimum,
  }
  return lasting.share('peers', { tls, settings }, () =>
    createPeers({
      tls,
      settings,
      clock,
      random: Math.random,
      onStateChange: heard,
      admit: (chain) => present(lasting).guard(chain, 'tls-server'),
      probe: (code) => probeCall(code, present(lasting).asking),
    }),
  )
}

function sharedCentres({ config: { represents }, secrets, lasting, clock, settings, heard }: LineDeps) {
  const of = { represents, secrets: [...secrets.centres], anchors: represents.map(lineAnchors), settings }
  return lasting.share('represented', of, () =>
    createRepresentedCentres({
      represents,
      secrets,
      contracts: lasting.contracts,
      clock,
      nameOf: (code) => present(lasting).asking.directory(clock()).members.get(code)?.name ?? code,
      settings,
      onStateChange: heard,
    }),
  )
}

/** Knows the authorities of our own chains from the start. */
function revocationOf(
  { trust: { revocation } }: Config,
  { anchors, sign, tls }: Identity,
  pem: string,
  { clock, log, events }: { clock: Clock; log: Logger; events: RevocationEvents },
): RevocationKeeper | undefined {
  if (!revocation) return undefined
  const { timeoutMs } = defaultFetchLimits
  return createRevocationKeeper({
    ...revocation,
    authorities: [...anchors, ...sign.chain, ...tls.chain],
    clock,
    events,
    fetch: (url, { maxBytes }, post) => createFetch(pem, { timeoutMs, maxBytes })(url, post),
    kept: createKeptFiles(revocation.folder, (path, cause) =>
      log.warn({ event: 'revocation-kept', path, cause: String(cause) }),
    ),
  })
}

/** Where only OCSP knows of the operator, it can be asked once the directory has shown who that is. */
export async function openDirectory(
  revocation: RevocationKeeper | undefined,
  deps: Parameters<typeof createDirectoryHolder>[0],
): Promise<DirectoryHolder> {
  try {
    return await createDirectoryHolder(deps)
  } catch (error) {
    if (!revocation) throw error
    await revocation.settle()
    return createDirectoryHolder(deps)
  }
}

function selfIn(directory: DirectoryHolder, config: Config, now: number): { code: string; name: string } {
  const self = directory.current(now).members.get(config.member)
  if (!self) {
    throw new GatewayError('CONFIG_INVALID', {
      where: config.file,
      detail: `the directory lists no member ${config.member}`,
    })
  }
  return self
}

function jobsOf(
  { office: { jobs } }: Config,
  asking: AskDeps,
  store: Store,
  callbacks: Callbacks,
  onTrouble: (error: GatewayError) => void,
): Jobs {
  const { self, clock, signer, newId } = asking
  return createJobs({
    self: self.code,
    clock,
    store: store.jobs,
    bounds: { perCaller: jobs.openPerCaller, inAll: jobs.openInAll },
    keepMs: jobs.keepHours * 3_600_000,
    signer,
    askCentre: (one) => askCentre(one, asking),
    centresAsked: (question) => centresAsked(question, asking),
    isCallback: (caller, name) => callbacks.knows(caller, name),
    newId,
    random: Math.random,
    onTrouble,
  })
}
