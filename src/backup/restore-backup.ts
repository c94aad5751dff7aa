import type { ChainHead } from '../journal/entry.ts'
import { chinaDate, type Clock } from '../clock.ts'
import { certificateSequence } from '../domain/certificate-number.ts'
import type { LiftedNumbers, Progress, StoreRefill } from './ports.ts'
import { readContents } from './read-contents.ts'
import type { WholeBackup } from './verify-backup.ts'

/** Fills a store from a backup that was verified; gives where what was there before is kept. */
export async function restoreBackup(
  { file, key, manifest }: Pick<WholeBackup, 'file' | 'key' | 'manifest'>,
  refill: StoreRefill,
  clock: Clock,
  onProgress: Progress,
): Promise<string | undefined> {
  const journal: ChainHead = manifest.journal
  let table: string | undefined
  for await (const held of readContents(file, key)) {
    if (held.table.name !== table) {
      table = held.table.name
      await refill.table(held.table)
    }
    if (held.rows.length === 0) continue
    await refill.rows(held.rows)
    onProgress(table, held.before + held.rows.length)
  }
  const at = clock()
  const { iat: takenAt, storeKey } = manifest
  return refill.finish({ at, takenAt, journal, storeKey, numbers: liftedNumbers(at) })
}

/** Each start of a gateway reserves some numbers that it may never give. */
const reserved = 10_000

/**
 * A day has 999 999 numbers, so ten a second is more than can be given: from there on none was given that day, whether the store
 * is restored once or again and again.
 */
export function liftedNumbers(now: number): LiftedNumbers {
  const date = chinaDate(now)
  const seconds = Math.floor((now - Date.parse(`${date}T00:00:00+08:00`)) / 1000)
  return { from: 10 * seconds + reserved, by: reserved, names: [certificateSequence(date)] }
}
