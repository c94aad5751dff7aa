import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:https'
import { Provider } from 'oidc-provider'
import type { SandboxFiles } from '../files.ts'
import { createMemory } from './memory.ts'
import { handleOwnPages, ownPagePath } from './own-pages.ts'
import { findPerson } from './people.ts'
import { messagePage, signOutPage } from './sign-in-page.ts'
import { readIdentitySetup } from './setup.ts'

/** Lifetimes in seconds. Access tokens are short-lived, as at many real providers, so that they have to be renewed. */
const ttl = {
  AccessToken: 300,
  IdToken: 3_600,
  RefreshToken: 86_400,
  Interaction: 3_600,
  Session: 86_400,
  Grant: 86_400,
}

/** The sandbox's identity provider (统一身份认证): a real OpenID Connect provider for people who are not. */
export async function serveIdentityProvider(
  files: SandboxFiles,
  clock: () => number,
): Promise<AsyncDisposable> {
  const setup = readIdentitySetup(files)
  const provider = new Provider(setup.issuer, {
    adapter: createMemory(clock),
    clients: [
      {
        client_id: setup.clientId,
        client_secret: setup.clientSecret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${setup.origin}/console/signed-in`],
        post_logout_redirect_uris: [`${setup.origin}/console/`],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [setup.signingKey] },
    cookies: { keys: [setup.cookieKey] },
    ttl,
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'hpf_roles', 'hpf_branch'] },
    findAccount(_, staff) {
      const person = findPerson(files.identity, staff)
      if (!person) return undefined
      const { name, roles, branch } = person
      return {
        accountId: staff,
        claims: () => ({
          sub: staff,
          preferred_username: staff,
          name,
          hpf_roles: [...roles],
          ...(branch !== undefined && { hpf_branch: branch }),
        }),
      }
    },
    issueRefreshToken: () => true,
    // The agency's own console needs nobody's consent.
    async loadExistingGrant({ oidc }) {
      const accountId = oidc.session?.accountId ?? ''
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId ?? '', accountId })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
    interactions: { url: (_, { uid }) => ownPagePath(uid) },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(ctx, form) {
          ctx.body = signOutPage(form)
        },
        postLogoutSuccessSource(ctx) {
          ctx.body = messagePage('已退出', '可以关闭此页面。')
        },
      },
    },
    renderError(ctx, { error, error_description: detail }) {
      ctx.type = 'html'
      ctx.body = messagePage('无法登录', `${error} ${detail ?? ''}`)
    },
    clientBasedCORS: () => false,
  })
  provider.use(handleOwnPages(provider, files.identity, setup.origin))
  const server = createServer(
    {
      key: readFileSync(files.identity.tlsKey),
      cert: readFileSync(files.identity.tlsCertificate),
    },
    provider.callback(),
  )
  server.listen(setup.port, '127.0.0.1')
  await once(server, 'listening')
  return {
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
