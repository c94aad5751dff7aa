import { hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { BackupHeader } from './header.ts'

/** What opens a backup: 32 random bytes, or a passphrase. */
export type BackupSecret = { key: Buffer; passphrase?: undefined } | { passphrase: string; key?: undefined }

/** RFC 7914; 128 MiB and about half a second for each try. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 }

const scryptKey = promisify<string, Buffer, number, typeof cost, Buffer>(scrypt)

/** The header of a new backup, and the key that encrypts it. */
export async function newHeader(secret: BackupSecret): Promise<{ header: BackupHeader; key: Buffer }> {
  const salt = randomBytes(32)
  const { check, key } = await derived(secret, salt)
  return { header: { secret: kindOf(secret), salt, check }, key }
}

/** The key of a backup; undefined where it was made with another secret. */
export async function keyOf(header: BackupHeader, secret: BackupSecret): Promise<Buffer | undefined> {
  if (header.secret !== kindOf(secret)) return undefined
  const { check, key } = await derived(secret, header.salt)
  return timingSafeEqual(check, header.check) ? key : undefined
}

function kindOf({ key }: BackupSecret): BackupHeader['secret'] {
  return key ? 'key' : 'passphrase'
}

async function derived(
  { key, passphrase }: BackupSecret,
  salt: Buffer,
): Promise<{ check: Buffer; key: Buffer }> {
  const master = key ?? (await scryptKey(passphrase.normalize('NFC'), salt, 32, cost))
  const use = (name: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, salt, `hpf-backup 1 ${name}`, 32))
  return { check: use('check'), key: use('encrypt') }
}
