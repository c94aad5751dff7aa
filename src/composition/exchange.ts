import { randomUUIDv7 } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { DirectoryHolder } from '../directory/holder.ts'
import type { Events } from '../events/events.ts'
import type { OwnSigner } from '../identity/own-signer.ts'
import type { InFlight } from '../inbound/in-flight.ts'
import type { Reply } from '../inbound/ports.ts'
import { createReceive } from '../inbound/receive.ts'
import type { MaintenanceWatch } from '../looks/maintenance-watch.ts'
import { createAsk } from '../outbound/ask.ts'
import type { AskDeps, AskEvents } from '../outbound/ports.ts'
import type { Peers } from '../peers/peers.ts'
import type { Provider } from '../providers/provider.ts'
import type { Tokens } from '../speaker/ports.ts'
import type { Store } from '../store/store.ts'
import { subjectOf } from '../store/subject.ts'
import { answeringOf, heldBy, holderIn, servicesOf } from './answering.ts'
import type { RepresentedCentres } from './represented-centres.ts'

/** What of one gateway both directions of the exchange are made from. */
export interface ExchangeMakings {
  config: Config
  self: { code: string; name: string }
  clock: Clock
  tokens: Tokens
  contracts: Contracts
  directory: DirectoryHolder
  store: Store
  signer: OwnSigner
  /** Of the own core; absent where there is none. */
  provider: Provider | undefined
  peers: Peers
  represented: RepresentedCentres
  maintenance: MaintenanceWatch
  inFlight: InFlight<Reply>
  events: Events
  /** Who else hears what came of asking a centre. */
  heardBy: readonly { heard: AskEvents['concluded'] }[]
}

/** Answering others, and asking them. */
export function exchangeParts(makings: ExchangeMakings) {
  const { config, self, clock, tokens, contracts, directory, store, signer, events } = makings
  const shared = {
    sandbox: config.sandbox,
    clock,
    tokens,
    directory: (now: number) => directory.current(now),
    contracts,
    store: store.exchanges,
    rate: store.rate,
    restoredAt: store.restoredAt,
    inFlight: makings.inFlight,
    maintenance: makings.maintenance.current,
    signer,
    subjectHash: (idNumber: string) => subjectOf(idNumber, store.sealer),
    consentHash: (text: string) => store.sealer.keyedHash(`consent ${text}`),
    events,
  }
  const held = heldBy(config, makings.provider, makings.represented)
  const answering = answeringOf(self, held)
  const services = servicesOf({ answering, holder: holderIn(held), store, shared })
  const receive = createReceive({ ...shared, ...answering, services })
  const asking: AskDeps = {
    ...shared,
    self,
    peers: makings.peers,
    newId: () => randomUUIDv7(),
    events: {
      concluded(event) {
        events.concluded(event)
        for (const { heard } of makings.heardBy) heard(event)
      },
    },
  }
  const ask = createAsk(asking)
  return { shared, receive, asking, ask }
}
