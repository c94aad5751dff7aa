import type { DatabaseSync } from 'node:sqlite'
import type { GroupCommit } from './group-commit.ts'

/** Running numbers from 1 under a name, unique across processes and restarts. A stop leaves a gap, never a repeat. */
export interface RunningNumbers {
  next(name: string): number | Promise<number>
}

/** How many numbers one durable write reserves. */
const block = 100

export function createRunningNumbers(deps: { database: DatabaseSync; group: GroupCommit }): RunningNumbers {
  const reserve = deps.database.prepare(
    'insert into running_number (name, next) values (?1, 1 + ?2) on conflict (name) do update set next = next + ?2 returning next',
  )
  const reserved = new Map<string, { next: number; end: number }>()
  let refilling: Promise<void> | undefined

  async function refill(name: string): Promise<void> {
    const end = await deps.group.run(() => Number(reserve.get(name, block)?.next))
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
