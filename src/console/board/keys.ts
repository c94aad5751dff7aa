import { chinaDate } from '../../clock.ts'
import { daysLeft, expiryLevel } from '../../domain/expiry.ts'
import { headingOf } from '../../expiry/advice.ts'
import type { ShownKeys } from '../shown/board.ts'
import { guideTo } from './alarm.ts'

/** A certificate of our own that is in use, or that the directory lists for us. Instants in epoch milliseconds. */
export interface OwnListed {
  use: 'sign' | 'tls'
  thumbprint: string
  subject: string
  notBefore: number
  notAfter: number
  inUse: boolean
  /** When it was or will be out of use. */
  retired: number | undefined
}

export interface ListedAnchor {
  subject: string
  thumbprint: string
  notAfter: number
}

/** Keys and certificates (密钥与证书), those in use first, then by their end. */
export function shownKeys(
  own: readonly OwnListed[],
  anchors: readonly ListedAnchor[],
  now: number,
): ShownKeys {
  const order = ['current', 'next', 'retiring', 'retired']
  const keys = own
    .map((each) => shownKey(each, own, now))
    .toSorted((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage) || a.daysLeft - b.daysLeft)
  return {
    keys,
    anchors: anchors.map(({ subject, thumbprint, notAfter }) => ({
      subject,
      thumbprint,
      notAfter: chinaDate(notAfter),
      daysLeft: daysLeft(notAfter, now),
    })),
  }
}

function shownKey(key: OwnListed, own: readonly OwnListed[], now: number): ShownKeys['keys'][number] {
  const stage = stageOf(key, own, now)
  const level = stage === 'retired' ? undefined : expiryLevel({ until: key.notAfter }, now)
  return {
    kid: key.thumbprint,
    use: key.use,
    subject: key.subject,
    notBefore: chinaDate(key.notBefore),
    notAfter: chinaDate(key.notAfter),
    daysLeft: daysLeft(key.notAfter, now),
    stage,
    ...(level && { level, guide: guideTo(headingOf({ use: key.use, own: true })) }),
  }
}

/** Where a rotation stands: the next one is listed before it is used, the last one after. */
function stageOf(key: OwnListed, own: readonly OwnListed[], now: number): ShownKeys['keys'][number]['stage'] {
  if (key.inUse) return 'current'
  if (key.retired !== undefined) return key.retired <= now ? 'retired' : 'retiring'
  const current = own.find(({ use, inUse }) => inUse && use === key.use)
  return current && key.notBefore < current.notBefore ? 'retiring' : 'next'
}
