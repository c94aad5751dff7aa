import { randomUUID } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../file-access.ts'

/** Where the files of a sandbox stand below its folder. */
export interface SandboxFiles {
  folder: string
  /** Says what the folder is; written first, so that the leavings of an interrupted start can be told from other files. */
  notice: string
  anchors: string
  operatorKey: string
  operatorCertificate: string
  /** Says what the sandbox was made with, and that its making was finished. */
  manifest: string
  directory: string
  root: AuthorityFiles
  issuing: AuthorityFiles
  identity: IdentityFiles
  /** Which certificates the sandbox's authority has revoked. */
  revoked: string
  member(code: string): MemberFiles
  /** Of a centre that the hub represents. */
  centre(code: string): CentreFiles
}

export interface CentreFiles {
  /** What it speaks, where it listens, and the secrets that it gave out. */
  setup: string
  core: string
  /** How it misbehaves, one word; absent: not at all. */
  misbehaviour: string
}

/** Of the sandbox's identity provider. */
export interface IdentityFiles {
  /** Where it listens, and its secrets. */
  setup: string
  /** Who may sign in; it can be edited while the provider runs. */
  people: string
  tlsKey: string
  tlsCertificate: string
}

export interface AuthorityFiles {
  key: string
  certificate: string
  /** Its revocation list, DER. */
  list: string
}

export interface MemberFiles {
  config: string
  signKey: string
  signCertificate: string
  tlsKey: string
  tlsCertificate: string
  officeKey: string
  officeCertificate: string
  /** Private key of the centre's own loan system, an OAuth client of the office listener, and its public key as a JWK set. */
  loanSystemKey: string
  loanSystemKeys: string
  /** What the member's console shows to the identity provider. */
  consoleSecret: string
  storeKey: string
  store: string
  core: string
  /** What a centre that this member represents gave out to it. */
  centreSecrets(centre: string): string
}

export function sandboxFiles(folder: string): SandboxFiles {
  const authority = (name: string): AuthorityFiles => ({
    key: join(folder, 'authority', `${name}.key.pem`),
    certificate: join(folder, 'authority', `${name}.crt.pem`),
    list: join(folder, 'trust', `${name}.crl`),
  })
  return {
    folder,
    notice: join(folder, 'SANDBOX.txt'),
    anchors: join(folder, 'trust', 'anchors.pem'),
    operatorKey: join(folder, 'operator', 'operator.key.pem'),
    operatorCertificate: join(folder, 'operator', 'operator.crt.pem'),
    manifest: join(folder, 'sandbox.json'),
    directory: join(folder, 'directory.jws'),
    root: authority('root'),
    issuing: authority('issuing'),
    identity: {
      setup: join(folder, 'identity', 'provider.json'),
      people: join(folder, 'identity', 'people.json'),
      tlsKey: join(folder, 'identity', 'tls.key.pem'),
      tlsCertificate: join(folder, 'identity', 'tls.crt.pem'),
    },
    revoked: join(folder, 'authority', 'revoked.json'),
    member(code) {
      const home = join(folder, 'members', code)
      return {
        config: join(home, 'gateway.yaml'),
        signKey: join(home, 'keys', 'sign.key.pem'),
        signCertificate: join(home, 'keys', 'sign.crt.pem'),
        tlsKey: join(home, 'keys', 'tls.key.pem'),
        tlsCertificate: join(home, 'keys', 'tls.crt.pem'),
        officeKey: join(home, 'office', 'client.key.pem'),
        officeCertificate: join(home, 'office', 'client.crt.pem'),
        loanSystemKey: join(home, 'office', 'loan-system.key.pem'),
        loanSystemKeys: join(home, 'office', 'loan-system.jwks.json'),
        consoleSecret: join(home, 'keys', 'console.secret'),
        storeKey: join(home, 'keys', 'store.key'),
        store: join(home, 'data', 'gateway.db'),
        core: join(home, 'data', 'core.db'),
        centreSecrets: (centre) => join(home, 'keys', 'centres', `${centre}.yaml`),
      }
    },
    centre(code) {
      const home = join(folder, 'centres', code)
      return {
        setup: join(home, 'centre.json'),
        core: join(home, 'core.db'),
        misbehaviour: join(home, 'misbehaviour.txt'),
      }
    },
  }
}

/** Writes a file with its folders, whole or not at all; a secret is readable by its owner only, and so are folders made for it. */
export function put(path: string, content: string | Uint8Array, secret = false): void {
  makeFolder(dirname(path), secret ? 0o700 : undefined)
  const beside = `${path}.${randomUUID()}`
  writeFileSync(beside, content, { mode: secret ? 0o600 : 0o644 })
  renameSync(beside, path)
}
