import type { Callbacks } from '../../callbacks/callbacks.ts'
import type { Config } from '../../config/config.ts'
import type { GatewayError } from '../../errors.ts'
import { createJobs, type Jobs } from '../../jobs/jobs.ts'
import { askCentre } from '../../outbound/ask-centre.ts'
import { centresAsked } from '../../outbound/askable.ts'
import type { AskDeps } from '../../outbound/ports.ts'
import type { Store } from '../../store/store.ts'

/** Questions that may outlive their request, as the office listener's settings bound them. */
export function jobsOf(
  { office: { jobs } }: Config,
  asking: AskDeps,
  store: Store,
  callbacks: Callbacks,
  onTrouble: (error: GatewayError) => void,
): Jobs {
  const { self, clock, signer, newId } = asking
  return createJobs({
    self: self.code,
    clock,
    store: store.jobs,
    bounds: { perCaller: jobs.openPerCaller, inAll: jobs.openInAll },
    keepMs: jobs.keepHours * 3_600_000,
    signer,
    askCentre: (one) => askCentre(one, asking),
    centresAsked: (question) => centresAsked(question, asking),
    isCallback: (caller, name) => callbacks.knows(caller, name),
    newId,
    random: Math.random,
    onTrouble,
  })
}
