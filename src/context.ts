import { randomUUIDv7 } from 'node:crypto'
import { type ChannelGuard, createChannelGuard } from './channel-guard.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import { type Contracts, createContracts } from './contracts/contracts.ts'
import type { EvidenceBundle, OfficeLineage, ServiceName } from './contracts/generated/types.ts'
import { createDirectoryHolder, type DirectoryHolder } from './directory/holder.ts'
import { type DirectoryTrust, readDirectory } from './directory/read.ts'
import { rememberingCertificates } from './directory/remembered.ts'
import { createDirectorySources } from './directory/sources.ts'
import { certificateNumber } from './domain/certificate-number.ts'
import { canonicalIdNumber } from './domain/identity/id-number.ts'
import { serviceNames } from './domain/services.ts'
import { GatewayError } from './errors.ts'
import { createEvents } from './events.ts'
import { createExpiryWatch, type ExpiryWatch } from './expiry/watch.ts'
import { type Identity, loadIdentity } from './identity.ts'
import type { Answering } from './inbound/answerer.ts'
import type { ReceiverDeps } from './inbound/ports.ts'
import { createReceive, type Receive } from './inbound/receive.ts'
import { createCheckRecord } from './inbound/services/check-record.ts'
import type { Holder, Holders } from './inbound/services/holder.ts'
import { createIssueCertificate } from './inbound/services/issue-certificate.ts'
import { createPing } from './inbound/services/ping.ts'
import type { Service } from './inbound/services/service.ts'
import { createVerifyCertificate } from './inbound/services/verify-certificate.ts'
import { createTokens } from './jws/tokens.ts'
import { createCertificateReader } from './known-certificate.ts'
import type { Logger } from './logger.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createJobs, type Jobs } from './jobs/jobs.ts'
import { type Ask, createAsk } from './outbound/ask.ts'
import { askCentre } from './outbound/ask-centre.ts'
import { centresAsked } from './outbound/askable.ts'
import type { AskDeps } from './outbound/ports.ts'
import { createOwnSigner, type OwnSigner } from './own-signer.ts'
import type { BreakerState } from './peers/breaker.ts'
import { createFetch, defaultFetchLimits, type FetchLimits } from './peers/fetch.ts'
import { createPeers, type Peers } from './peers/peers.ts'
import { defaultPeerSettings, type PeerSettings } from './peers/settings.ts'
import { createOwnCore } from './providers/own-core.ts'
import type { Provider } from './providers/provider.ts'
import { createRepresentedCentres, type RepresentedCentres } from './represented-centres.ts'
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
): Promise<Context> {
  await using stack = new AsyncDisposableStack()
  const clock = overrides.clock ?? systemClock
  const contracts = createContracts()
  const identity = loadIdentity(config, secrets)
  const tokens = createTokens(config.trust.algorithms)
  const signer = stack.use(createOwnSigner(config, secrets, identity, overrides.signingLimits))
  const metrics = createMetrics()
  const events = createEvents(log, metrics)

  const store = stack.use(await openStore(storePlaceOf(config, secrets.storePassword), secrets.storeKey))
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

  let recovered: Jobs['recovered'] = () => undefined
  const heard = (code: string, state: BreakerState): void => {
    events.peer(code, state)
    if (state === 'closed') recovered(code)
  }
  const peers = stack.use(
    createPeers({
      tls: {
        key: keyToPem(identity.tls.key),
        certificate: identity.tls.chain.map(certificateToPem).join(''),
        anchors,
        minimum: config.tls.minimum,
      },
      settings: overrides.peerSettings ?? defaultPeerSettings,
      clock,
      onStateChange: heard,
      admit: (chain) => guard(chain, 'tls-server'),
    }),
  )

  const represented = stack.use(
    createRepresentedCentres({
      represents: config.represents,
      secrets,
      contracts,
      clock,
      nameOf: (code) => directory.current(clock()).members.get(code)?.name ?? code,
      settings: overrides.peerSettings ?? defaultPeerSettings,
      onStateChange: heard,
    }),
  )

  const shared = {
    sandbox: config.sandbox,
    clock,
    tokens,
    directory: (now: number) => directory.current(now),
    contracts,
    store: store.exchanges,
    signer,
    subjectHash: (idNumber: string) => store.sealer.keyedHash(canonicalIdNumber('resident-id', idNumber)),
    consentHash: (text: string) => store.sealer.keyedHash(`consent ${text}`),
    events,
  }
  const held = heldBy(config, provider, represented)
  const answering = answeringOf(self, held)
  const services = servicesOf({ answering, holder: holderIn(held), store, shared })
  const receive = createReceive({ ...shared, ...answering, services })
  const asking: AskDeps = { ...shared, self, peers, newId: () => randomUUIDv7() }
  const ask = createAsk(asking)
  const jobs = stack.use(jobsOf(config, asking, store, events.jobs))
  recovered = jobs.recovered

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
    evidence: (exchangeId) => evidenceOf(exchangeId, store),
    lineage: (exchangeId) => lineageOf(exchangeId, store, contracts),
    [Symbol.asyncDispose]: () => close.disposeAsync(),
  }
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

/** Whose facts are at hand here, by centre: our own core's, and those of the centres that we represent. */
function heldBy(
  config: Config,
  provider: Provider | undefined,
  { centres }: RepresentedCentres,
): ReadonlyMap<string, Holder> {
  const own = provider && { provider, validity: config.core?.certificateValidity ?? 'P1M' }
  return new Map([...centres, ...(own ? [[config.member, own] as const] : [])])
}

/** Without facts of its own a gateway still answers a ping. */
function answeringOf(self: { code: string; name: string }, held: ReadonlyMap<string, Holder>): Answering {
  const all = { services: new Set<string>(serviceNames) }
  const answers = new Map([...held.keys()].map((code) => [code, all]))
  if (!held.has(self.code)) answers.set(self.code, { services: new Set(['gateway.ping']) })
  return { self, answers }
}

/** Nobody comes to ask about others: their services are not offered. */
function holderIn(held: ReadonlyMap<string, Holder>): Holders {
  return (centre) => {
    const holder = held.get(centre)
    if (!holder) throw new GatewayError('PROVIDER_UNAVAILABLE')
    return holder
  }
}

function servicesOf(deps: {
  answering: Answering
  holder: Holders
  store: Store
  shared: Pick<ReceiverDeps, 'clock' | 'contracts' | 'signer'>
}): Record<ServiceName, Service> {
  const { answering, holder, store, shared } = deps
  return {
    'gateway.ping': createPing(shared),
    'deposit-record.check': createCheckRecord({ holder }),
    'deposit-certificate.issue': createIssueCertificate({
      ...shared,
      ...answering,
      holder,
      // One sequence for all centres that we answer for, since two of them may begin with the same digits.
      async nextNumber(centre, date) {
        return certificateNumber(centre, date, await store.numbers.next(`certificate ${date}`))
      },
    }),
    'deposit-certificate.verify': createVerifyCertificate({ self: answering.self, store: store.exchanges }),
  }
}

function jobsOf(
  { office: { jobs } }: Config,
  asking: AskDeps,
  store: Store,
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
    isCallback: () => false,
    newId,
    random: Math.random,
    onTrouble,
  })
}

async function evidenceOf(exchangeId: string, store: Store): Promise<EvidenceBundle | undefined> {
  const kept = await store.evidence.kept(exchangeId)
  return (
    kept && {
      version: '1',
      exchangeId,
      request: kept.request.toString('latin1'),
      answer: kept.answer.toString('latin1'),
      directory: kept.directory,
      journal: kept.journal,
    }
  )
}

async function lineageOf(
  exchangeId: string,
  store: Store,
  contracts: Contracts,
): Promise<OfficeLineage | undefined> {
  const kept = await store.evidence.provenance(exchangeId)
  if (!kept) return undefined
  const checked = contracts.check('office.lineage', { exchangeId, ...JSON.parse(kept.toString()) })
  if (checked.ok) return checked.value
  throw new GatewayError('EVIDENCE_INVALID', {
    where: `provenance of exchange ${exchangeId} ${checked.where}`,
  })
}
