import { createPublicKey, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isMap, parseDocument } from 'yaml'
import type { ConsoleSettings, GatewayConfig } from '../../contracts/generated/types.ts'
import { digestOf } from '../../domain/digest.ts'
import { newKey } from '../../trust/keys.ts'
import type { SandboxAuthority } from '../authority.ts'
import { sandboxCentres } from '../centres.ts'
import { put, type SandboxFiles } from '../files.ts'
import { sandboxBranches, sandboxPeople } from './people.ts'

/** How the sandbox's identity provider is set up; it and the console know the secrets. */
export interface IdentitySetup {
  /** On loopback. */
  port: number
  issuer: string
  clientId: string
  clientSecret: string
  /** Of the console. */
  origin: string
  /** Signs its cookies. */
  cookieKey: string
  /** Signs its tokens: a private key, JWK. */
  signingKey: Record<string, unknown>
}

export function readIdentitySetup({ identity }: SandboxFiles): IdentitySetup {
  return JSON.parse(readFileSync(identity.setup, 'utf8')) as IdentitySetup
}

/** Gives 江苏省直 a console and an identity provider for it, also in a sandbox from before there were any. */
export function setUpIdentity(files: SandboxFiles, authority: () => SandboxAuthority, port: number): void {
  if (existsSync(files.identity.setup)) return
  const member = files.member(sandboxCentres.jiangsuProvincial)
  const document = parseDocument(readFileSync(member.config, 'utf8'))
  const { office } = document.toJS() as GatewayConfig
  const setup: IdentitySetup = {
    port,
    // Another name than the console's: a browser keeps cookies by name and not by port.
    issuer: `https://localhost:${port}`,
    clientId: 'console',
    clientSecret: randomBytes(32).toString('base64url'),
    origin: `https://127.0.0.1:${office.port}`,
    cookieKey: randomBytes(32).toString('base64url'),
    signingKey: newSigningKey(),
  }
  const pair = authority().issue('tls', '沙箱统一身份认证 Sandbox Identity Provider')
  put(files.identity.tlsKey, pair.key, true)
  put(files.identity.tlsCertificate, pair.certificate)
  put(files.identity.people, `${JSON.stringify(sandboxPeople, null, 2)}\n`)
  put(member.consoleSecret, `${setup.clientSecret}\n`, true)
  const listener = document.get('office')
  if (isMap(listener)) listener.set('console', document.createNode(consoleSettings(setup)))
  put(member.config, document.toString())
  put(files.identity.setup, JSON.stringify(setup, null, 2), true)
}

function consoleSettings({ origin, issuer, clientId }: IdentitySetup): ConsoleSettings {
  return {
    origin,
    identity: {
      issuer,
      clientId,
      clientSecretFile: 'keys/console.secret',
      anchors: '../../trust/anchors.pem',
    },
    branches: sandboxBranches,
    contact: '信息技术科 8000（虚构）',
  }
}

function newSigningKey(): Record<string, unknown> {
  const key = newKey('P-256')
  const kid = digestOf(createPublicKey(key).export({ type: 'spki', format: 'der' })).slice(0, 12)
  return { ...key.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }
}
