import type { PrintingStore } from '../../console/check/ports.ts'
import { change, type Database, row } from '../database.ts'
import type { Sealer } from '../sealer.ts'

/** What was put on paper here. Whoever reads the store learns no verification code. */
export function createPrintingTable(deps: { database: Database; sealer: Sealer }): PrintingStore {
  const { database, sealer } = deps
  const hashOf = (number: string, code: string): string => sealer.keyedHash(`printed ${number} ${code}`)
  return {
    async keep({ number, code, exchangeId, at }) {
      await database.write(() =>
        change(
          `insert into printed_certificate (number, code_hash, exchange_id, printed_at) values (?, ?, ?, ?)
           on conflict do nothing`,
          number,
          hashOf(number, code),
          exchangeId,
          at,
        ),
      )
    },
    async exchangeOf(number, code) {
      const found = await database.read(() =>
        row(
          'select exchange_id from printed_certificate where number = ? and code_hash = ?',
          number,
          hashOf(number, code),
        ),
      )
      return found && String(found['exchange_id'])
    },
  }
}
