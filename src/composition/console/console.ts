import { fileURLToPath } from 'node:url'
import type { ConsoleConfig } from '../../config/console.ts'
import type { Secrets } from '../../config/secrets.ts'
import { createAccesses } from '../../console/cases/accesses.ts'
import type { Cases } from '../../console/cases/cases.ts'
import type { CaseRoutesDeps } from '../../console/cases/routes.ts'
import { type ConsoleRoutesDeps, consoleRoutes } from '../../console/routes.ts'
import { createBuiltFiles } from '../../console/pages/built-files.ts'
import { securityHeaders } from '../../console/pages/security-headers.ts'
import { createBrowserSessions } from '../../console/session/browser-sessions.ts'
import { createStanding } from '../../console/session/standing.ts'
import { createTellingStore } from '../../console/session/telling-store.ts'
import { createBegunSignIns } from '../../console/sign-in/begun.ts'
import { createProvider } from '../../console/sign-in/provider.ts'
import { createPlaces } from '../../domain/places.ts'
import { keyFileText } from '../../key-file.ts'
import type { Events } from '../../events/events.ts'
import type { AppDeps, Route } from '../../http/app.ts'
import { createWebFetch } from '../../peers/web-fetch.ts'
import { breakersOf } from '../breakers.ts'
import { evidenceTrust } from '../trust/evidence-trust.ts'
import { type BoardMakings, boardParts } from './board.ts'
import { type CasesMakings, createConsoleCases } from './cases.ts'
import { checkParts, type PaperMakings, printParts } from './check.ts'

/** What of one gateway the console is made from. */
export interface ConsoleMakings
  extends
    Omit<BoardMakings, 'accesses' | 'trust' | 'self'>,
    Omit<PaperMakings, 'accesses' | 'trust' | 'directory' | 'lastDirectory' | 'self'>,
    Pick<CasesMakings, 'jobs' | 'newId'> {
  self: { code: string; name: string }
  secrets: Secrets
  events: Pick<Events, 'console' | 'jobs'>
  /** Forgets nothing. */
  trial: boolean
}

/** Where `npm run build` puts the pages. */
const builtPages = fileURLToPath(new URL('../../../dist/console/', import.meta.url))

/** Towards the identity provider. */
const providerLimits = { timeoutMs: 5_000, maxBytes: 1_048_576 }

export interface ConsoleParts {
  cases: Cases
  routes: Route[]
  setHeaders: NonNullable<AppDeps['setHeaders']>
}

/** What officers work on, and the routes of the console; nothing where it is not configured. Fails with KEY_UNUSABLE naming a file. */
export function consoleParts(makings: ConsoleMakings): ConsoleParts | undefined {
  const { config, clock, store, contracts, identity, directory, maintenance } = makings
  const settings = config.office.console
  if (!settings) return undefined
  const accesses = createAccesses({
    store: store.accesses,
    rate: store.rate,
    clock,
    onGiving: makings.events.console.onGiving,
  })
  const trust = evidenceTrust({ ...config.trust, anchors: identity.anchors }, contracts)
  const cases = createConsoleCases({
    ...makings,
    settings: makings.trial ? { ...settings, ...forgettingNothing } : settings,
    directory: directory.current,
    lastDirectory: directory.last,
    accesses,
    trust,
    maintenance: maintenance.current,
    healths: () => breakersOf(makings).filter((peer) => peer.class === 'query'),
    onTrouble: makings.events.jobs,
  })
  const paper = {
    ...makings,
    directory: directory.current,
    lastDirectory: directory.last,
    accesses,
    trust,
  }
  const routes = consoleRoutes({
    ...sessionParts(settings, makings),
    cases,
    board: boardParts({ ...makings, accesses, trust }),
    contracts,
    print: printParts(settings, paper, cases),
    check: checkParts(settings, paper),
  })
  return { cases, routes, setHeaders: securityHeaders(new URL(settings.identity.issuer).origin) }
}

const forgettingNothing = { keepDays: 36_500 }

/** Sign-in, sessions and admission. */
function sessionParts(
  settings: ConsoleConfig,
  { config, secrets, self, store, clock, events }: ConsoleMakings,
): Omit<ConsoleRoutesDeps, keyof CaseRoutesDeps | 'board' | 'print' | 'check'> {
  const { origin, branches, contact, trustedProxies } = settings
  const { anchors } = settings.identity
  const provider = createProvider({
    settings,
    secret: secrets.consoleSecret ?? '',
    fetch: createWebFetch(anchors === undefined ? '' : keyFileText(anchors), providerLimits),
    clock,
  })
  const cookieSecret = store.sealer.keyedHash('console session cookie')
  const recheckMs = settings.recheckSeconds * 1000
  const sessionStore = createTellingStore(store.sessions)
  return {
    provider,
    begunSignIns: createBegunSignIns({ seal: store.sealer, clock }),
    sessions: createBrowserSessions({ store: sessionStore, clock, cookieSecret }),
    sessionStore,
    standing: createStanding({ store: sessionStore, ask: provider.ask, clock, recheckMs }),
    rate: store.rate,
    lasting: createPlaces(),
    keyedHash: store.sealer.keyedHash,
    trustedProxies,
    clock,
    origin,
    branches,
    contact,
    member: { code: self.code, name: self.name },
    sandbox: config.sandbox,
    sessionMs: settings.hours * 3_600_000,
    idleMs: settings.idleMinutes * 60_000,
    recheckMs,
    built: createBuiltFiles(builtPages),
    ...events.console,
  }
}
