import type { Contracts } from '../../contracts/contracts.ts'
import { respondJson } from '../../http/respond.ts'
import type { ConsoleCall, ConsoleRoute } from '../call.ts'
import { postedAs } from '../body.ts'
import { announce, endMaintenance, shownUpkeep, type UpkeepDeps } from './upkeep.ts'

export interface UpkeepRoutesDeps extends UpkeepDeps {
  contracts: Contracts
}

/** Backup and maintenance (备份与维护). */
export function upkeepRoutes(deps: UpkeepRoutesDeps): ConsoleRoute[] {
  async function respondShown({ response, requestId }: ConsoleCall): Promise<void> {
    respondJson(response, 200, await shownUpkeep(deps), requestId)
  }
  return [
    {
      operationId: 'consoleUpkeep',
      method: 'get',
      path: '/console/v1/upkeep',
      needs: ['board'],
      background: true,
      handle: respondShown,
    },
    {
      operationId: 'consoleAnnounceMaintenance',
      method: 'post',
      path: '/console/v1/maintenance',
      needs: ['steer'],
      async handle(call) {
        const { contracts } = deps
        await announce(await postedAs(call, 'console.maintenance', contracts), call.person, deps)
        await respondShown(call)
      },
    },
    {
      operationId: 'consoleEndMaintenance',
      method: 'post',
      path: '/console/v1/maintenance/end',
      needs: ['steer'],
      async handle(call) {
        await endMaintenance(call.person, deps)
        await respondShown(call)
      },
    },
  ]
}
