import type { IncomingMessage } from 'node:http'
import { GatewayError } from '../errors.ts'
import type { Route } from './app.ts'
import { channelOf } from './channel.ts'
import type { Caller, OfficeRoute } from './office/call.ts'
import { type BatchRoutesDeps, batchRoutes } from './office/batches.ts'
import { type CentreRoutesDeps, centreRoutes } from './office/centres.ts'
import { type ExchangeRoutesDeps, exchangeFileRoutes } from './office/exchanges.ts'
import { type JobRoutesDeps, jobRoutes } from './office/jobs.ts'
import { type QuestionRoutesDeps, questionRoutes } from './office/questions.ts'

export interface OfficeDeps
  extends CentreRoutesDeps, ExchangeRoutesDeps, QuestionRoutesDeps, JobRoutesDeps, BatchRoutesDeps {
  /** Names of those who may use the office listener, by the SHA-256 thumbprint of their TLS certificate. */
  clients: ReadonlyMap<string, string>
}

/** The office listener: the agency's own people and systems. Nobody else gets past the first line of any route. */
export function officeRoutes(deps: OfficeDeps): Route[] {
  const routes = [
    ...questionRoutes(deps),
    ...jobRoutes(deps),
    ...batchRoutes(deps),
    ...exchangeFileRoutes(deps),
    ...centreRoutes(deps),
  ]
  return routes.map((route) => forCallers(route, (request) => callerOf(request, deps)))
}

function forCallers(route: OfficeRoute, admit: (request: IncomingMessage) => Caller): Route {
  return {
    ...route,
    handle: async (request, response, requestId) =>
      route.handle({ request, response, requestId, caller: admit(request) }),
  }
}

/** Fails with OFFICE_FORBIDDEN, and as `channelOf` does. */
function callerOf(request: IncomingMessage, { clients }: Pick<OfficeDeps, 'clients'>): Caller {
  const name = clients.get(channelOf(request))
  if (name === undefined) throw new GatewayError('OFFICE_FORBIDDEN')
  return { name }
}
