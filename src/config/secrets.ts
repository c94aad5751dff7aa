import { readFileSync, statSync } from 'node:fs'
import { platform } from 'node:os'
import { GatewayError } from '../errors.ts'
import type { Config } from './config.ts'
import type { Environment } from './env.ts'

/** What must never be printed: kept apart from the configuration. */
export interface Secrets {
  /** 32 bytes. */
  storeKey: Buffer
  /** Private keys, PEM. */
  signKey: string
  tlsKey: string
  passphrase: string | undefined
}

/** Reads the secrets. Fails with KEY_UNUSABLE naming the file or variable; a key that others can read is refused. */
export function loadSecrets(config: Config, environment: Environment): Secrets {
  return {
    storeKey: readStoreKey(config, environment),
    signKey: readOwnersOnly(config.keys.sign.key),
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

/** A secret file's text. Fails with KEY_UNUSABLE where others can read it. */
export function readOwnersOnly(path: string): string {
  try {
    const readableByOthers = platform() !== 'win32' && (statSync(path).mode & 0o077) !== 0
    if (readableByOthers)
      throw new GatewayError('KEY_UNUSABLE', { where: path, detail: 'others can read it; set mode 600' })
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    throw new GatewayError('KEY_UNUSABLE', { where: path, detail: 'the file cannot be read', cause })
  }
}
