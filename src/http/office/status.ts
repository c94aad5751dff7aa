import type { OfficeStatus } from '../../contracts/generated/types.ts'
import { respondJson } from '../respond.ts'
import type { OfficeRoute } from './call.ts'

export interface StatusRoutesDeps {
  /** Fails with DIRECTORY_EXPIRED or STORE_UNAVAILABLE. */
  status(): Promise<OfficeStatus>
}

/** How the centres are and have been. */
export function statusRoutes({ status }: StatusRoutesDeps): OfficeRoute[] {
  return [
    {
      operationId: 'getStatus',
      method: 'get',
      path: '/office/v1/status',
      needs: [],
      handle: async ({ response, requestId }) => respondJson(response, 200, await status(), requestId),
    },
  ]
}
