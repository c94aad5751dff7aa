import type { Contracts } from '../../contracts/contracts.ts'
import { oneOf, type QueryParameter } from '../../http/query.ts'
import { respondJson } from '../../http/respond.ts'
import { spanIn } from '../../http/trace.ts'
import { fitting, postedAs } from '../body.ts'
import { type ConsoleCall, type ConsoleRoute, parameter } from '../call.ts'
import type { Cases } from './cases.ts'
import { tellCase } from './events.ts'

export interface CaseRoutesDeps {
  cases: Cases
  contracts: Contracts
}

/** The officer's screens (经办台). */
export function caseRoutes(deps: CaseRoutesDeps): ConsoleRoute[] {
  return [...listRoutes(deps), ...caseOwnRoutes(deps), ...centreRoutes(deps), ...waitingRoutes(deps)]
}

function listRoutes({ cases, contracts }: CaseRoutesDeps): ConsoleRoute[] {
  const searched = (name: 'from' | 'to' | 'state') => searchParameter(name, contracts)
  return [
    {
      operationId: 'consoleCentres',
      method: 'get',
      path: '/console/v1/centres',
      needs: ['ask'],
      background: true,
      handle: ({ response, requestId }) => respondJson(response, 200, cases.centres(), requestId),
    },
    {
      operationId: 'consoleListCases',
      method: 'get',
      path: '/console/v1/cases',
      needs: ['cases'],
      query: { from: searched('from'), to: searched('to'), state: searched('state'), mine: oneOf(['1']) },
      async handle({ request, response, requestId, person }) {
        const { mine, ...others } = request.query
        const search = fitting(
          { ...others, ...(mine !== undefined && { mine: true }) },
          'console.case-search',
          contracts,
        )
        respondJson(response, 200, await cases.list(person, search), requestId)
      },
    },
    {
      operationId: 'consoleSearchCases',
      method: 'post',
      path: '/console/v1/cases/search',
      needs: ['cases'],
      async handle(call) {
        const search = await postedAs(call, 'console.case-search', contracts)
        respondJson(call.response, 200, await cases.list(call.person, search), call.requestId)
      },
    },
    {
      operationId: 'consoleAccess',
      method: 'get',
      path: '/console/v1/access',
      needs: ['audit'],
      query: { from: searched('from'), to: searched('to') },
      async handle({ request, response, requestId, person }) {
        const span = fitting(request.query, 'console.case-search', contracts)
        respondJson(response, 200, await cases.access(person, span), requestId)
      },
    },
  ]
}

function caseOwnRoutes({ cases, contracts }: CaseRoutesDeps): ConsoleRoute[] {
  return [
    {
      operationId: 'consoleEnterCase',
      method: 'post',
      path: '/console/v1/cases',
      needs: ['ask'],
      async handle(call) {
        const entered = await postedAs(call, 'console.case', contracts)
        const key = call.request.headers['idempotency-key']
        const given = key === undefined ? undefined : String(key)
        const id = await cases.enter(call.person, entered, given, spanIn(call.request))
        respondJson(call.response, 201, { id }, call.requestId)
      },
    },
    {
      operationId: 'consoleCase',
      method: 'get',
      path: '/console/v1/cases/:caseId',
      needs: ['cases'],
      background: true,
      async handle(call) {
        const shown = await cases.find(call.person, parameter(call, 'caseId'))
        respondJson(call.response, 200, shown, call.requestId)
      },
    },
    {
      operationId: 'consoleFollowCase',
      method: 'get',
      path: '/console/v1/cases/:caseId/events',
      needs: ['cases'],
      background: true,
      lasting: true,
      handle: (call) => tellCase(call, cases),
    },
    {
      operationId: 'consoleRevealCase',
      method: 'post',
      path: '/console/v1/cases/:caseId/reveal',
      needs: ['reveal'],
      async handle(call) {
        const { reason = '' } = await postedAs(call, 'console.reveal', contracts)
        const revealed = await cases.reveal(call.person, parameter(call, 'caseId'), { reason })
        respondJson(call.response, 200, revealed, call.requestId)
      },
    },
  ]
}

function centreRoutes({ cases, contracts }: CaseRoutesDeps): ConsoleRoute[] {
  const path = '/console/v1/cases/:caseId/centres/:centre'
  const doing = (
    route: Pick<ConsoleRoute, 'operationId' | 'method'> & { path: string },
    act: Cases['retry'],
  ): ConsoleRoute => ({
    ...route,
    needs: ['ask'],
    async handle(call) {
      const shown = await act(...which(call), spanIn(call.request))
      respondJson(call.response, 200, shown, call.requestId)
    },
  })
  return [
    doing({ operationId: 'consoleRetry', method: 'post', path: `${path}/retry` }, cases.retry),
    doing({ operationId: 'consoleWait', method: 'post', path: `${path}/wait` }, cases.wait),
    doing({ operationId: 'consoleGiveUp', method: 'delete', path: `${path}/wait` }, cases.giveUpWaiting),
    {
      operationId: 'consoleCertificate',
      method: 'get',
      path: `${path}/certificate`,
      needs: ['cases'],
      handle: async (call) =>
        respondJson(call.response, 200, await cases.certificate(...which(call)), call.requestId),
    },
    {
      operationId: 'consoleCertificateStanding',
      method: 'get',
      path: `${path}/certificate/standing`,
      needs: ['cases'],
      background: true,
      handle: async (call) => {
        const standing = await cases.standing(...which(call), spanIn(call.request))
        respondJson(call.response, 200, standing, call.requestId)
      },
    },
    {
      operationId: 'consoleReveal',
      method: 'post',
      path: `${path}/certificate/reveal`,
      needs: ['reveal'],
      async handle(call) {
        const { reason = '' } = await postedAs(call, 'console.reveal', contracts)
        const [person, id, centre] = which(call)
        respondJson(call.response, 200, await cases.reveal(person, id, { centre, reason }), call.requestId)
      },
    },
  ]
}

function waitingRoutes({ cases, contracts }: CaseRoutesDeps): ConsoleRoute[] {
  return [
    {
      operationId: 'consoleWaiting',
      method: 'get',
      path: '/console/v1/waiting',
      needs: ['cases'],
      background: true,
      handle: async ({ response, requestId, person }) =>
        respondJson(response, 200, await cases.waiting(person), requestId),
    },
    {
      operationId: 'consoleSeen',
      method: 'post',
      path: '/console/v1/waiting/seen',
      needs: ['ask'],
      async handle(call) {
        const { mark } = await postedAs(call, 'console.seen', contracts)
        await cases.seen(call.person, Number(mark))
        respondJson(call.response, 200, {}, call.requestId)
      },
    },
  ]
}

function which(call: ConsoleCall): [ConsoleCall['person'], string, string] {
  return [call.person, parameter(call, 'caseId'), parameter(call, 'centre')]
}

/** A query has no more of a search than this, so that nobody's number comes to stand in a URL. */
function searchParameter(name: 'from' | 'to' | 'state', contracts: Contracts): QueryParameter {
  return {
    faultIn(text) {
      const checked = contracts.check('console.case-search', { [name]: text })
      return checked.ok ? undefined : checked.detail
    },
  }
}
