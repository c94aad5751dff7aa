import type { BackupManifest } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import type { EvidenceTrust } from '../evidence/ports.ts'
import type { ChainHead } from '../journal/entry.ts'
import { type ChainVerdict, walkChain } from '../journal/verify-chain.ts'
import { type BackupFile, digestOfBackup, openBackup } from './file.ts'
import { type SignedManifest, verifyManifest } from './manifest.ts'
import type { HeldTable, JournalRows, Progress } from './ports.ts'
import { type HeldRows, readContents } from './read-contents.ts'
import { type BackupSecret, keyOf } from './secret.ts'

/** How a backup is judged. */
export interface BackupJudge {
  trust: EvidenceTrust
  /** Whose backup it has to be; undefined: anybody's whom the anchors vouch for. */
  self: string | undefined
  /** A head of the journal noted elsewhere. */
  known: ChainHead | undefined
  journal: JournalRows
  onProgress: Progress
}

/** A backup that is whole. Its journal may not be: then the store's was not either. */
export interface WholeBackup extends SignedManifest {
  file: BackupFile
  key: Buffer
  journal: ChainVerdict
}

/**
 * Verifies a backup offline: the signature, every byte, the number of rows, the chain of the journal. Fails with the code of the first thing
 * that does not hold: BACKUP_INVALID names the place, BACKUP_KEY_WRONG says that all is well but the secret.
 */
export async function verifyBackup(
  path: string,
  secret: BackupSecret,
  judge: BackupJudge,
): Promise<WholeBackup> {
  const file = await openBackup(path)
  const signed = await verifyManifest(file.manifest, judge.trust)
  assertOf(judge.self, signed.manifest)
  const key = await keyOf(file.header, secret)
  if (!key) throw await wrongKeyOrAltered(file, signed.manifest)
  const journal = await walked(file, key, signed.manifest, judge)
  await assertDigest(file, signed.manifest)
  return { ...signed, file, key, journal }
}

function assertOf(self: string | undefined, { iss }: BackupManifest): void {
  if (self === undefined || self === iss) return
  throw new GatewayError('ISSUER_MISMATCH', {
    where: 'last line',
    detail: `备份所属机构不符 a backup of ${iss}, not of ${self}`,
  })
}

async function wrongKeyOrAltered(file: BackupFile, { digest }: BackupManifest): Promise<GatewayError> {
  if ((await digestOfBackup(file)) === digest) {
    const made =
      file.header.secret === 'key'
        ? '以密钥文件制作 made with a key file'
        : '以口令制作 made with a passphrase'
    return new GatewayError('BACKUP_KEY_WRONG', { where: file.path, detail: made })
  }
  return new GatewayError('BACKUP_INVALID', {
    where: 'first line',
    detail: '已被改动，或密钥不符且另有改动 altered, or the key is another and something else was altered',
  })
}

/** Every chunk was opened by now, so what differs is the first line, or the last line is another backup's. */
async function assertDigest(file: BackupFile, { digest, bytes }: BackupManifest): Promise<void> {
  if (file.bytes === bytes && (await digestOfBackup(file)) === digest) return
  throw new GatewayError('BACKUP_INVALID', {
    where: 'last line',
    detail: '文件内容与所签内容不符 what was signed is not what is in the file',
  })
}

async function walked(
  file: BackupFile,
  key: Buffer,
  manifest: BackupManifest,
  { known, journal, onProgress }: BackupJudge,
): Promise<ChainVerdict> {
  const walk = walkChain(known)
  const tables: BackupManifest['tables'] = []
  for await (const held of readContents(file, key)) {
    const { table, before, rows } = held
    if (before === 0 && tables.at(-1)?.name !== table.name) tables.push({ name: table.name, rows: 0 })
    const seen = tables.at(-1)
    if (seen) seen.rows += rows.length
    if (table.name === journal.table) stepAll(held, journal, walk)
    if (rows.length > 0) onProgress(table.name, before + rows.length)
  }
  assertTables(tables, manifest)
  const verdict = walk.verdict()
  if (verdict.ok) assertHead(verdict.head, manifest)
  return verdict
}

function stepAll(
  { table, rows }: HeldRows,
  { entryOf }: JournalRows,
  walk: ReturnType<typeof walkChain>,
): void {
  const named = namer(table)
  for (const row of rows) if (!walk.step(entryOf(named(row)))) return
}

function namer({ columns }: HeldTable): (row: readonly unknown[]) => Record<string, unknown> {
  return (row) => {
    const named: Record<string, unknown> = {}
    for (let i = 0; i < columns.length; i += 1) named[columns[i] ?? ''] = row[i]
    return named
  }
}

function assertTables(found: BackupManifest['tables'], { tables }: BackupManifest): void {
  const differs = tables.find(({ name, rows }, i) => found[i]?.name !== name || found[i]?.rows !== rows)
  if (!differs && found.length === tables.length) return
  throw new GatewayError('BACKUP_INVALID', {
    where: 'contents',
    detail: `行数与末行所述不符 not as many rows as the last line says${differs ? `, in ${differs.name}` : ''}`,
  })
}

function assertHead({ sequence, hash }: ChainHead, { journal }: BackupManifest): void {
  if (journal.sequence === sequence && journal.hash === hash) return
  throw new GatewayError('BACKUP_INVALID', {
    where: 'journal',
    detail: `日志结尾与末行所述不符 ends at entry ${sequence}, by the last line at ${journal.sequence}`,
  })
}
