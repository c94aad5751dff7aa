import type { Clock } from '../clock.ts'
import type { Certificate } from '../trust/certificate.ts'
import type { RevocationData } from '../trust/revocation/types.ts'
import { createKnownAuthorities, isOfSource, type KnownAuthorities } from './known-authorities.ts'
import { createListPlace, type ListPlace } from './list-place.ts'
import type {
  Fetch,
  KeptBytes,
  RevocationEvents,
  RevocationSource,
  RevocationView,
  SourceStatus,
} from './ports.ts'
import { createResponder, type Responder } from './responder.ts'
import { statusOf } from './status.ts'

/** Knows which certificates are revoked, from pinned places only, asked in the background. */
export interface RevocationKeeper extends RevocationView {
  /** Looks at every place, side by side; a place that is still being looked at is not asked twice. Never fails. */
  refresh(): Promise<void>
  /** Asks OCSP about certificates learned since. Never fails. */
  settle(): Promise<void>
  status(): readonly SourceStatus[]
}

export interface KeeperDeps {
  sources: readonly RevocationSource[]
  /** Whether certificates of authorities without a source are refused. */
  required: boolean
  /** Anchors, and authorities that are known from the start. */
  authorities: readonly Certificate[]
  clock: Clock
  fetch: Fetch
  kept: KeptBytes
  events: RevocationEvents
}

interface Kept {
  source: RevocationSource
  places: readonly ListPlace[]
  responder: Responder | undefined
}

/** Begins with what was kept of an earlier run; nothing is fetched before `refresh`. */
export function createRevocationKeeper(deps: KeeperDeps): RevocationKeeper {
  const authorities = createKnownAuthorities(deps.authorities)
  let generation = 1
  let data: RevocationData | undefined
  const changed = (): void => {
    generation += 1
    data = undefined
  }
  const sources = deps.sources.map((source) => openSource(source, authorities, changed, deps))

  function collected(): RevocationData {
    return {
      lists: sources.flatMap(({ places }) => places.flatMap((place) => place.held() ?? [])),
      responses: sources.flatMap(({ responder }) => responder?.held() ?? []),
      signers: authorities.all().filter(signsLists),
      requires: (issuer) => deps.required || deps.sources.some((source) => isOfSource(issuer, source.issuer)),
    }
  }

  return {
    generation: () => generation,
    data: () => (data ??= collected()),
    learn(chain) {
      if (authorities.learn(chain).some(signsLists)) changed()
    },
    async refresh() {
      await Promise.all(
        sources.flatMap(({ places, responder }) => [
          ...places.map((place) => place.look()),
          ...(responder ? [responder.look()] : []),
        ]),
      )
    },
    async settle() {
      await Promise.all(sources.map(({ responder }) => responder?.settle()))
    },
    status: () => sources.map(statusOf),
  }
}

function signsLists({ extensions }: Certificate): boolean {
  return extensions.keyUsage?.has('cRLSign') !== false
}

function openSource(
  source: RevocationSource,
  authorities: KnownAuthorities,
  onChange: () => void,
  deps: KeeperDeps,
): Kept {
  const { clock, fetch, kept, events } = deps
  const own = { clock, fetch, kept, events, source, authorities, onChange }
  return {
    source,
    places: source.lists.map((place) => createListPlace(place, own)),
    responder: source.ocsp && createResponder(source.ocsp, own),
  }
}
