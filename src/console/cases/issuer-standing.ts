import { type Clock, isOver } from '../../clock.ts'
import type { TraceContext } from '../../domain/trace-context.ts'
import { issuerSays, type IssuerSaysDeps } from '../check/issuer-says.ts'
import type { ShownVerdict } from '../shown/check.ts'

/** Whether the issuing centre still stands to a certificate. `exchangeId`: of the exchange in which it came. */
export type IssuerStanding = (
  original: { exchangeId: string } & Parameters<typeof issuerSays>[0],
  trace?: TraceContext,
) => Promise<ShownVerdict>

/** So long an answer is not asked for again, in milliseconds: who opens a page and prints from it costs the centre one question. */
const rememberedMs = 60_000

/** Asks the issuing centre now and then. That it could not be asked is not remembered; those who want to know at one time share one question. */
export function createIssuerStanding({ clock, ...deps }: IssuerSaysDeps & { clock: Clock }): IssuerStanding {
  const told = new Map<string, { at: number; verdict: Promise<ShownVerdict> }>()

  async function asked(...[original, trace]: Parameters<IssuerStanding>): Promise<ShownVerdict> {
    let known = false
    try {
      const verdict = await issuerSays(original, deps, trace)
      known = verdict.state !== 'not-told'
      return verdict
    } finally {
      if (!known) told.delete(original.exchangeId)
    }
  }

  return (original, trace) => {
    const at = clock()
    for (const [key, one] of told) if (isOver(one.at, rememberedMs, at)) told.delete(key)
    const { verdict } = told.get(original.exchangeId) ?? { verdict: asked(original, trace) }
    if (!told.has(original.exchangeId)) told.set(original.exchangeId, { at, verdict })
    return verdict
  }
}
