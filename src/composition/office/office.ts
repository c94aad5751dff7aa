import { chinaDate } from '../../clock.ts'
import type { OfficeCentres } from '../../contracts/generated/types.ts'
import type { OfficeDeps } from '../../http/office-routes.ts'
import { centresToAsk } from '../../outbound/centres-to-ask.ts'
import { breakersOf } from '../breakers.ts'
import type { Context } from '../context.ts'
import { officeStatus } from './status.ts'

/** What the office listener answers from. */
export function officeParts(context: Context): OfficeDeps {
  const { ask, jobs, callbacks, contracts, config, clock, access, maintenance, evidence, lineage } = context
  return {
    ask,
    jobs,
    callbacks,
    clock,
    sandbox: config.sandbox,
    contracts,
    access,
    evidence,
    lineage,
    maintenance: maintenance.current,
    peers: () => breakersOf(context),
    centres: () => centresOf(context),
    status: () =>
      officeStatus({
        clock,
        centres: () => centresOf(context).centres,
        healths: () => breakersOf(context).filter((peer) => peer.class === 'query'),
        availability: context.availability,
        maintenance: maintenance.current,
      }),
  }
}

function centresOf({ directory, clock, config }: Context): OfficeCentres {
  const now = clock()
  const current = directory.current(now)
  return {
    directoryVersion: current.version,
    centres: centresToAsk(current, config.member, chinaDate(now)),
  }
}
