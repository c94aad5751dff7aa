import type { BackupSecret } from '../../backup/secret.ts'
import { readOwnersOnly } from '../../config/owners-only.ts'
import { GatewayError } from '../../errors.ts'
import { misused } from '../command.ts'

export interface SecretOptions {
  keyFile?: string
  passphraseFile?: string
}

export const keyFileOption = [
  '--key-file <file>',
  '32 random bytes in base64 that encrypt the backup',
] as const
export const passphraseFileOption = [
  '--passphrase-file <file>',
  'a passphrase instead, 12 characters or more',
] as const

export const secretHelp =
  '\nKey and passphrase come from a file that only its owner can read, never from the command line. Keep a copy elsewhere:' +
  '\nwithout it the backup cannot be opened. The store key is not in the backup, and is needed beside it.'

/** The options that open the same backup again, for a next step. */
export function sameSecret({ keyFile, passphraseFile }: SecretOptions): string[] {
  if (keyFile !== undefined) return ['--key-file', keyFile]
  return passphraseFile === undefined ? [] : ['--passphrase-file', passphraseFile]
}

/** What opens the backup. Fails with KEY_UNUSABLE naming the file, and with USAGE_INVALID where not exactly one is given. */
export function backupSecret({ keyFile, passphraseFile }: SecretOptions): BackupSecret {
  if (keyFile !== undefined && passphraseFile === undefined) return { key: keyIn(keyFile) }
  if (passphraseFile !== undefined && keyFile === undefined)
    return { passphrase: passphraseIn(passphraseFile) }
  throw misused('--key-file', '二者须给出其一 give --key-file or --passphrase-file')
}

/** The same, but not the store key: whoever had the one would have the other. */
export function ownBackupSecret(options: SecretOptions, storeKey: Buffer): BackupSecret {
  const secret = backupSecret(options)
  if (!secret.key?.equals(storeKey)) return secret
  throw new GatewayError('KEY_UNUSABLE', {
    ...(options.keyFile !== undefined && { where: options.keyFile }),
    detail: '这是存储密钥，备份须使用独立的密钥 is the store key; a backup needs a key of its own',
  })
}

function keyIn(path: string): Buffer {
  const key = Buffer.from(readOwnersOnly(path).trim(), 'base64')
  if (key.length === 32) return key
  throw new GatewayError('KEY_UNUSABLE', {
    where: path,
    detail: '不是 32 字节的 base64 not 32 bytes in base64',
  })
}

function passphraseIn(path: string): string {
  const passphrase = readOwnersOnly(path).replace(/\r?\n$/, '')
  if ([...passphrase].length >= 12) return passphrase
  throw new GatewayError('KEY_UNUSABLE', {
    where: path,
    detail: '口令至少 12 个字符 a passphrase needs 12 characters or more',
  })
}
