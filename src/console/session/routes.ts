import { chinaDateTime } from '../../clock.ts'
import type { ConsoleBranch } from '../../contracts/generated/types.ts'
import type { Route } from '../../http/app.ts'
import { respondJson, respondNothing } from '../../http/respond.ts'
import { type AdmissionDeps, admitting, forHolders } from '../admission.ts'
import type { ConsolePerson } from '../person.ts'
import { rightsFor } from '../rights.ts'
import type { ShownSession } from '../shown/session.ts'
import type { Provider } from '../sign-in/provider.ts'
import type { HeldSession } from './browser-sessions.ts'
import type { TellingSessionStore } from './telling-store.ts'

export interface SessionRoutesDeps extends AdmissionDeps {
  sessionStore: TellingSessionStore
  provider: Pick<Provider, 'signOutUrl'>
  member: { code: string; name: string }
  branches: readonly ConsoleBranch[]
  contact: string
  sandbox: boolean
  onSignedOut(person: ConsolePerson): void
}

/** Who is signed in, and the two ways to leave a desk. */
export function sessionRoutes(deps: SessionRoutesDeps): Route[] {
  const { sessions, sessionStore } = deps
  return [
    markingSandbox(
      admitting(
        { operationId: 'getSession', method: 'get', path: '/console/v1/session', needs: [] },
        ({ response, requestId, person }, held) =>
          respondJson(response, 200, shown(person, held, deps), requestId),
        deps,
      ),
      deps,
    ),
    forHolders(
      { operationId: 'lockSession', method: 'post', path: '/console/v1/session/lock' },
      async (held, response, requestId) => {
        await sessionStore.lock(held.digest)
        respondNothing(response, requestId)
      },
      deps,
    ),
    forHolders(
      { operationId: 'signOut', method: 'post', path: '/console/v1/sign-out' },
      async (held, response, requestId) => {
        await sessions.end(held, response)
        deps.onSignedOut(held.person)
        respondJson(response, 200, { to: await placeAfterSignOut(held, deps) }, requestId)
      },
      deps,
    ),
  ]
}

/** Also who is not signed in yet has to see that nothing here is real. */
function markingSandbox(route: Route, { sandbox }: Pick<SessionRoutesDeps, 'sandbox'>): Route {
  if (!sandbox) return route
  return {
    ...route,
    handle(request, response, requestId) {
      response.setHeader('x-sandbox', 'true')
      return route.handle(request, response, requestId)
    },
  }
}

/** What somebody has at the provider ends too, where it can be reached. */
async function placeAfterSignOut({ tokens }: HeldSession, { provider }: SessionRoutesDeps): Promise<string> {
  const url = await provider.signOutUrl(tokens).catch(() => undefined)
  return url?.href ?? '/console/'
}

function shown(person: ConsolePerson, session: HeldSession, deps: SessionRoutesDeps): ShownSession {
  const { name, staff, branch, roles } = person
  return {
    person: {
      name,
      staff,
      branch: deps.branches.find(({ code }) => code === branch) ?? { code: '', name: '' },
      roles: [...roles],
    },
    rights: [...rightsFor(person)],
    csrf: session.csrf,
    member: deps.member,
    sandbox: deps.sandbox,
    idleSeconds: deps.idleMs / 1000,
    ends: chinaDateTime(session.endsAt),
    contact: deps.contact,
  }
}
