import type { Clock } from '../clock.ts'
import { GatewayError, toGatewayError } from '../errors.ts'
import type { DirectoryView } from '../speaker/ports.ts'
import { diffDirectories } from './diff.ts'
import type {
  DirectoryEvents,
  DirectorySource,
  DirectoryStatus,
  KeptDirectory,
  KeptVersion,
} from './ports.ts'
import { createSourceWatch, type SourceWatch } from './source-watch.ts'

/** The directory in force. Versions only rise, across restarts too; while no source is usable the last good one serves until it expires. */
export interface DirectoryHolder {
  /** A request keeps what it began with, so a swap loses none. Fails with DIRECTORY_EXPIRED. */
  current(now: number): DirectoryView
  /** The same, but also after its end: it still says who is who. */
  last(): DirectoryView
  /** Looks at all sources side by side and takes the newest. Fails with the code of the first source where none is usable, and keeps what it had. */
  refresh(): Promise<DirectoryView>
  status(): DirectoryStatus
}

interface Deps {
  clock: Clock
  /** At least one. */
  sources: readonly DirectorySource[]
  kept: KeptDirectory
  read(bytes: Buffer, now: number): DirectoryView
  events: DirectoryEvents
}

/** Fails as `refresh` does when neither a source nor what was kept is usable. */
export async function createDirectoryHolder(deps: Deps): Promise<DirectoryHolder> {
  const { clock, kept, events } = deps
  const watches = deps.sources.map((source) => createSourceWatch(source, deps))
  let held: DirectoryView | undefined
  let keptVersion = 0
  let confirmed: number | undefined
  let running: Promise<DirectoryView> | undefined

  async function refresh(): Promise<DirectoryView> {
    const last = await keptBefore()
    const floor = floorOf(held, last)
    const found = await Promise.all(watches.map((watch) => watch.look(floor)))
    const candidates = [...found.filter((view) => view !== undefined), ...readable(last)]
    const newest = candidates.toSorted((a, b) => b.version - a.version)[0]
    if (newest && (!held || newest.version > held.version)) {
      const changes = held ? diffDirectories(held.content, newest.content) : []
      events.swapped({ from: held?.version, version: newest.version, changes })
      held = newest
    }
    if (found.some((view) => view !== undefined && view.version === held?.version)) confirmed = clock()
    if (!held) throw faultOf(watches)
    if (held.version > keptVersion) {
      await kept.keep(held.version, held.token)
      keptVersion = held.version
    }
    if (found.every((view) => view === undefined)) throw faultOf(watches)
    return held
  }

  /** Another process of this member, or an earlier run, may have seen a newer one than the sources show now. A broken store must not hold up a new directory. */
  async function keptBefore(): Promise<KeptVersion | undefined> {
    try {
      return await kept.last()
    } catch (error) {
      if (!held) throw error
      return undefined
    }
  }

  function readable(last: KeptVersion | undefined): DirectoryView[] {
    if (!last || last.version <= (held?.version ?? 0)) return []
    try {
      const view = deps.read(last.bytes, clock())
      return view.expires * 1000 > clock() ? [view] : []
    } catch {
      // Kept under anchors or operators that are believed no more; its version still counts.
      return []
    }
  }

  function once(): Promise<DirectoryView> {
    running ??= refresh().finally(() => (running = undefined))
    return running
  }

  const first = await once().catch((error: unknown) => {
    if (held) return held
    throw error
  })
  const last = (): DirectoryView => held ?? first
  return {
    current(now) {
      const view = last()
      if (view.expires * 1000 > now) return view
      throw new GatewayError('DIRECTORY_EXPIRED', { where: `version ${view.version}` })
    },
    last,
    refresh: once,
    status: () => ({
      version: held?.version ?? 0,
      expires: (held?.expires ?? 0) * 1000,
      confirmed,
      sources: watches.map((watch) => watch.status()),
    }),
  }
}

/** What a source has to reach: the version in use or kept, and where that is at hand also its very content. */
function floorOf(
  held: DirectoryView | undefined,
  kept: KeptVersion | undefined,
): { version: number; content?: string | undefined } {
  if (held && held.version >= (kept?.version ?? 0)) {
    return { version: held.version, content: held.token.split('.')[1] }
  }
  return { version: kept?.version ?? 0 }
}

function faultOf([first]: readonly SourceWatch[]): GatewayError {
  return toGatewayError(first?.fault())
}
