import type { UpkeepDone, UpkeepStore } from '../../domain/upkeep.ts'
import { change, type Database, row, type Work } from '../database.ts'

export function createUpkeepTable(database: Database): UpkeepStore {
  return {
    async done({ kind, at, holds, entries }) {
      await database.write(() =>
        change(
          `insert into upkeep (kind, at, holds, entries) values (?, ?, ?, ?)
           on conflict (kind) do update set at = excluded.at, holds = excluded.holds, entries = excluded.entries`,
          kind,
          at,
          Number(holds),
          entries ?? null,
        ),
      )
    },
    last: (kind) => database.read(() => lastOf(kind)),
  }
}

function* lastOf(kind: UpkeepDone['kind']): Work<UpkeepDone | undefined> {
  const done = yield* row('select at, holds, entries from upkeep where kind = ?', kind)
  const restored =
    kind === 'drill' ? yield* row('select at, sequence from restore order by at desc limit 1') : undefined
  const found = Number(restored?.['at'] ?? 0) > Number(done?.['at'] ?? 0) ? restored : done
  if (!found) return undefined
  const entries = found['entries'] ?? found['sequence']
  return {
    kind,
    at: Number(found['at']),
    holds: found === restored || Number(found['holds']) === 1,
    entries: entries === null || entries === undefined ? undefined : Number(entries),
  }
}
