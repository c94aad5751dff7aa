import type { Contracts } from '../../contracts/contracts.ts'
import type { ConsoleRoute } from '../call.ts'
import { type ConfigurationRoutesDeps, configurationRoutes } from './configuration-routes.ts'
import { type MessageRoutesDeps, messageRoutes } from './message-routes.ts'
import { type OverviewRoutesDeps, overviewRoutes } from './overview-routes.ts'
import { type PeerRoutesDeps, peerRoutes } from './peer-routes.ts'
import { type TrustRoutesDeps, trustRoutes } from './trust-routes.ts'
import { type UpkeepRoutesDeps, upkeepRoutes } from './upkeep-routes.ts'

export interface BoardRoutesDeps {
  overview: OverviewRoutesDeps
  peers: Omit<PeerRoutesDeps, 'contracts'>
  messages: Omit<MessageRoutesDeps, 'contracts'>
  trust: TrustRoutesDeps
  configurations: Omit<ConfigurationRoutesDeps, 'contracts'>
  upkeep: Omit<UpkeepRoutesDeps, 'contracts'>
  contracts: Contracts
}

/** The operator's board (运维台). */
export function boardRoutes(deps: BoardRoutesDeps): ConsoleRoute[] {
  const { contracts } = deps
  return [
    ...overviewRoutes(deps.overview),
    ...peerRoutes({ ...deps.peers, contracts }),
    ...messageRoutes({ ...deps.messages, contracts }),
    ...trustRoutes(deps.trust),
    ...configurationRoutes({ ...deps.configurations, contracts }),
    ...upkeepRoutes({ ...deps.upkeep, contracts }),
  ]
}
