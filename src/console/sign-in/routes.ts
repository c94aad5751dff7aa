import type { Response } from 'express'
import type { Problem } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import type { Route } from '../../http/app.ts'
import type { ConsolePerson } from '../person.ts'
import { type AddressTriesDeps, createAddressTries, type TriesAllowed } from '../address-tries.ts'
import type { BrowserSessions } from '../session/browser-sessions.ts'
import type { BegunSignIns } from './begun.ts'
import { placeAfterSignIn } from './place.ts'
import type { Provider } from './provider.ts'

export interface SignInRoutesDeps extends AddressTriesDeps {
  provider: Provider
  begunSignIns: BegunSignIns
  sessions: BrowserSessions
  origin: string
  /** How long a session lasts in any case, in milliseconds. */
  sessionMs: number
  onSignedIn(person: ConsolePerson): void
}

/**
 * Anybody may begin a sign-in, and come back from it with codes that they made up: each would be one question to the provider. More than
 * all desks of all centres behind one address at nine o'clock, so that nobody there can use up what others need by much less than a
 * flood; and less than a provider notices.
 */
export const signInTries: TriesAllowed = { what: 'sign-in', perMinute: 1_200, code: 'CONSOLE_BUSY' }

/** To the provider and back. A browser follows these by itself, so that what goes wrong leads to a page that says so. */
export function signInRoutes(deps: SignInRoutesDeps): Route[] {
  const { provider, begunSignIns, sessions, clock, origin, sessionMs } = deps
  const tried = createAddressTries(signInTries, deps)
  return [
    {
      operationId: 'beginSignIn',
      method: 'get',
      path: '/console/sign-in',
      query: 'any',
      refuse: toErrorPage,
      async handle(request, response) {
        const begun = begunSignIns.begin(request, response, placeAfterSignIn(request.query['to'], origin))
        goTo(response, (await provider.signInUrl(begun)).href)
      },
    },
    {
      operationId: 'endSignIn',
      method: 'get',
      path: '/console/signed-in',
      query: 'any',
      refuse: toErrorPage,
      async handle(request, response) {
        const begun = begunSignIns.take(request, response)
        if (!begun)
          throw new GatewayError('SIGN_IN_REFUSED', {
            detail: '此浏览器未发起登录 this browser began no sign-in',
          })
        await tried(request)
        const { person, tokens } = await provider.signedIn(queryOf(request.originalUrl), begun)
        if (person.roles.size === 0) throw new GatewayError('CONSOLE_FORBIDDEN', { where: 'roles' })
        const now = clock()
        const session = { person, tokens, beganAt: now, endsAt: now + sessionMs }
        await sessions.begin(request, response, session)
        deps.onSignedIn(person)
        goTo(response, begun.to)
      },
    },
  ]
}

function queryOf(url: string): string {
  return url.slice(url.indexOf('?') + 1)
}

function toErrorPage(response: Response, { code, requestId }: Problem): void {
  goTo(response, `/console/?${new URLSearchParams({ error: code, request: requestId }).toString()}`)
}

/** The address that is left holds a code of the provider's: nobody is told of it. */
function goTo(response: Response, location: string): void {
  response.writeHead(303, {
    location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-length': 0,
  })
  response.end()
}
