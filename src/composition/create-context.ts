import { createAvailability } from '../availability/availability.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Secrets } from '../config/secrets.ts'
import { createEvents } from '../events/events.ts'
import { loadIdentity } from '../identity/identity.ts'
import { createOwnSigner } from '../identity/own-signer.ts'
import { createTokens } from '../jws/tokens.ts'
import type { Logger } from '../logger.ts'
import { watchHolds } from '../looks/hold-watch.ts'
import { watchMaintenance } from '../looks/maintenance-watch.ts'
import { createPeerHistory } from '../peer-history/history.ts'
import type { FetchLimits } from '../peers/fetch.ts'
import type { OnStateChange } from '../peers/lane.ts'
import { defaultPeerSettings, type PeerSettings } from '../peers/settings.ts'
import { createOwnCore } from '../providers/own-core.ts'
import type { Provider } from '../providers/provider.ts'
import { openCoreDatabase } from '../store/core-database.ts'
import { openStore } from '../store/store.ts'
import { consoleParts } from './console/console.ts'
import type { Context } from './context.ts'
import { exchangeParts } from './exchange.ts'
import { evidenceOf, lineageOf } from './kept-exchanges.ts'
import { createLasting, type Lasting } from './lasting.ts'
import { present, sharedCentres, sharedPeers } from './lines.ts'
import { createOfficeAccess } from './office/access.ts'
import { createOfficeCallbacks } from './office/callbacks.ts'
import { jobsOf } from './office/jobs.ts'
import { storePlaceOf } from './store-place.ts'
import { trustParts } from './trust/trust.ts'

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
  const availability = stack.use(
    createAvailability({ store: store.availability, clock, onTrouble: events.availability }),
  )
  const { shared, receive, asking, ask } = exchangeParts({
    ...trusting,
    directory,
    self,
    signer,
    provider,
    peers,
    represented,
    maintenance,
    inFlight: lasting.inFlight,
    heardBy: [availability, history, { heard: (event) => present(lasting).heard(event) }],
  })
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
  lasting.now = { guard, asking, recovered: jobs.recovered, heard: jobs.heard }
  const holds = stack.use(
    await watchHolds({
      store: store.holds,
      onChange(codes) {
        peers.hold(codes)
        represented.hold(codes)
      },
    }),
  )

  const made = {
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
    operation: lasting.operation,
    evidence: (exchangeId: string) => evidenceOf(exchangeId, store),
    lineage: (exchangeId: string) => lineageOf(exchangeId, store, contracts),
  }
  const parts = consoleParts({
    ...made,
    self,
    secrets,
    events,
    trial: trusting.trial,
    subjectHash: shared.subjectHash,
    newId: asking.newId,
  })
  if (parts) stack.use(parts.cases)
  const close = stack.move()
  return { ...made, cases: parts?.cases, console: parts, [Symbol.asyncDispose]: () => close.disposeAsync() }
}

function sharedStore(config: Config, { storePassword, storeKey }: Secrets, { share, metrics }: Lasting) {
  const place = storePlaceOf(config, storePassword)
  return share('store', { place, key: storeKey.toString('base64') }, () =>
    openStore(place, storeKey, metrics.committed),
  )
}
