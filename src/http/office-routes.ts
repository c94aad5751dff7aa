import type { Access } from '../access/access.ts'
import type { Route } from './app.ts'
import { forCallers } from './office/admission.ts'
import { type BatchRoutesDeps, batchRoutes } from './office/batches.ts'
import { type CentreRoutesDeps, centreRoutes } from './office/centres.ts'
import { type DeliveryRoutesDeps, deliveryRoutes } from './office/deliveries.ts'
import { type ExchangeRoutesDeps, exchangeFileRoutes } from './office/exchanges.ts'
import { type InServiceDeps, whileInService } from './office/in-service.ts'
import { type JobRoutesDeps, jobRoutes } from './office/jobs.ts'
import { statusRoutes, type StatusRoutesDeps } from './office/status.ts'
import { type QuestionRoutesDeps, questionRoutes } from './office/questions.ts'
import { tokenRoute } from './office/token.ts'

export interface OfficeDeps
  extends
    CentreRoutesDeps,
    ExchangeRoutesDeps,
    QuestionRoutesDeps,
    JobRoutesDeps,
    BatchRoutesDeps,
    DeliveryRoutesDeps,
    InServiceDeps,
    StatusRoutesDeps {
  /** Who may use the office listener. */
  access: Access
}

/** The office listener: the agency's own people and systems, and members that it lets. */
export function officeRoutes(deps: OfficeDeps): Route[] {
  const routes = [
    ...questionRoutes(deps),
    ...jobRoutes(deps),
    ...batchRoutes(deps),
    ...deliveryRoutes(deps),
    ...exchangeFileRoutes(deps),
    ...centreRoutes(deps),
    ...statusRoutes(deps),
  ]
  return [
    tokenRoute(deps.access),
    ...routes.map((route) => forCallers(whileInService(route, deps), deps.access)),
  ]
}
