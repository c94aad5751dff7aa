import { type Clock, isOver } from '../../clock.ts'
import type { Ask } from '../../outbound/ask.ts'
import type { RequestRate } from '../../domain/request-rate.ts'

/** How often a centre is asked about one certificate within 60 s: more often than any one address may check. */
const perCertificate = 60
/** How old what is told instead may be, in milliseconds. */
const latestMs = 60_000

/**
 * Asks whenever somebody checks a certificate, but for floods: else whoever has one paper and many addresses could keep its centre
 * busy. Beyond that they get what the centre said last, or nothing where it said nothing here. Nobody is sent away for it: the
 * holder of a withdrawn certificate could keep others from learning that it is.
 */
export function sparingAsk(ask: Ask, { rate, clock }: { rate: RequestRate; clock: Clock }): Ask {
  const latest = new Map<string, { at: number; result: ReturnType<Ask> }>()
  return async (question, trace) => {
    const now = clock()
    for (const [key, { at }] of latest) if (isOver(at, latestMs, now)) latest.delete(key)
    const key = JSON.stringify([question.to, question.body])
    const { waitSeconds } = await rate.admit(`check asks ${key}`, perCertificate, now)
    if (waitSeconds > 0) return latest.get(key)?.result ?? { results: [] }
    const result = ask(question, trace)
    latest.set(key, { at: now, result })
    return result
  }
}
