import { chinaDateTime } from '../clock.ts'
import type { CentreStatus, OfficeCentre } from '../contracts/generated/types.ts'
import { latest } from './day-counts.ts'
import type { DayCount } from './ports.ts'

/** What is known of a centre at this moment; the breaker's state before it is asked. */
export interface Health {
  code: string
  state: 'closed' | 'open' | 'half-open' | 'unproven'
  nextAttemptAt?: number
}

const words = { closed: 'well', open: 'failing', 'half-open': 'failing', unproven: 'unknown' } as const

/** How a centre is now, and how often it responded, by day. Where nobody asked, nothing is said: silence is not 100 %. */
export function centreStatus(
  { code, name, relayedBy }: Pick<OfficeCentre, 'code' | 'name' | 'relayedBy'>,
  health: Health | undefined,
  days: readonly DayCount[],
): CentreStatus {
  const own = days.filter(({ centre }) => centre === code)
  const lastRespondedAt = latest(own)
  const next = health?.nextAttemptAt
  return {
    code,
    name,
    ...(relayedBy && { relayedBy }),
    state: health ? words[health.state] : 'unknown',
    ...(next !== undefined && { nextAttemptAt: chinaDateTime(next) }),
    ...(lastRespondedAt !== undefined && { lastRespondedAt: chinaDateTime(lastRespondedAt) }),
    ...counted(own),
    history: own
      .toSorted((a, b) => a.day.localeCompare(b.day))
      .map((each) => ({ day: each.day, ...counted([each]) })),
  }
}

function counted(days: readonly DayCount[]): Pick<CentreStatus, 'asked' | 'responded' | 'availability'> {
  const asked = days.reduce((sum, each) => sum + each.asked, 0)
  const responded = days.reduce((sum, each) => sum + each.responded, 0)
  // Down, so that one failure among a million still shows.
  return {
    asked,
    responded,
    ...(asked > 0 && { availability: Math.floor((responded * 10_000) / asked) }),
  }
}
