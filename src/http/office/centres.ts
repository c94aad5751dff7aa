import type { OfficeCentres } from '../../contracts/generated/types.ts'
import { respondJson } from '../respond.ts'
import type { OfficeRoute } from './call.ts'

export interface CentreRoutesDeps {
  peers(): readonly object[]
  /** Whom we may ask today. Fails with DIRECTORY_EXPIRED. */
  centres(): OfficeCentres
}

/** Whom one can ask, and how they are. */
export function centreRoutes({ peers, centres }: CentreRoutesDeps): OfficeRoute[] {
  return [
    {
      operationId: 'listCentres',
      method: 'get',
      path: '/office/v1/centres',
      needs: [],
      handle: ({ response, requestId }) => respondJson(response, 200, centres(), requestId),
    },
    {
      operationId: 'listPeers',
      method: 'get',
      path: '/office/v1/peers',
      needs: [],
      handle: ({ response, requestId }) => respondJson(response, 200, { peers: peers() }, requestId),
    },
  ]
}
