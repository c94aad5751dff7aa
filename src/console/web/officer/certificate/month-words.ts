import type { ShownCertificate } from '../../../shown/cases.ts'

type Year = NonNullable<ShownCertificate['months']>[number]
export type MonthState = Year['states'][number]

export const monthStates: Record<MonthState, string> = { paid: '已缴', gap: '未缴', unknown: '未列出' }

/** 「2025-03 至 2025-05 未缴，共 3 个月」, for those who do not see the strip. */
export function gapTexts(gaps: ShownCertificate['gaps']): string[] {
  return gaps.map(({ from, to }) =>
    from === to ? `${from} 未缴，共 1 个月` : `${from} 至 ${to} 未缴，共 ${monthsFrom(from, to)} 个月`,
  )
}

/** A year in one breath: 「2025 年：已缴 7 个月，未缴 3 个月（3 月、4 月、5 月），未列出 2 个月」 */
export function yearText({ year, states }: Year): string {
  const count = (wanted: MonthState) => states.filter((state) => state === wanted).length
  const gaps = states.flatMap((state, index) => (state === 'gap' ? [`${index + 1} 月`] : []))
  const missing = gaps.length > 0 ? `，未缴 ${gaps.length} 个月（${gaps.join('、')}）` : ''
  const unknown = count('unknown') > 0 ? `，${monthStates.unknown} ${count('unknown')} 个月` : ''
  return `${year} 年：已缴 ${count('paid')} 个月${missing}${unknown}`
}

function monthsFrom(from: string, to: string): number {
  const ordinal = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))
  return ordinal(to) - ordinal(from) + 1
}
