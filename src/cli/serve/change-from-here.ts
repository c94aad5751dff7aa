import { differences, isFixed } from '../../config/reloadable.ts'
import type { GatewayConfig } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'

/**
 * What people at a console may change: how much, how often, how loud. All else says who is believed, who may ask, where secrets and
 * people's numbers are sent, or what is forgotten: whoever could change that from here could be anybody, and learn anything.
 */
const changeableHere = new Set([
  'directory.refreshSeconds',
  'log.level',
  'office.console.contact',
  'office.console.hours',
  'office.console.idleMinutes',
  'office.console.recheckSeconds',
  'office.jobs.openInAll',
  'office.jobs.openPerCaller',
])

/** Members that differ, dotted. */
export interface ChangeFromHere {
  changes: string[]
  /** What only a restart changes. */
  restart: string[]
}

/** What a text would change, by what stands in it alone: no file or host that it names is looked at. Fails with CONFIG_REFUSED. */
export function changeFromHere(before: GatewayConfig, after: GatewayConfig): ChangeFromHere {
  const changed = differences(before, after)
  const restart = changed.filter(isFixed)
  const changes = changed.filter((member) => !isFixed(member))
  const refused = changes.filter((member) => !changeableHere.has(member))
  if (refused.length > 0) {
    throw new GatewayError('CONFIG_REFUSED', {
      where: refused.join(', '),
      detail: '只能在服务器上修改 changed on the machine only',
    })
  }
  return { changes, restart }
}
