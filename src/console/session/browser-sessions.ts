import { callbackify } from 'node:util'
import { csrfSync } from 'csrf-sync'
import type { Request, Response } from 'express'
import expressSession, { type SessionData, Store } from 'express-session'
import type { Clock } from '../../clock.ts'
import { digestOf } from '../../domain/digest.ts'
import { GatewayError } from '../../errors.ts'
import type { BegunSession, KeptSession, SessionStore } from './ports.ts'

/** A session that a request came with. */
export interface HeldSession extends KeptSession {
  /** SHA-256 of its id, by which the store knows it. */
  digest: string
}

/** The sessions of browsers, by a cookie that only this origin gets and no script reads. */
export interface BrowserSessions {
  of(request: Request, response: Response): Promise<HeldSession | undefined>
  /** Begins one, under an id that nobody knew before; the one that the request came with ends. */
  begin(request: Request, response: Response, session: Omit<BegunSession, 'csrf'>): Promise<void>
  /** The same session later on. Fails with CONSOLE_SIGN_IN_REQUIRED where it ended. */
  again(held: HeldSession): Promise<HeldSession>
  end(held: HeldSession, response: Response): Promise<void>
  /** The request shows the token of the session that it came with. */
  showsToken(request: Request): boolean
}

export interface BrowserSessionsDeps {
  store: SessionStore
  clock: Clock
  /** Signs cookies; the same for all instances. */
  cookieSecret: string
}

declare module 'express-session' {
  interface SessionData {
    held: HeldSession
  }
}

const name = '__Host-hpf-session'
const cookie = { secure: true, httpOnly: true, sameSite: 'lax', path: '/' } as const

const tokens = csrfSync({
  size: 32,
  getTokenFromState: ({ session }) => session.held?.csrf,
  // It begins with the session and never changes.
  storeTokenInState: () => undefined,
})

export function createBrowserSessions({ store, clock, cookieSecret }: BrowserSessionsDeps): BrowserSessions {
  const middleware = expressSession({
    name,
    secret: cookieSecret,
    store: new SessionsByCookie(store, clock),
    cookie,
    resave: false,
    saveUninitialized: false,
  })
  const load = (request: Request, response: Response) => called((done) => middleware(request, response, done))
  return {
    async of(request, response) {
      await load(request, response)
      return request.session.held
    },
    async begin(request, response, session) {
      await load(request, response)
      await called((done) => request.session.regenerate(done))
      const csrf = tokens.generateToken(request, true)
      await store.begin(digestOf(request.sessionID), { ...session, csrf })
    },
    async again({ digest }) {
      const kept = await store.find(digest, clock())
      if (kept) return { ...kept, digest }
      throw new GatewayError('CONSOLE_SIGN_IN_REQUIRED')
    },
    async end({ digest }, response) {
      await store.end(digest)
      response.clearCookie(name, cookie)
    },
    showsToken: (request) => tokens.isRequestValid(request),
  }
}

class SessionsByCookie extends Store {
  readonly #store: SessionStore
  readonly #clock: Clock

  constructor(store: SessionStore, clock: Clock) {
    super()
    this.#store = store
    this.#clock = clock
  }

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    const digest = digestOf(id)
    callbackify(async () => {
      const kept = await this.#store.find(digest, this.#clock())
      return kept && sessionData({ ...kept, digest })
    })(done)
  }

  /** Nothing is kept by itself at the end of a request: one that ends late would bring back what another had ended. */
  override set(_id: string, _data: SessionData, done: () => void): void {
    done()
  }

  override destroy(id: string, done: (error?: unknown) => void): void {
    callbackify(() => this.#store.end(digestOf(id)))(done)
  }
}

/** The cookie is the browser's until it closes; when the session ends is in the store. */
function sessionData(held: HeldSession): SessionData {
  return { cookie: { originalMaxAge: null }, held } as SessionData
}

function called(work: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => work((error) => (error ? reject(error as Error) : resolve())))
}
