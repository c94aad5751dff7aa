import type { Contracts } from '../../contracts/contracts.ts'
import { respond, respondJson } from '../../http/respond.ts'
import { type ConsoleRoute, parameter } from '../call.ts'
import { postedAs } from '../body.ts'
import { reasonIn, soughtBy } from '../reason.ts'
import { messageFilter, type MessageFilterDeps } from './message-filter.ts'
import type { Messages } from './messages.ts'
import type { RecordAccess } from './record.ts'

export interface MessageRoutesDeps extends MessageFilterDeps {
  messages: Messages
  recordAccess: RecordAccess
  contracts: Contracts
}

/** The log of messages (报文日志). */
export function messageRoutes({
  messages,
  recordAccess,
  contracts,
  ...filtering
}: MessageRoutesDeps): ConsoleRoute[] {
  return [
    {
      operationId: 'consoleFindMessages',
      method: 'post',
      path: '/console/v1/messages/search',
      needs: ['messages'],
      async handle(call) {
        const wanted = await postedAs(call, 'console.message-search', contracts)
        const filter = messageFilter(wanted, filtering)
        // That somebody was asked about, when and where, is told to no operator unseen.
        if (filter.subject !== undefined) {
          await recordAccess({ person: call.person, action: 'search', reason: soughtBy(filter.subject) })
        }
        const found = await messages.find(filter)
        respondJson(call.response, 200, found, call.requestId)
      },
    },
    {
      operationId: 'consoleMessage',
      method: 'get',
      path: '/console/v1/messages/:exchangeId',
      needs: ['messages'],
      handle: async (call) =>
        respondJson(call.response, 200, await messages.detail(parameter(call, 'exchangeId')), call.requestId),
    },
    {
      operationId: 'consoleEvidence',
      method: 'post',
      path: '/console/v1/messages/:exchangeId/evidence',
      needs: ['evidence'],
      async handle(call) {
        const { response, requestId, person } = call
        const { reason } = await postedAs(call, 'console.evidence', contracts)
        const why = reasonIn(reason)
        const bundle = await messages.evidence(parameter(call, 'exchangeId'))
        await recordAccess({ person, action: 'evidence', exchangeId: bundle.exchangeId, reason: why })
        // An asker chooses its ids; ours are UUIDs, and so is any file's name here.
        const name = bundle.exchangeId.replaceAll(/[^\w-]/g, '_')
        response.setHeader('content-disposition', `attachment; filename="evidence-${name}.json"`)
        respond(response, {
          status: 200,
          contentType: 'application/json; charset=utf-8',
          body: JSON.stringify(bundle),
          requestId,
        })
      },
    },
  ]
}
