import type { OfficeQuestion } from '../contracts/generated/types.ts'
import { defaultDeadlineSeconds } from '../domain/deadline.ts'
import { messageType } from '../domain/message-type.ts'
import { toGatewayError } from '../errors.ts'
import { createLooks } from '../looks/looks.ts'
import type { Changes } from './changes.ts'
import type { Concluded, JobsDeps } from './ports.ts'
import type { ClaimedPart } from './ports.ts'
import { createRecovery } from './recovery.ts'
import { jobResult } from './result.ts'
import { settlementOf, waitEnded } from './settlement.ts'

/** Asks the parts of jobs as they become due, and ends jobs of which nothing is open. */
export interface JobWork {
  /** There may be something to do: looks now, and not only at the next regular look. */
  look(): void
  recovered(centre: string): void
  heard(concluded: Concluded): void
  stop(graceMs: number): Promise<void>
}

/** Parts asked at a time by this process, in all and of one centre: a slow one takes no place from the others. */
const together = 64
const togetherAtOne = 12
/** How much longer than its ask may take a part stays with the process that took it, in milliseconds: evidence is written before and after. */
const leaseBeyondMs = 15_000
/** Between regular looks, in milliseconds: what another process accepted or gave up is found by them. */
const everyMs = 1_000
const forgetEveryMs = 3_600_000

export function createWork(deps: JobsDeps, changes: Changes): JobWork {
  const { store, clock } = deps
  const inHand = new Map<ClaimedPart, Promise<void>>()
  const { look, stop } = createLooks({ once, everyMs, onTrouble: (error) => deps.onTrouble(error) })
  const recovery = createRecovery(deps, look)
  let forgotten = 0

  async function once(): Promise<void> {
    const at = clock()
    await store.endWaits(at, (part) => waitEnded(part, deps))
    await recovery.look(at)
    await take(at)
    await end()
    if (at - forgotten > forgetEveryMs) {
      forgotten = at
      await store.forget(at - deps.keepMs)
    }
  }

  async function take(at: number): Promise<void> {
    if (inHand.size >= together) return
    const parts = await store.claim({ at, leaseMs: leaseOf, takes: room(), newId: deps.newId })
    for (const part of parts) {
      changes.tell(part.job)
      const asking = askPart(part).finally(() => {
        inHand.delete(part)
        look()
      })
      inHand.set(part, asking)
    }
  }

  /** Counts what is taken with what is in hand. */
  function room(): (centre: string) => boolean {
    let all = inHand.size
    const each = new Map<string, number>()
    for (const { centre } of inHand.keys()) each.set(centre, (each.get(centre) ?? 0) + 1)
    return (centre) => {
      const own = each.get(centre) ?? 0
      if (all >= together || own >= togetherAtOne) return false
      all += 1
      each.set(centre, own + 1)
      return true
    }
  }

  async function askPart(part: ClaimedPart): Promise<void> {
    try {
      const { centre, question, exchangeId, resumed, trace } = part
      const result = await deps.askCentre({ centre, question, exchangeId, resumed, trace })
      const settlement = settlementOf(part, result, deps)
      if (settlement.state === 'waiting') recovery.failed(centre)
      await store.settle(part, settlement)
    } catch (thrown) {
      // The lease ends, and the part is asked again under the same id.
      deps.onTrouble(toGatewayError(thrown))
    }
    changes.tell(part.job)
  }

  async function end(): Promise<void> {
    for (const job of await store.complete()) {
      const at = clock()
      const signed = await deps.signer.sign(messageType.result, jobResult(job, deps.self, at), {
        withChain: true,
      })
      await store.end(job, signed, at)
      changes.tell(job.id)
    }
  }

  return {
    look,
    recovered(centre) {
      recovery.well(centre)
      look()
    },
    heard(concluded) {
      if (recovery.heard(concluded)) look()
    },
    async stop(graceMs) {
      if (!(await stop())) return
      await Promise.race([
        Promise.all(inHand.values()),
        new Promise((resolve) => setTimeout(resolve, graceMs).unref()),
      ])
      for (const part of inHand.keys()) await store.giveBack(part).catch(() => undefined)
    },
  }
}

function leaseOf({ deadlineSeconds = defaultDeadlineSeconds }: OfficeQuestion): number {
  return deadlineSeconds * 1000 + leaseBeyondMs
}
