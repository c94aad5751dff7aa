import {
  type RateCount,
  type RateVerdict,
  type RequestRate,
  rateSeconds,
  rateVerdict,
} from '../../domain/request-rate.ts'
import { change, type Database, rows, type Work } from '../database.ts'

interface Asked {
  who: string
  limit: number
  now: number
  requests: number
}

/** Counts for all instances that share the database: writes come one after another, so none of them counts past another. */
export function createRateTable(database: Database): RequestRate {
  return {
    admit: (who, limit, now, requests = 1) => database.write(() => admit({ who, limit, now, requests })),
  }
}

function* admit(asked: Asked): Work<RateVerdict> {
  const { second, oldest } = rateSeconds(asked.now)
  const verdict = rateVerdict(yield* counted(asked.who, oldest), asked)
  if (verdict.waitSeconds > 0) return verdict
  yield* change('delete from request_count where who = ? and second < ?', asked.who, oldest)
  yield* change(
    `insert into request_count (who, second, requests) values (?, ?, ?)
     on conflict (who, second) do update set requests = request_count.requests + ?`,
    asked.who,
    second,
    asked.requests,
    asked.requests,
  )
  return verdict
}

function* counted(who: string, oldest: number): Work<RateCount[]> {
  const found = yield* rows(
    'select second, requests from request_count where who = ? and second >= ? order by second',
    who,
    oldest,
  )
  return found.map((one) => ({ second: Number(one['second']), requests: Number(one['requests']) }))
}
