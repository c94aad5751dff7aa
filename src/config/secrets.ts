import { GatewayError } from '../errors.ts'
import { readCentreSecrets } from './centre-secrets.ts'
import type { Config } from './config.ts'
import type { Environment } from './env.ts'
import { readOwnersOnly } from './owners-only.ts'

/** What must never be printed: kept apart from the configuration. */
export interface Secrets {
  /** 32 bytes. */
  storeKey: Buffer
  /** Of the PostgreSQL role; absent where the store is a file. */
  storePassword: string | undefined
  /** Private keys, PEM; the signing key may be in a signing server. */
  signKey: string | undefined
  tlsKey: string
  /** Bearer token for the signing server. */
  signToken: string | undefined
  passphrase: string | undefined
  /** Of the console at the identity provider. */
  consoleSecret: string | undefined
  /** Secret settings by name, of each represented centre by its code. */
  centres: ReadonlyMap<string, Readonly<Record<string, string>>>
}

/**
 * Reads the secrets. Fails with KEY_UNUSABLE naming the file or variable; a key that others can read is refused. Those of
 * represented centres also fail with CONFIG_INVALID.
 */
export function loadSecrets(config: Config, environment: Environment): Secrets {
  const { key, server } = config.keys.sign
  return {
    storeKey: readStoreKey(config, environment),
    storePassword: readStorePassword(config),
    signKey: key === undefined ? undefined : readOwnersOnly(key),
    signToken: server?.tokenFile === undefined ? undefined : readBearerToken(server.tokenFile),
    tlsKey: readOwnersOnly(config.keys.tls.key),
    passphrase: environment.keyPassphrase,
    consoleSecret: readConsoleSecret(config),
    centres: new Map(config.represents.map((entry) => [entry.centre, readCentreSecrets(entry)])),
  }
}

/** The store's key, 32 bytes. Fails with KEY_UNUSABLE naming the file or variable. */
export function readStoreKey(config: Config, environment: Environment): Buffer {
  const where =
    environment.storeKey === undefined ? (config.store.keyFile ?? 'GATEWAY_STORE_KEY') : 'GATEWAY_STORE_KEY'
  const text =
    environment.storeKey ?? (config.store.keyFile === undefined ? '' : readOwnersOnly(config.store.keyFile))
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length === 32) return key
  throw new GatewayError('KEY_UNUSABLE', {
    where,
    detail:
      '不是 32 字节的 base64；新存储请先生成密钥 not 32 bytes in base64; for a new store make it with gateway keys store',
  })
}

/** Of the PostgreSQL role. Fails with KEY_UNUSABLE naming the file. */
export function readStorePassword({ store }: Pick<Config, 'store'>): string | undefined {
  if (!store.postgres) return undefined
  const { passwordFile } = store.postgres
  const password = readOwnersOnly(passwordFile).trim()
  if (password !== '') return password
  throw new GatewayError('KEY_UNUSABLE', { where: passwordFile, detail: '其中没有密码 holds no password' })
}

function readConsoleSecret({ office }: Config): string | undefined {
  if (!office.console) return undefined
  const { clientSecretFile } = office.console.identity
  const secret = readOwnersOnly(clientSecretFile).trim()
  if (secret !== '') return secret
  throw new GatewayError('KEY_UNUSABLE', {
    where: clientSecretFile,
    detail: '其中没有客户端密钥 holds no secret',
  })
}

/** A bearer token (RFC 6750 section 2.1) in a file. Fails with KEY_UNUSABLE naming it. */
export function readBearerToken(path: string): string {
  const token = readOwnersOnly(path).trim()
  if (/^[A-Za-z0-9._~+/-]+=*$/.test(token)) return token
  throw new GatewayError('KEY_UNUSABLE', { where: path, detail: '其中没有令牌 holds no bearer token' })
}
