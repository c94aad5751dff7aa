import type { Request, Response } from 'express'
import type { Clock } from '../clock.ts'
import { digestOf } from '../domain/digest.ts'
import type { Places } from '../domain/places.ts'
import type { RequestRate } from '../domain/request-rate.ts'
import { GatewayError } from '../errors.ts'
import type { Route } from '../http/app.ts'
import type { ConsoleCall, ConsoleRoute } from './call.ts'
import type { ConsolePerson } from './person.ts'
import { rightsFor } from './rights.ts'
import { assertSeldomEnough } from './seldom-enough.ts'
import type { BrowserSessions, HeldSession } from './session/browser-sessions.ts'
import { isOfOurPages } from './session/same-origin.ts'
import type { TellingSessionStore } from './session/telling-store.ts'

export interface AdmissionDeps {
  sessions: BrowserSessions
  sessionStore: Pick<TellingSessionStore, 'seen' | 'listen'>
  /** Who is behind a session now. Fails with CONSOLE_SIGN_IN_REQUIRED. */
  standing(held: HeldSession): Promise<ConsolePerson>
  rate: RequestRate
  /** Of what goes on until somebody ends it. */
  lasting: Places
  clock: Clock
  origin: string
  idleMs: number
  recheckMs: number
}

const requestsPerMinute = 600
/** More tabs than anybody looks at; a browser keeps six such connections at most, unless a proxy speaks HTTP/2 with it. */
const lastingEach = 20
/** How soon one of them may have ended, in seconds. */
const lastingAgainAfter = 2
/** How exactly the last hand is known, in milliseconds: not every request is worth a write. */
const seenEveryMs = 5_000

/** Nobody gets past the first line of a route but people of the agency who may do it. */
export function forPeople(route: ConsoleRoute, deps: AdmissionDeps): Route {
  return admitting(route, (call) => route.handle(call), deps)
}

/** The same for what is about the session itself. */
export function admitting(
  { needs, background, lasting, ...route }: Omit<ConsoleRoute, 'handle'>,
  handle: (call: ConsoleCall, held: HeldSession) => Promise<void> | void,
  deps: AdmissionDeps,
): Route {
  return {
    ...route,
    async handle(request, response, requestId) {
      const held = await heldBy(route.method, request, response, deps)
      const who = `console ${digestOf(held.person.subject)}`
      await assertSeldomEnough(who, requestsPerMinute, 'CONSOLE_BUSY', deps)
      const person = await admitted(held, needs, deps)
      if (!background && deps.clock() - held.seenAt >= seenEveryMs)
        await deps.sessionStore.seen(held.digest, deps.clock())
      const again = async (): Promise<void> =>
        assertUnmoved(person, await admitted(await deps.sessions.again(held), needs, deps))
      const look = (): void => void again().catch(() => response.destroy())
      watchWhileOpen(response, held, deps, look)
      const call = { request, response, requestId, person }
      if (!lasting) return handle(call, held)
      using place = deps.lasting.take(who, (own) => own < lastingEach)
      if (!place) throw new GatewayError('CONSOLE_BUSY', { retryAfterSeconds: lastingAgainAfter })
      // The right may have ended while it was found, when nobody listened yet.
      look()
      await handle(call, held)
    },
  }
}

/** For whoever holds a session, locked or not: they may always leave. */
export function forHolders(
  route: Omit<Route, 'handle' | 'refuse'>,
  handle: (held: HeldSession, response: Response, requestId: string) => Promise<void>,
  deps: AdmissionDeps,
): Route {
  return {
    ...route,
    async handle(request, response, requestId) {
      await handle(await heldBy(route.method, request, response, deps), response, requestId)
    },
  }
}

/** Fails with CONSOLE_SIGN_IN_REQUIRED and CSRF_INVALID. */
async function heldBy(
  method: string,
  request: Request,
  response: Response,
  { sessions, origin }: AdmissionDeps,
): Promise<HeldSession> {
  const held = await sessions.of(request, response)
  if (!held) throw new GatewayError('CONSOLE_SIGN_IN_REQUIRED')
  const ours = isOfOurPages(method, request.headers, origin)
  if (ours && (method === 'get' || sessions.showsToken(request))) return held
  throw new GatewayError('CSRF_INVALID', { where: ours ? 'x-csrf-token' : 'origin' })
}

/** Fails with CONSOLE_LOCKED, CONSOLE_SIGN_IN_REQUIRED and CONSOLE_FORBIDDEN. */
async function admitted(
  held: HeldSession,
  needs: ConsoleRoute['needs'],
  { clock, idleMs, standing }: AdmissionDeps,
): Promise<ConsolePerson> {
  if (held.locked || clock() - held.seenAt >= idleMs) throw new GatewayError('CONSOLE_LOCKED')
  const person = await standing(held)
  const rights = rightsFor(person)
  const missing = needs.find((right) => !rights.has(right))
  // Who has no role any more may not even look.
  if (rights.size > 0 && missing === undefined) return person
  throw new GatewayError('CONSOLE_FORBIDDEN', { where: missing ?? 'roles' })
}

/** What is being told was chosen for who they were: of their branch, with what their roles may see. Fails with CONSOLE_FORBIDDEN. */
function assertUnmoved(before: ConsolePerson, now: ConsolePerson): void {
  const moved = now.branch !== before.branch || before.roles.symmetricDifference(now.roles).size > 0
  if (moved) throw new GatewayError('CONSOLE_FORBIDDEN', { where: 'roles' })
}

/**
 * What goes on being told, such as events, ends with the right to hear it: at once where it is taken away here, and at the next look
 * where it is elsewhere. Who went while we looked is told nothing.
 */
function watchWhileOpen(
  response: Response,
  { digest }: HeldSession,
  { sessionStore, recheckMs }: AdmissionDeps,
  look: () => void,
): void {
  if (response.closed) return
  const timer = setInterval(look, recheckMs)
  const listening = sessionStore.listen(digest, look)
  response.once('close', () => {
    clearInterval(timer)
    listening[Symbol.dispose]()
  })
}
