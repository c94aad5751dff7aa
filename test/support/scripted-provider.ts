import { generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createTestAuthority } from './pki.ts'

/** What an OpenID provider answers, to be changed by a test: honest ones make no such thing. */
export interface ProviderScript {
  discovery: Record<string, unknown>
  /** Of the ID token; `iss`, `aud`, `nonce`, times and `sub` are right unless given. */
  claims: Record<string, unknown>
  header: Record<string, unknown>
  /** Signs the ID token; its public half is published only where it is the provider's own. */
  key: KeyObject
  userinfo: { status: number; type: string; body: unknown }
  token: { status: number; body: Record<string, unknown> }
}

export interface ScriptedProvider extends AsyncDisposable {
  issuer: string
  anchors: string
  script: ProviderScript
  /** The nonce that the next ID token carries. */
  nonce: string
  /** Paths that were asked for. */
  asked: string[]
  reset(): void
}

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const authority = createTestAuthority('Provider')
  const identity = authority.issue({ name: 'idp', ips: ['127.0.0.1'] })
  const server = createServer({ key: identity.key, cert: identity.certificate }, answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: ScriptedProvider = {
    issuer,
    anchors: authority.anchor,
    script: honest(),
    nonce: '',
    asked: [],
    reset() {
      provider.script = honest()
      provider.asked = []
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.split('?')[0] ?? ''
    provider.asked.push(path)
    const { script } = provider
    const json = (status: number, body: unknown, type = 'application/json'): void => {
      response.writeHead(status, {
        'content-type': type,
        ...(status === 401 && { 'www-authenticate': 'Bearer error="invalid_token"' }),
      })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    if (path === '/.well-known/openid-configuration')
      return json(200, { ...discovery(issuer), ...script.discovery })
    if (path === '/jwks')
      return json(200, { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: '1', alg: 'ES256' }] })
    if (path === '/userinfo') return json(script.userinfo.status, script.userinfo.body, script.userinfo.type)
    if (path !== '/token') return json(404, {})
    const claims = { ...rightClaims(issuer, provider.nonce), ...script.claims }
    json(script.token.status, { id_token: idToken(claims, script), ...script.token.body })
  }
  return provider
}

function discovery(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    id_token_signing_alg_values_supported: ['ES256'],
  }
}

function honest(): ProviderScript {
  const person = {
    sub: 'u1',
    preferred_username: 'lin.yue',
    name: '林悦',
    hpf_roles: ['officer'],
    hpf_branch: 'jinling',
  }
  return {
    discovery: {},
    claims: {},
    header: { alg: 'ES256', kid: '1' },
    key: keys.privateKey,
    userinfo: { status: 200, type: 'application/json', body: person },
    token: { status: 200, body: { access_token: 'access', token_type: 'Bearer' } },
  }
}

function rightClaims(issuer: string, nonce: string): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000)
  return { iss: issuer, aud: 'console', sub: 'u1', nonce, iat: now, exp: now + 60, auth_time: now }
}

function idToken(claims: Record<string, unknown>, { header, key }: ProviderScript): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part(header)}.${part(claims)}`
  if (header['alg'] === 'none') return `${input}.`
  return `${input}.${signBytes('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
