import { respondJson } from '../../http/respond.ts'
import type { ConsoleRoute } from '../call.ts'
import { shownBoard } from './board.ts'
import type { BoardFacts } from './facts.ts'

export interface OverviewRoutesDeps {
  facts(): Promise<BoardFacts>
}

/** The overview, which its page asks for every two seconds. */
export function overviewRoutes({ facts }: OverviewRoutesDeps): ConsoleRoute[] {
  return [
    {
      operationId: 'consoleBoard',
      method: 'get',
      path: '/console/v1/board',
      needs: ['board'],
      background: true,
      handle: async ({ response, requestId }) =>
        respondJson(response, 200, shownBoard(await facts()), requestId),
    },
  ]
}
