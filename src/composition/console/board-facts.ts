import { breakersOf } from '../breakers.ts'
import { chinaDate, type Clock, isOver } from '../../clock.ts'
import type { Config } from '../../config/config.ts'
import type { BoardFacts, BoardMember, PeerHealth, StoredFacts } from '../../console/board/facts.ts'
import type { DirectoryHolder } from '../../directory/holder.ts'
import { GatewayError } from '../../errors.ts'
import type { ExpiryWatch } from '../../expiry/watch.ts'
import type { HoldWatch } from '../../looks/hold-watch.ts'
import type { MaintenanceWatch } from '../../looks/maintenance-watch.ts'
import type { OfficeCallbacks } from '../office/callbacks.ts'
import type { Operation } from '../operation.ts'
import { centresToAsk } from '../../outbound/centres-to-ask.ts'
import type { PeerHistory } from '../../peer-history/history.ts'
import type { Peers } from '../../peers/peers.ts'
import type { ConfigurationStatus } from '../../domain/configuration-status.ts'
import type { RepresentedCentres } from '../represented-centres.ts'
import type { RevocationKeeper } from '../../revocation/keeper.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import { relayOf } from '../../speaker/representative.ts'
import type { Store } from '../../store/store.ts'

/** What of a running gateway its board looks at. */
export interface FactMakings {
  config: Config
  self: { code: string }
  clock: Clock
  store: Store
  directory: DirectoryHolder
  revocation: RevocationKeeper | undefined
  expiry: ExpiryWatch
  peers: Peers
  represented: RepresentedCentres
  callbacks: OfficeCallbacks
  maintenance: MaintenanceWatch
  history: PeerHistory
  holds: HoldWatch
  operation: Operation
}

/** Several people look at the board, each every two seconds; the store is asked for all of them together. */
const storedForMs = 1_000

export function createBoardFacts(makings: FactMakings): () => Promise<BoardFacts> {
  const { config, clock, directory, revocation, expiry, maintenance, history, holds, operation } = makings
  const stored = remembered(clock, () => storedFacts(makings))
  return async () => {
    const now = clock()
    const healths = new Map(healthsOf(makings).map((health) => [health.code, health]))
    return {
      now,
      members: membersShown(directory.last(), healths, makings),
      healths,
      holds: holds.current(),
      awaySince: history.awaySince,
      minute: history.lastMinute(),
      terms: expiry.terms(),
      warnings: expiry.warnings(),
      directory: directory.status(),
      revocation: revocation?.status() ?? [],
      configuration: statusOf(operation),
      maintenance: maintenance.current(),
      mostParts: config.office.jobs.openInAll,
      stored: await stored(),
    }
  }
}

export function statusOf({ configuration }: Operation): ConfigurationStatus {
  if (configuration) return configuration()
  throw new GatewayError('INTERNAL', { detail: '尚未开始服务 it does not serve yet' })
}

function healthsOf(makings: FactMakings): PeerHealth[] {
  return breakersOf(makings).filter((peer) => peer.class === 'query')
}

/** Whoever may be asked, was asked, or is held. */
function membersShown(
  view: DirectoryView,
  healths: ReadonlyMap<string, PeerHealth>,
  { self, clock, holds }: FactMakings,
): BoardMember[] {
  const askable = centresToAsk(view, self.code, chinaDate(clock())).map(({ code }) => code)
  const codes = new Set([...askable, ...healths.keys(), ...holds.current().keys()])
  return [...codes].flatMap((code) => memberIn(view, code) ?? [])
}

export function memberIn(view: DirectoryView, code: string): BoardMember | undefined {
  const member = view.members.get(code)
  return member && { code, name: member.name, kind: member.kind, relay: relayOf(member, view) }
}

async function storedFacts({ store, callbacks }: FactMakings): Promise<StoredFacts | undefined> {
  try {
    const [parts, pending, backup, drill] = await Promise.all([
      store.openParts(),
      callbacks.figures(),
      store.upkeep.last('backup'),
      store.upkeep.last('drill'),
    ])
    return { parts, callbacks: pending, backup, drill }
  } catch {
    // That it is away is among what the board tells.
    return undefined
  }
}

function remembered<T>(clock: Clock, look: () => Promise<T>): () => Promise<T> {
  let last: { at: number; found: Promise<T> } | undefined
  return () => {
    const at = clock()
    if (!last || isOver(last.at, storedForMs, at)) last = { at, found: look() }
    return last.found
  }
}
