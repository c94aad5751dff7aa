import type { Contracts } from '../../contracts/contracts.ts'
import { respondJson, respondNothing } from '../../http/respond.ts'
import type { PeerHistory } from '../../peer-history/history.ts'
import type { ShownHops } from '../shown/board.ts'
import { type ConsoleCall, type ConsoleRoute, parameter } from '../call.ts'
import { postedAs } from '../body.ts'
import { reasonIn } from '../reason.ts'
import type { BoardFacts, BoardMember } from './facts.ts'
import { peerDetail } from './peer-detail.ts'
import type { Steering } from './steering.ts'

export interface PeerRoutesDeps {
  facts(): Promise<BoardFacts>
  /** Any member but ourselves, with where it is reached. Fails with PEER_UNKNOWN. */
  member(code: string): BoardMember & { endpoints: readonly string[] }
  history: Pick<PeerHistory, 'changes' | 'traffic' | 'lives'>
  /** Walks the way to a peer, one walk at a time for each. */
  test(code: string): Promise<ShownHops>
  steering: Steering
  contracts: Contracts
}

/** One peer: its day, its test, and disconnecting it by hand. */
export function peerRoutes(deps: PeerRoutesDeps): ConsoleRoute[] {
  const { facts, member, history, steering, contracts } = deps
  const codeIn = (call: ConsoleCall): string => member(parameter(call, 'code')).code

  function steer(way: 'hold' | 'release', verb: string, operationId: string): ConsoleRoute {
    return {
      operationId,
      method: 'post',
      path: `/console/v1/peers/:code/${verb}`,
      needs: ['steer'],
      async handle(call) {
        const peer = codeIn(call)
        const { reason } = await postedAs(call, 'console.steering', contracts)
        await steering[way](peer, call.person, reasonIn(reason))
        respondNothing(call.response, call.requestId)
      },
    }
  }

  return [
    {
      operationId: 'consolePeer',
      method: 'get',
      path: '/console/v1/peers/:code',
      needs: ['board'],
      background: true,
      async handle(call) {
        const peer = member(parameter(call, 'code'))
        respondJson(call.response, 200, await peerDetail(peer, await facts(), history), call.requestId)
      },
    },
    {
      operationId: 'consoleTestPeer',
      method: 'post',
      path: '/console/v1/peers/:code/test',
      needs: ['steer'],
      handle: async (call) => respondJson(call.response, 200, await deps.test(codeIn(call)), call.requestId),
    },
    steer('hold', 'open', 'consoleHoldPeer'),
    steer('release', 'release', 'consoleReleasePeer'),
  ]
}
