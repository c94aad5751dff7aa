import type { GatewayConfig } from '../../src/contracts/generated/types.ts'
import { anchor, believe, createMemberAuthority, listing, signingWith } from './member-authority.ts'
import { memberOf, type TestMember } from './member-client.ts'
import { openBehind } from './open-behind.ts'
import { hangzhou, jiangsu, prepareFederation, type TestFederation } from './sandbox.ts'

/** A federation whose Jiangsu has signing certificates of every kind beside its own: good ones, and some to be refused. */
export interface Stand {
  federation: TestFederation
  member(code: string): TestMember
  /** Jiangsu signing with another certificate that the directory lists for it. */
  jiangsu: Record<
    'own' | 'ed25519' | 'rsa' | 'expired' | 'revoked' | 'listless' | 'unanchored' | 'unlisted',
    TestMember
  >
}

const dayMs = 86_400_000

/** Nothing runs yet. Shanghai is in sandbox mode, Hangzhou in production mode. */
export async function prepareStand(): Promise<Stand> {
  const federation = await prepareFederation()
  federation.configure(hangzhou, production)
  const authority = createMemberAuthority('Second authority')
  const listless = createMemberAuthority('Authority without a list')
  const past = { notBefore: Date.now() - 20 * dayMs, notAfter: Date.now() - dayMs }
  const issued = {
    ed25519: authority.issue(jiangsu, 'sign', 'Ed25519'),
    rsa: authority.issue(jiangsu, 'sign', 'RSA-2048'),
    expired: authority.issue(jiangsu, 'sign', 'P-256', past),
    revoked: authority.issue(jiangsu, 'sign'),
    listless: listless.issue(jiangsu, 'sign'),
    unanchored: createMemberAuthority('Nobody’s authority').issue(jiangsu, 'sign'),
  }
  authority.revoke(issued.revoked)
  believe(federation, authority)
  anchor(federation, listless)
  federation.publish((directory) => listing(directory, jiangsu, 'sign', ...Object.values(issued)))
  const as = (key: Parameters<typeof signingWith>[2]): TestMember => signingWith(federation, jiangsu, key)
  return {
    federation,
    member: (code) => memberOf(federation, code),
    jiangsu: {
      own: memberOf(federation, jiangsu),
      ed25519: as(issued.ed25519),
      rsa: as(issued.rsa),
      expired: as(issued.expired),
      revoked: as(issued.revoked),
      listless: as(issued.listless),
      unanchored: as(issued.unanchored),
      unlisted: as(authority.issue(jiangsu, 'sign')),
    },
  }
}

export function production(config: GatewayConfig): GatewayConfig {
  return { ...config, mode: 'production' }
}

/** Asks nobody about revocation, as where a gateway’s clock is far from that of the lists. */
export function withoutRevocation(config: GatewayConfig): GatewayConfig {
  const { revocation: _, ...trust } = config.trust
  return { ...config, trust }
}

/** Holds a database as a hung writer would, until disposed of. */
export function locked(path: string): Disposable {
  const database = openBehind(path)
  database.exec('begin exclusive')
  return { [Symbol.dispose]: () => database.close() }
}
