import type { ListPlace } from './list-place.ts'
import type { RevocationSource, SourceStatus } from './ports.ts'
import type { Responder } from './responder.ts'

interface Span {
  thisUpdate: number
  nextUpdate: number | undefined
  until: number
}

/**
 * How fresh a source is. Copies of one list stand for each other; parts of different scope, and responses about
 * different certificates, do not. A list and OCSP stand for each other too.
 */
export function statusOf(kept: {
  source: RevocationSource
  places: readonly ListPlace[]
  responder: Responder | undefined
}): SourceStatus {
  const { source, places, responder } = kept
  const span = latest([oldest(listSpans(places)), responder && oldest(responseSpans(responder))])
  const idle = places.length === 0 && responder?.subjects().known === 0
  const watches = [...places.map(({ watch }) => watch), ...(responder ? [responder.watch] : [])]
  const worst = watches.toSorted((left, right) => right.failures() - left.failures())[0]
  return {
    source: source.name,
    idle,
    thisUpdate: span?.thisUpdate,
    nextUpdate: span?.nextUpdate,
    until: span?.until,
    failures: worst?.failures() ?? 0,
    fault: worst?.fault(),
  }
}

function listSpans(places: readonly ListPlace[]): (Span | undefined)[] {
  const lists = places.flatMap((place) => place.held() ?? [])
  const complete = lists.filter(({ crl }) => crl.base === undefined)
  const byScope = Map.groupBy(complete, ({ crl }) => Buffer.from(crl.scope.der).toString('hex'))
  return [...byScope.values()].map((copies) =>
    latest(
      copies.map(({ crl: { thisUpdate, nextUpdate }, until = nextUpdate }) => ({
        thisUpdate,
        nextUpdate,
        until,
      })),
    ),
  )
}

function responseSpans(responder: Responder): (Span | undefined)[] {
  if (responder.subjects().lacking > 0) return [undefined]
  return responder.held().map(({ single: { thisUpdate, nextUpdate }, until = thisUpdate }) => ({
    thisUpdate,
    nextUpdate,
    until,
  }))
}

function latest(spans: readonly (Span | undefined)[]): Span | undefined {
  return spans
    .filter((span) => span !== undefined)
    .reduce<Span | undefined>((best, span) => (best && best.until >= span.until ? best : span), undefined)
}

/** Undefined where one of them is missing. */
function oldest(spans: readonly (Span | undefined)[]): Span | undefined {
  if (spans.length === 0) return undefined
  return spans.reduce((worst, span) =>
    worst && span && span.until < worst.until ? span : worst && span && worst,
  )
}
