import { chinaDateTime } from '../clock.ts'
import type { AnnouncedMaintenance } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'

/** Announced work, during which new questions are not taken (维护). Instants in epoch milliseconds. */
export interface Maintenance {
  /** For whoever asks meanwhile; never anything about a person. */
  message: { zh: string; en: string }
  since: number
  /** Ends by itself then; undefined: when an operator says so. */
  until: number | undefined
}

/** Keeps the announcement for all instances. Everything fails with STORE_UNAVAILABLE. */
export interface MaintenanceStore {
  announced(): Promise<Maintenance | undefined>
  announce(maintenance: Maintenance): Promise<void>
  /** False: nothing was announced. */
  end(): Promise<boolean>
}

/** After how many seconds to come again where no end is known, and at most: it may end earlier than was said. */
const again = { unknown: 300, most: 900 }

/** What is announced, while it lasts. */
export function inForce(announced: Maintenance | undefined, now: number): Maintenance | undefined {
  return announced && now < (announced.until ?? Infinity) ? announced : undefined
}

/** As others are told of it. */
export function toldMaintenance({ message, since, until }: Maintenance): AnnouncedMaintenance {
  return {
    message,
    since: chinaDateTime(since),
    ...(until !== undefined && { until: chinaDateTime(until) }),
  }
}

/** Fails with MAINTENANCE, the message in it, while work is announced. */
export function assertInService(announced: Maintenance | undefined, now: number): void {
  const maintenance = inForce(announced, now)
  if (!maintenance) return
  const { message, until } = maintenance
  const end = until === undefined ? '' : `（至 until ${chinaDateTime(until)}）`
  throw new GatewayError('MAINTENANCE', {
    detail: `${[message.zh, message.en].filter((text) => text !== '').join(' ')}${end}`,
    retryAfterSeconds:
      until === undefined ? again.unknown : Math.min(again.most, Math.ceil((until - now) / 1000)),
  })
}
