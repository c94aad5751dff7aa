import type { Clock } from '../../clock.ts'
import { GatewayError } from '../../errors.ts'
import type { ConsolePerson } from '../person.ts'
import type { HeldSession } from './browser-sessions.ts'
import type { ProviderTokens, SessionStore } from './ports.ts'

/** Who somebody is now, as the provider says. Fails with CONSOLE_SIGN_IN_REQUIRED where it knows them no longer, and with IDENTITY_PROVIDER_UNAVAILABLE. */
export type AskProvider = (
  session: Pick<HeldSession, 'person' | 'tokens'>,
) => Promise<{ person: ConsolePerson; tokens: ProviderTokens }>

export interface StandingDeps {
  store: Pick<SessionStore, 'mayCheck' | 'checked' | 'end'>
  ask: AskProvider
  clock: Clock
  recheckMs: number
}

/** How long people may go on while the provider cannot be reached, in milliseconds. */
const patienceMs = 600_000

/**
 * Who is behind a session now: asked again at the provider when it was last asked `recheckMs` ago, once for all requests of that
 * moment. Fails with CONSOLE_SIGN_IN_REQUIRED.
 */
export function createStanding(deps: StandingDeps): (held: HeldSession) => Promise<ConsolePerson> {
  const asking = new Map<string, Promise<ConsolePerson>>()
  return async function standing(held) {
    if (deps.clock() - held.checkedAt < deps.recheckMs) return held.person
    const underWay = asking.get(held.digest)
    if (underWay) return underWay
    const asked = askAgain(held, deps).finally(() => asking.delete(held.digest))
    asking.set(held.digest, asked)
    return asked
  }
}

async function askAgain(held: HeldSession, deps: StandingDeps): Promise<ConsolePerson> {
  const { store, clock, recheckMs } = deps
  const now = clock()
  if (await store.mayCheck(held.digest, now - recheckMs, now)) {
    const told = await toldBy(deps.ask, held)
    if (told === 'unknown') {
      await store.end(held.digest)
      throw new GatewayError('CONSOLE_SIGN_IN_REQUIRED')
    }
    if (told !== 'unreachable') {
      await store.checked(held.digest, { ...held, ...told }, now)
      return told.person
    }
  }
  if (now - held.checkedAt <= patienceMs) return held.person
  throw new GatewayError('CONSOLE_SIGN_IN_REQUIRED')
}

async function toldBy(
  ask: AskProvider,
  held: HeldSession,
): Promise<Awaited<ReturnType<AskProvider>> | 'unknown' | 'unreachable'> {
  try {
    return await ask(held)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    if (error.code === 'CONSOLE_SIGN_IN_REQUIRED') return 'unknown'
    if (error.code === 'IDENTITY_PROVIDER_UNAVAILABLE') return 'unreachable'
    throw error
  }
}
