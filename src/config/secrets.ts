import { readFileSync, statSync } from 'node:fs'
import { platform } from 'node:os'
import { dirname } from 'node:path'
import { GatewayError } from '../errors.ts'
import type { Config } from './config.ts'
import type { Environment } from './env.ts'

/** What must never be printed: kept apart from the configuration. */
export interface Secrets {
  /** 32 bytes. */
  storeKey: Buffer
  /** Private keys, PEM; the signing key may be in a signing server. */
  signKey: string | undefined
  tlsKey: string
  /** Bearer token for the signing server. */
  signToken: string | undefined
  passphrase: string | undefined
}

/** Reads the secrets. Fails with KEY_UNUSABLE naming the file or variable; a key that others can read is refused. */
export function loadSecrets(config: Config, environment: Environment): Secrets {
  const { key, server } = config.keys.sign
  return {
    storeKey: readStoreKey(config, environment),
    signKey: key === undefined ? undefined : readOwnersOnly(key),
    signToken: server?.tokenFile === undefined ? undefined : readBearerToken(server.tokenFile),
    tlsKey: readOwnersOnly(config.keys.tls.key),
    passphrase: environment.keyPassphrase,
  }
}

/** The store's key, 32 bytes. Fails with KEY_UNUSABLE naming the file or variable. */
export function readStoreKey(config: Config, environment: Environment): Buffer {
  const where =
    environment.storeKey === undefined ? (config.store.keyFile ?? 'GATEWAY_STORE_KEY') : 'GATEWAY_STORE_KEY'
  const text =
    environment.storeKey ?? (config.store.keyFile === undefined ? '' : readOwnersOnly(config.store.keyFile))
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32) throw new GatewayError('KEY_UNUSABLE', { where, detail: 'not 32 bytes in base64' })
  return key
}

/** A bearer token (RFC 6750 section 2.1) in a file. Fails with KEY_UNUSABLE naming it. */
export function readBearerToken(path: string): string {
  const token = readOwnersOnly(path).trim()
  if (/^[A-Za-z0-9._~+/-]+=*$/.test(token)) return token
  throw new GatewayError('KEY_UNUSABLE', { where: path, detail: 'holds no bearer token' })
}

/** A secret file's text. Fails with KEY_UNUSABLE where others can read it, or put another in its place. */
export function readOwnersOnly(path: string): string {
  assertOwnersOnly(path)
  return readable(path, () => readFileSync(path, 'utf8'))
}

/** Nobody else may read the file, or put another in its place. Fails with KEY_UNUSABLE. */
export function assertOwnersOnly(path: string): void {
  if (platform() === 'win32') return
  const folder = dirname(path)
  const [file, around] = readable(path, () => [statSync(path).mode, statSync(folder).mode])
  if ((file & 0o077) !== 0)
    throw new GatewayError('KEY_UNUSABLE', { where: path, detail: 'others can read it; set mode 600' })
  // In a folder with the sticky bit, such as /tmp, only its owner can replace a file.
  if ((around & 0o022) !== 0 && (around & 0o1000) === 0)
    throw new GatewayError('KEY_UNUSABLE', { where: folder, detail: 'others can write to it; set mode 700' })
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new GatewayError('KEY_UNUSABLE', { where: path, detail: 'the file cannot be read', cause })
  }
}
