import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors.ts'
import { readCrl, type Crl } from '../trust/revocation/crl.ts'
import type { HeldList } from '../trust/revocation/types.ts'
import { verifyCrl } from '../trust/revocation/verify-crl.ts'
import type { KnownAuthorities } from './known-authorities.ts'
import { readPlace } from './places.ts'
import type { Fetch, KeptBytes, RevocationEvents, RevocationSource } from './ports.ts'
import { createWatch, type Watch } from './watch.ts'

/** One place where an authority publishes a list, and the newest that was taken from there. */
export interface ListPlace {
  look(): Promise<void>
  held(): HeldList | undefined
  watch: Pick<Watch, 'failures' | 'fault'>
}

interface Deps {
  source: RevocationSource
  clock: Clock
  fetch: Fetch
  kept: KeptBytes
  authorities: KnownAuthorities
  events: RevocationEvents
  onChange(): void
}

/** Clocks of issuers may be this far ahead, in milliseconds. */
const skewMs = 60_000

/** Begins with what was kept of an earlier run. */
export function createListPlace(place: string, deps: Deps): ListPlace {
  const { source, clock, kept, events } = deps
  const name = `${createHash('sha256').update(`${source.name}\n${place}`).digest('hex').slice(0, 32)}.crl`
  let bytes: Buffer | undefined
  let crl: Crl | undefined
  const watch = createWatch({
    failed: (error) => events.sourceFailed({ source: source.name, place, error, secondsLeft: secondsLeft() }),
    back: () => events.sourceBack({ source: source.name, place }),
  })

  function until(list: Crl): number {
    return list.thisUpdate + source.graceSeconds * 1000
  }

  function secondsLeft(): number {
    return crl ? Math.floor((until(crl) - clock()) / 1000) : 0
  }

  /** Takes nothing that is not signed by the authority, or older than what is held: then what is held stays. */
  function take(next: Buffer): void {
    const list = readCrl(next)
    const proved = assertOfSource(list, deps)
    if (list.thisUpdate > clock() + skewMs)
      throw refused(place, '吊销列表的签发时间晚于当前 The list is of the future.')
    if (crl && isProved(crl, deps)) assertNotOlder(list, crl, place, proved)
    const before = crl?.entries
    crl = list
    bytes = next
    deps.onChange()
    if (!before || !sameSerials(before, list.entries)) {
      const change = { revoked: list.entries.size, before: before?.size ?? 0 }
      events.listChanged({ source: source.name, number: String(list.number), ...change })
    }
  }

  const earlier = kept.read(name)
  if (earlier) {
    try {
      take(earlier)
    } catch {
      // Of an authority that is believed no more, or damaged: as if nothing had been kept.
    }
  }

  return {
    look: () =>
      watch.look(async () => {
        const next = await readPlace(place, source.maxBytes, deps.fetch)
        if (!bytes?.equals(next)) {
          take(next)
          kept.write(name, next)
        }
        if (crl && crl.nextUpdate < clock()) throw refused(place, overdue(crl))
      }),
    held: () => crl && { crl, until: until(crl) },
    watch,
  }
}

function overdue({ nextUpdate }: Crl): string {
  return `该处吊销列表已过更新时间 The list there was to be replaced by ${new Date(nextUpdate).toISOString()}.`
}

/** True when a certificate of the authority is known and signed it; false while none is known, when only the path can tell. */
function assertOfSource(list: Crl, { source, authorities }: Deps): boolean {
  const authority = authorities.ofSource(source.issuer)
  if (authority.length === 0) return false
  if (!authority.some(({ subject }) => subject.key === list.issuer.key)) {
    throw refused(source.name, `吊销列表由另一机构签发 The list is of another issuer, ${list.issuer.text}.`)
  }
  const faults = authority.map((certificate) => verifyCrl(list, certificate))
  if (faults.some((fault) => !fault)) return true
  throw refused(source.name, `吊销列表未通过验证 The list does not hold: ${faults[0]?.detail ?? ''}`)
}

function isProved(list: Crl, { authorities }: Deps): boolean {
  return authorities.named(list.issuer.key).some((certificate) => !verifyCrl(list, certificate))
}

/** RFC 5280 §5.2.3: numbers rise; a list that goes back would un-revoke. */
function assertNotOlder(next: Crl, held: Crl, place: string, proved: boolean): void {
  if (!proved)
    throw refused(
      place,
      '该处吊销列表无从验证，沿用已验证的列表 Nothing proves the list there, and a proved one is held.',
    )
  const newer =
    next.number > held.number || (next.number === held.number && next.thisUpdate >= held.thisUpdate)
  if (newer) return
  throw refused(
    place,
    `该处吊销列表编号低于现有列表 The list there has number ${next.number}, and ${held.number} is held.`,
  )
}

function sameSerials(left: ReadonlyMap<string, unknown>, right: ReadonlyMap<string, unknown>): boolean {
  return left.size === right.size && left.keys().every((serial) => right.has(serial))
}

function refused(where: string, detail: string): GatewayError {
  return new GatewayError('REVOCATION_UNKNOWN', { where, detail })
}
