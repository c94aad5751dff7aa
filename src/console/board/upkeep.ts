import { chinaDateTime, type Clock } from '../../clock.ts'
import type { ConsoleMaintenance } from '../../contracts/generated/types.ts'
import { inForce, type MaintenanceStore } from '../../domain/maintenance.ts'
import type { UpkeepStore } from '../../domain/upkeep.ts'
import { GatewayError } from '../../errors.ts'
import type { MaintenanceWatch } from '../../looks/maintenance-watch.ts'
import type { ConsolePerson } from '../person.ts'
import { wordsIn } from '../reason.ts'
import type { ShownUpkeep } from '../shown/board.ts'
import { shownMaintenance } from './board.ts'
import type { RecordAccess } from './record.ts'

export interface UpkeepDeps {
  upkeep: UpkeepStore
  maintenance: MaintenanceStore & Pick<MaintenanceWatch, 'look'>
  recordAccess: RecordAccess
  clock: Clock
}

/** Backup and maintenance (备份与维护), as the store has it. */
export async function shownUpkeep({ upkeep, maintenance, clock }: UpkeepDeps): Promise<ShownUpkeep> {
  const [backup, drill] = [await upkeep.last('backup'), await upkeep.last('drill')]
  const announced = inForce(await maintenance.announced(), clock())
  return {
    backup: {
      ...(backup && {
        last: {
          at: chinaDateTime(backup.at),
          ...(backup.entries !== undefined && { entries: backup.entries }),
        },
      }),
      ...(drill && { lastDrill: { at: chinaDateTime(drill.at), ok: drill.holds } }),
    },
    ...(announced && { maintenance: shownMaintenance(announced) }),
  }
}

/** Fails with CASE_INVALID where the end is none, has passed, or the message is none that many may read. */
export async function announce(
  { zh, en = '', until }: ConsoleMaintenance,
  person: ConsolePerson,
  { maintenance, recordAccess, clock }: UpkeepDeps,
): Promise<void> {
  const now = clock()
  const message = { zh: wordsIn('/zh', zh), en: wordsIn('/en', en) }
  const end = until === undefined ? undefined : Date.parse(until)
  if (end !== undefined && !(end > now))
    throw new GatewayError('CASE_INVALID', { where: '/until', detail: '须为将来的时刻 is no moment to come' })
  await recordAccess({ person, action: 'maintain', reason: zh })
  await maintenance.announce({ message, since: now, until: end })
  await maintenance.look()
}

export async function endMaintenance(
  person: ConsolePerson,
  { maintenance, recordAccess }: UpkeepDeps,
): Promise<void> {
  await recordAccess({ person, action: 'maintain', reason: '结束维护' })
  await maintenance.end()
  await maintenance.look()
}
