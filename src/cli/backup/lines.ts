import { chinaDateTime } from '../../clock.ts'
import type { BackupManifest } from '../../contracts/generated/types.ts'
import type { ChainVerdict } from '../../journal/verify-chain.ts'
import { chainFaults } from '../journal/head.ts'

/** What a backup is, for people. */
export function manifestLines({ iss, iat, tables, migrations, journal }: BackupManifest): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return [
    `  机构 member: ${iss}　${chinaDateTime(iat * 1000)}`,
    `  ${tables.length} 张表 tables，${rows} 行 rows，模式 schema: ${migrations.at(-1) ?? ''}`,
    `  日志链头 journal head: ${journal.sequence}:${journal.hash}`,
  ]
}

/** The same for scripts. */
export function manifestJson({ iat, ...manifest }: BackupManifest): object {
  const { iss, gateway, migrations, tables, journal, bytes, digest } = manifest
  return {
    member: iss,
    takenAt: chinaDateTime(iat * 1000),
    gateway,
    migrations,
    tables,
    journal,
    bytes,
    digest,
  }
}

/** A journal in a backup that itself is whole. */
export function journalLines(verdict: ChainVerdict): string[] {
  if (verdict.ok) return ['✓ 日志完整 the journal is whole']
  return [
    `✗ 日志不完整：备份时即如此 the journal is not whole, as it was in the store: 第 ${verdict.sequence} 条 entry ${verdict.sequence}: ${chainFaults[verdict.fault]}`,
  ]
}
