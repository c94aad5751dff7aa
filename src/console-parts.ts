import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkParts, type PaperMakings, printParts } from './check-parts.ts'
import type { ConsoleConfig } from './config/console.ts'
import type { Secrets } from './config/secrets.ts'
import type { Cases } from './console/cases/cases.ts'
import type { BoardRoutesDeps } from './console/board/routes.ts'
import type { CaseRoutesDeps } from './console/cases/routes.ts'
import type { ConsoleEvents } from './console/events.ts'
import { type ConsoleRoutesDeps, consoleRoutes } from './console/routes.ts'
import { createBuiltFiles } from './console/pages/built-files.ts'
import { createBrowserSessions } from './console/session/browser-sessions.ts'
import { createStanding } from './console/session/standing.ts'
import { createBegunSignIns } from './console/sign-in/begun.ts'
import { createProvider } from './console/sign-in/provider.ts'
import { GatewayError } from './errors.ts'
import type { Route } from './http/app.ts'
import { createWebFetch } from './peers/web-fetch.ts'

/** What of one gateway the console is made from. */
export interface ConsoleMakings extends PaperMakings {
  secrets: Secrets
  /** Absent where the console is. */
  cases: Cases | undefined
  board: BoardRoutesDeps
  events: ConsoleEvents
}

/** Where `npm run build` puts the pages. */
const builtPages = fileURLToPath(new URL('../dist/console/', import.meta.url))

/** Towards the identity provider. */
const providerLimits = { timeoutMs: 5_000, maxBytes: 1_048_576 }

/** The routes of the console, where it is configured. Fails with KEY_UNUSABLE naming a file. */
export function createConsole(makings: ConsoleMakings): Route[] {
  const { console: settings } = makings.config.office
  const { cases, board, contracts } = makings
  return settings && cases
    ? consoleRoutes({
        ...sessionParts(settings, makings),
        cases,
        board,
        contracts,
        print: printParts(settings, makings, cases),
        check: checkParts(settings, makings),
      })
    : []
}

/** Sign-in, sessions and admission. */
function sessionParts(
  settings: ConsoleConfig,
  { config, secrets, self, store, clock, events }: ConsoleMakings,
): Omit<ConsoleRoutesDeps, keyof CaseRoutesDeps | 'board' | 'print' | 'check'> {
  const { origin, branches, contact } = settings
  const provider = createProvider({
    settings,
    secret: secrets.consoleSecret ?? '',
    fetch: createWebFetch(anchorsIn(settings.identity.anchors), providerLimits),
    clock,
  })
  const cookieSecret = store.sealer.keyedHash('console session cookie')
  const recheckMs = settings.recheckSeconds * 1000
  return {
    provider,
    begunSignIns: createBegunSignIns({ seal: store.sealer, clock }),
    sessions: createBrowserSessions({ store: store.sessions, clock, cookieSecret }),
    sessionStore: store.sessions,
    standing: createStanding({ store: store.sessions, ask: provider.ask, clock, recheckMs }),
    rate: store.rate,
    clock,
    origin,
    branches,
    contact,
    member: { code: self.code, name: self.name },
    sandbox: config.sandbox,
    sessionMs: settings.hours * 3_600_000,
    idleMs: settings.idleMinutes * 60_000,
    recheckMs,
    providerOrigin: new URL(settings.identity.issuer).origin,
    built: createBuiltFiles(builtPages),
    ...events,
  }
}

function anchorsIn(path: string | undefined): string {
  if (path === undefined) return ''
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new GatewayError('KEY_UNUSABLE', { where: path, detail: 'the file cannot be read', cause })
  }
}
