import { randomUUIDv7 } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import { type Contracts, createContracts } from './contracts/contracts.ts'
import type { EvidenceBundle, ServiceName } from './contracts/generated/types.ts'
import { createDirectoryHolder, type DirectoryHolder } from './directory/holder.ts'
import { readDirectory } from './directory/read.ts'
import { certificateNumber } from './domain/certificate-number.ts'
import { canonicalIdNumber } from './domain/identity/id-number.ts'
import { serviceNames } from './domain/services.ts'
import { GatewayError } from './errors.ts'
import { createEvents } from './events.ts'
import { type Identity, loadIdentity } from './identity.ts'
import type { ReceiverDeps } from './inbound/ports.ts'
import { createReceive, type Receive } from './inbound/receive.ts'
import { createCheckRecord } from './inbound/services/check-record.ts'
import { createIssueCertificate } from './inbound/services/issue-certificate.ts'
import { createPing } from './inbound/services/ping.ts'
import type { Service } from './inbound/services/service.ts'
import { createVerifyCertificate } from './inbound/services/verify-certificate.ts'
import { createKeySigner, createTokenSigner, type TokenSigner } from './jws/signer.ts'
import { createTokens } from './jws/tokens.ts'
import { createCertificateReader } from './known-certificate.ts'
import type { Logger } from './logger.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { type Ask, createAsk } from './outbound/ask.ts'
import { createPeers, type Peers } from './peers/peers.ts'
import { defaultPeerSettings, type PeerSettings } from './peers/settings.ts'
import { createOwnCore } from './providers/own-core.ts'
import type { Provider } from './providers/provider.ts'
import { type OpenCoreDatabase, openCoreDatabase } from './store/core-database.ts'
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
  directory: DirectoryHolder
  store: Store
  core: OpenCoreDatabase | undefined
  peers: Peers
  receive: Receive
  ask: Ask
  evidence(exchangeId: string): EvidenceBundle | undefined
}

/** What tests and benchmarks put in another's place. */
export interface Overrides {
  clock?: Clock
  provider?: Provider
  peerSettings?: PeerSettings
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
  const signer = signerOf(identity)
  const metrics = createMetrics()
  const events = createEvents(log, metrics)

  const directory = await createDirectoryHolder({
    clock,
    source: () => directoryFile(config.directory.file),
    read: (bytes, now) =>
      readDirectory(
        bytes,
        {
          tokens,
          contracts,
          operators: new Set(config.trust.operators),
          certificate: createCertificateReader(identity.anchors),
        },
        now,
      ),
  })
  const self = selfIn(directory, config, clock())

  const store = stack.use(openStore(config.store.file, secrets.storeKey))
  const core = config.core && stack.use(openCoreDatabase(config.core.file))
  const provider =
    overrides.provider ?? (core && config.core && createOwnCore({ database: core, settings: config.core }))

  const peers = stack.use(
    createPeers({
      tls: {
        key: keyToPem(identity.tls.key),
        certificate: identity.tls.chain.map(certificateToPem).join(''),
        anchors: identity.anchors.map(certificateToPem).join(''),
      },
      settings: overrides.peerSettings ?? defaultPeerSettings,
      clock,
      onStateChange: events.peer,
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
    events,
  }
  const services = servicesOf({ config, self, store, provider, shared })
  const offered = new Set<string>(provider ? serviceNames : ['gateway.ping'])
  const receive = createReceive({ ...shared, self: { ...self, services: offered }, services })
  const ask = createAsk({ ...shared, self, peers, newId: () => randomUUIDv7() })

  const close = stack.move()
  return {
    config,
    clock,
    log,
    metrics,
    contracts,
    identity,
    directory,
    store,
    core,
    peers,
    receive,
    ask,
    evidence: (exchangeId) => evidenceOf(exchangeId, store, directory, clock),
    [Symbol.asyncDispose]: () => close.disposeAsync(),
  }
}

function signerOf({ sign }: Identity): TokenSigner {
  const chain = sign.chain.map(({ der }) => der)
  return createTokenSigner(createKeySigner(sign.key), { thumbprint: sign.leaf.thumbprint, chain })
}

async function directoryFile(path: string): Promise<Buffer> {
  try {
    const text = await readFile(path, 'latin1')
    return Buffer.from(text.trimEnd(), 'latin1')
  } catch (cause) {
    throw new GatewayError('DIRECTORY_INVALID', { where: path, detail: 'the file cannot be read', cause })
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

function servicesOf(deps: {
  config: Config
  self: { code: string; name: string }
  store: Store
  provider: Provider | undefined
  shared: Pick<ReceiverDeps, 'clock' | 'contracts' | 'signer'>
}): Record<ServiceName, Service> {
  const { config, self, store, shared } = deps
  const provider = deps.provider ?? noProvider
  return {
    'gateway.ping': createPing(shared),
    'deposit-record.check': createCheckRecord({ provider }),
    'deposit-certificate.issue': createIssueCertificate({
      ...shared,
      self,
      provider,
      validity: config.core?.certificateValidity ?? 'P1M',
      async nextNumber(date) {
        return certificateNumber(self.code, date, await store.numbers.next(`certificate ${date}`))
      },
    }),
    'deposit-certificate.verify': createVerifyCertificate({ store: store.exchanges }),
  }
}

/** Stands where a member has no core; its services are not offered, so nothing comes here. */
const noProvider: Provider = {
  find() {
    throw new GatewayError('PROVIDER_UNAVAILABLE')
  },
}

function evidenceOf(
  exchangeId: string,
  store: Store,
  directory: DirectoryHolder,
  clock: Clock,
): EvidenceBundle | undefined {
  const kept = store.evidence.kept(exchangeId)
  return (
    kept && {
      version: '1',
      exchangeId,
      request: kept.request.toString('latin1'),
      answer: kept.answer.toString('latin1'),
      directory: directory.current(clock()).token,
      journal: kept.journal,
    }
  )
}
