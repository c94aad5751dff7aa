import { shownDays, type Availability } from '../../availability/availability.ts'
import { centreStatus, type Health } from '../../availability/status.ts'
import { chinaDateTime, type Clock } from '../../clock.ts'
import type { OfficeCentre, OfficeStatus } from '../../contracts/generated/types.ts'
import { type Maintenance, toldMaintenance } from '../../domain/maintenance.ts'

/** What the office listener tells of the centres, of how they are and of how they have been. Fails as its parts do. */
export async function officeStatus(deps: {
  clock: Clock
  centres(): readonly OfficeCentre[]
  /** For questions about persons, of every centre asked so far. */
  healths(): readonly Health[]
  availability: Pick<Availability, 'days'>
  maintenance(): Maintenance | undefined
}): Promise<OfficeStatus> {
  const days = await deps.availability.days()
  const healths = new Map(deps.healths().map((health) => [health.code, health]))
  const maintenance = deps.maintenance()
  return {
    asOf: chinaDateTime(deps.clock()),
    ...(maintenance && { maintenance: toldMaintenance(maintenance) }),
    days: shownDays,
    centres: deps.centres().map((centre) => centreStatus(centre, healths.get(centre.code), days)),
  }
}
