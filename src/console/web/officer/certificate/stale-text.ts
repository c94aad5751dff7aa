import type { ShownCertificate } from '../../../shown/cases.ts'
import { isYesterday } from '../../pure/relative-time.ts'

/** 「数据截至昨日，建议重新查询」, or 「数据截至 2026-11-08，…」 of older data; undefined while it is of today. `now` is such an instant too. */
export function staleText(
  { stale, facts }: Pick<ShownCertificate, 'stale'> & { facts: Pick<ShownCertificate['facts'], 'asOf'> },
  now: string,
): string | undefined {
  if (!stale) return undefined
  const day = isYesterday(facts.asOf, now) ? '昨日' : ` ${facts.asOf.slice(0, 10)}`
  return `数据截至${day}，建议重新查询`
}
