import { GatewayError } from '../errors.ts'

/** The first line of a backup, in clear: what is needed beside the secret to open it. */
export interface BackupHeader {
  /** What it was made with. */
  secret: 'key' | 'passphrase'
  /** 32 random bytes, new for each backup. */
  salt: Buffer
  /** Tells a wrong secret from altered bytes; derived from the secret, and says nothing of the encryption's key. */
  check: Buffer
}

/** No line is longer, in bytes. */
export const longestHeader = 512

/** With its line feed. */
export function headerLine({ secret, salt, check }: BackupHeader): string {
  const members = { salt: salt.toString('base64url'), check: check.toString('base64url') }
  return `${JSON.stringify({ format: 'hpf-backup', version: '1', secret, ...members })}\n`
}

/** Fails with BACKUP_INVALID for anything but what `headerLine` writes, to the byte. */
export function readHeader(line: string): BackupHeader {
  const { secret, salt, check } = membersOf(line)
  const header: BackupHeader = {
    secret: secret === 'passphrase' ? 'passphrase' : 'key',
    salt: Buffer.from(String(salt), 'base64url'),
    check: Buffer.from(String(check), 'base64url'),
  }
  if (header.salt.length === 32 && header.check.length === 32 && headerLine(header) === line) return header
  throw notOurs()
}

function membersOf(line: string): Record<string, unknown> {
  try {
    return (JSON.parse(line) ?? {}) as Record<string, unknown>
  } catch {
    throw notOurs()
  }
}

function notOurs(): GatewayError {
  return new GatewayError('BACKUP_INVALID', {
    where: 'first line',
    detail: '不是本格式的备份，或首行已被改动 no backup of this format, or its first line was altered',
  })
}
