import type { Contracts } from '../../contracts/contracts.ts'
import { respondJson } from '../../http/respond.ts'
import { type ConsoleCall, type ConsoleRoute, parameter } from '../call.ts'
import { postedAs } from '../body.ts'
import { reasonIn } from '../reason.ts'
import type { Configurations } from './configuration.ts'

export interface ConfigurationRoutesDeps {
  configurations: Configurations
  contracts: Contracts
}

/** A text as long as may be, every character of it escaped; in bytes. */
const atMost = 1024 * 1024

/** The configuration (配置). */
export function configurationRoutes({ configurations, contracts }: ConfigurationRoutesDeps): ConsoleRoute[] {
  async function respondShown({ response, requestId }: ConsoleCall): Promise<void> {
    respondJson(response, 200, await configurations.shown(), requestId)
  }

  function judging(way: 'check' | 'attempt', verb: string, operationId: string): ConsoleRoute {
    return {
      operationId,
      method: 'post',
      path: `/console/v1/configuration/${verb}`,
      needs: ['configure'],
      async handle(call) {
        const { text } = await postedAs(call, 'console.candidate', contracts, atMost)
        respondJson(call.response, 200, await configurations[way](text), call.requestId)
      },
    }
  }

  return [
    {
      operationId: 'consoleConfiguration',
      method: 'get',
      path: '/console/v1/configuration',
      needs: ['board'],
      handle: respondShown,
    },
    {
      operationId: 'consoleConfigurationText',
      method: 'get',
      path: '/console/v1/configuration/history/:id',
      needs: ['board'],
      handle: async (call) =>
        respondJson(
          call.response,
          200,
          { text: await configurations.text(parameter(call, 'id')) },
          call.requestId,
        ),
    },
    judging('check', 'check', 'consoleCheckConfiguration'),
    judging('attempt', 'try', 'consoleTryConfiguration'),
    {
      operationId: 'consoleApplyConfiguration',
      method: 'post',
      path: '/console/v1/configuration/apply',
      needs: ['configure'],
      async handle(call) {
        const wanted = await postedAs(call, 'console.configuration', contracts, atMost)
        const change = { person: call.person, reason: reasonIn(wanted.reason) }
        await configurations.apply(wanted.text, wanted.basedOn, change)
        await respondShown(call)
      },
    },
    {
      operationId: 'consoleRollBackConfiguration',
      method: 'post',
      path: '/console/v1/configuration/rollback',
      needs: ['configure'],
      async handle(call) {
        const { id, reason } = await postedAs(call, 'console.rollback', contracts)
        await configurations.rollBack(id, { person: call.person, reason: reasonIn(reason) })
        await respondShown(call)
      },
    },
  ]
}
