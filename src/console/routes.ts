import type { Route } from '../http/app.ts'
import { type AdmissionDeps, forPeople } from './admission.ts'
import { type BoardRoutesDeps, boardRoutes } from './board/routes.ts'
import type { ConsoleRoute } from './call.ts'
import { type CaseRoutesDeps, caseRoutes } from './cases/routes.ts'
import { checkPageRoutes } from './check/page.ts'
import { type CheckRoutesDeps, checkRoutes } from './check/routes.ts'
import { type PageRoutesDeps, pageRoutes } from './pages/routes.ts'
import { type PrintRoutesDeps, printRoutes } from './print/routes.ts'
import { type SessionRoutesDeps, sessionRoutes } from './session/routes.ts'
import { type SignInRoutesDeps, signInRoutes } from './sign-in/routes.ts'

/** What the groups of routes need, each named by its own file. */
export type ConsoleRoutesDeps = AdmissionDeps &
  SignInRoutesDeps &
  SessionRoutesDeps &
  PageRoutesDeps &
  CaseRoutesDeps & {
    board: BoardRoutesDeps
    print: PrintRoutesDeps
    check: CheckRoutesDeps
    sandbox: boolean
  }

/** What somebody has to be signed in for: a line for each group. */
function consoleGroups(deps: ConsoleRoutesDeps): ConsoleRoute[] {
  return [...caseRoutes(deps), ...boardRoutes(deps.board), ...printRoutes(deps.print)]
}

/** What browsers reach at the office listener. Where two could serve a path, the first does. */
export function consoleRoutes(deps: ConsoleRoutesDeps): Route[] {
  return [
    ...signInRoutes(deps),
    ...sessionRoutes(deps),
    ...consoleGroups(deps).map((route) => forPeople(route, deps)),
    ...checkRoutes(deps.check),
    ...checkPageRoutes(deps),
    ...pageRoutes(deps),
  ]
}
