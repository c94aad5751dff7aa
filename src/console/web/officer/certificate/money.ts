import { fen, formatYuanGrouped } from '../../../../domain/money.ts'
import { basisPoints, formatPercent } from '../../../../domain/ratio.ts'

/** 1,234.50 元; undefined stays undefined: what was not given is never 0. */
export function yuanText(amount: number | undefined): string | undefined {
  return amount === undefined ? undefined : `${formatYuanGrouped(fen(amount))} 元`
}

export function percentText(ratio: number | undefined): string | undefined {
  return ratio === undefined ? undefined : formatPercent(basisPoints(ratio))
}
