import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  type Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  refreshTokenGrant,
} from 'openid-client'
import { type Clock, isOver } from '../../clock.ts'
import type { ConsoleConfig } from '../../config/console.ts'
import { type ErrorCode, GatewayError } from '../../errors.ts'
import type { ConsolePerson } from '../person.ts'
import type { ProviderTokens } from '../session/ports.ts'
import type { AskProvider } from '../session/standing.ts'
import { personIn } from './person-claims.ts'
import { detailOf, type ProviderFault, providerFault, UnknownStaffError } from './provider-faults.ts'
import type { SignInBegun } from './begun.ts'

/** The agency's identity provider, by OpenID Connect. Everything fails with IDENTITY_PROVIDER_UNAVAILABLE where it cannot be reached. */
export interface Provider {
  /** Where a browser goes to sign in. */
  signInUrl(begun: SignInBegun): Promise<URL>
  /** Who came back, by the query that they brought. Fails with SIGN_IN_REFUSED. */
  signedIn(query: string, begun: SignInBegun): Promise<SignedIn>
  ask: AskProvider
  /** Where a browser goes to end what it has there too; undefined where the provider has no such place. */
  signOutUrl(tokens: ProviderTokens): Promise<URL | undefined>
}

export interface SignedIn {
  person: ConsolePerson
  tokens: ProviderTokens
}

export interface ProviderDeps {
  settings: Pick<ConsoleConfig, 'origin' | 'identity' | 'branches'>
  secret: string
  fetch: CustomFetch
  clock: Clock
}

/** How long what the provider says of itself is believed, in milliseconds. */
const discoveryMs = 3_600_000
/** Somebody has to have shown who they are this lately when they come back, whatever the provider remembers of them; in seconds. */
const freshSeconds = 60

export function createProvider(deps: ProviderDeps): Provider {
  const { settings } = deps
  const configuration = discovered(deps)
  const redirectUri = `${settings.origin}/console/signed-in`
  return {
    async signInUrl({ state, nonce, verifier }) {
      return buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        prompt: 'login',
        max_age: String(freshSeconds),
      })
    },
    async signedIn(query, { state, nonce, verifier }) {
      const config = await configuration()
      return orFail({ refused: 'SIGN_IN_REFUSED', broken: 'SIGN_IN_REFUSED' }, async () => {
        const answer = await authorizationCodeGrant(config, new URL(`${redirectUri}?${query}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          maxAge: freshSeconds,
        })
        const tokens = { ...tokensOf(answer), identity: answer.id_token ?? '' }
        const subject = answer.claims()?.sub ?? ''
        return { person: await personOf(config, tokens.access, subject, settings), tokens }
      })
    },
    async ask({ person: { subject }, tokens }) {
      const config = await configuration()
      return orFail({ refused: 'CONSOLE_SIGN_IN_REQUIRED' }, async () => {
        try {
          return { person: await personOf(config, tokens.access, subject, settings), tokens }
        } catch (error) {
          if (tokens.refresh === undefined || providerFault(error) !== 'refused') throw error
          const fresh = tokensOf(await refreshTokenGrant(config, tokens.refresh))
          return {
            person: await personOf(config, fresh.access, subject, settings),
            tokens: { ...tokens, access: fresh.access, refresh: fresh.refresh ?? tokens.refresh },
          }
        }
      })
    },
    async signOutUrl({ identity }) {
      const config = await configuration()
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined
      return buildEndSessionUrl(config, {
        id_token_hint: identity,
        post_logout_redirect_uri: `${settings.origin}/console/`,
      })
    },
  }
}

/** What the provider says of itself, asked for when it is needed and kept for a while; never a failure. */
function discovered({ settings, secret, fetch, clock }: ProviderDeps): () => Promise<Configuration> {
  let known: { at: number; asked: Promise<Configuration> } | undefined
  return async function configuration() {
    if (known && !isOver(known.at, discoveryMs, clock())) return known.asked
    const { issuer, clientId } = settings.identity
    const asked = orFail({}, () =>
      discovery(new URL(issuer), clientId, undefined, ClientSecretBasic(secret), {
        execute: [enableNonRepudiationChecks],
        [customFetch]: fetch,
      }),
    )
    known = { at: clock(), asked }
    asked.catch(() => (known = undefined))
    return asked
  }
}

function tokensOf(answer: {
  access_token: string
  refresh_token?: string
}): Omit<ProviderTokens, 'identity'> {
  return { access: answer.access_token, refresh: answer.refresh_token }
}

async function personOf(
  config: Configuration,
  accessToken: string,
  subject: string,
  { identity, branches }: ProviderDeps['settings'],
): Promise<ConsolePerson> {
  const person = personIn(await fetchUserInfo(config, accessToken, subject), identity, branches)
  if (person) return person
  throw new UnknownStaffError()
}

/** As the catalogue calls each fault; IDENTITY_PROVIDER_UNAVAILABLE where nothing else is said. */
async function orFail<T>(
  codes: Partial<Record<ProviderFault, ErrorCode>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const code = codes[providerFault(thrown)] ?? 'IDENTITY_PROVIDER_UNAVAILABLE'
    throw new GatewayError(code, { detail: detailOf(thrown) })
  }
}
