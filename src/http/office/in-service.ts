import { assertInService, type Maintenance } from '../../domain/maintenance.ts'
import type { Clock } from '../../clock.ts'
import type { OfficeRoute } from './call.ts'

export interface InServiceDeps {
  maintenance(): Maintenance | undefined
  clock: Clock
}

/** While work is announced nothing new is asked; what came of earlier questions can be looked at. Fails with MAINTENANCE. */
export function whileInService(route: OfficeRoute, { maintenance, clock }: InServiceDeps): OfficeRoute {
  if (!route.needs.includes('ask')) return route
  return {
    ...route,
    async handle(call) {
      assertInService(maintenance(), clock())
      await route.handle(call)
    },
  }
}
