import { type Database, row } from '../database.ts'

/** Running numbers from 1 under a name, unique across processes and restarts. A stop leaves a gap, never a repeat. */
export interface RunningNumbers {
  next(name: string): number | Promise<number>
}

/** How many numbers one durable write reserves. */
const block = 100

export function createRunningNumbers(database: Database): RunningNumbers {
  const reserved = new Map<string, { next: number; end: number }>()
  let refilling: Promise<void> | undefined

  async function refill(name: string): Promise<void> {
    const kept = await database.write(() =>
      row(
        `insert into running_number (name, next) values (?, ?)
         on conflict (name) do update set next = running_number.next + ? returning next`,
        name,
        1 + block,
        block,
      ),
    )
    const end = Number(kept?.['next'])
    reserved.clear()
    reserved.set(name, { next: end - block, end })
  }

  async function afterRefill(name: string): Promise<number> {
    for (;;) {
      const range = reserved.get(name)
      if (range && range.next < range.end) return range.next++
      refilling ??= refill(name).finally(() => {
        refilling = undefined
      })
      await refilling
    }
  }

  return {
    next(name) {
      const range = reserved.get(name)
      return range && range.next < range.end ? range.next++ : afterRefill(name)
    },
  }
}
