import { fen as wholeFen, parseTenThousandYuan, parseYuan } from '../../../domain/money.ts'
import { read, type Read } from './read.ts'

/** Fen of an amount in yuan, such as 6000, 6000.00 or 6,000.00; of further decimals the second is rounded HALF_UP. */
export function yuan(text: string): Read | undefined {
  return read(parseYuan(text), ...roundedBeyond(2, text))
}

/** Fen of an amount in ten thousand yuan (万元), such as 50 or 12.345678. */
export function tenThousandYuan(text: string): Read | undefined {
  return read(parseTenThousandYuan(text), ...roundedBeyond(6, text))
}

/** An amount in whole fen, as bank interfaces write it, with or without leading zeros. */
export function fen(text: string): Read | undefined {
  const amount = /^-?\d{1,30}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(amount) ? read(wholeFen(amount)) : undefined
}

function roundedBeyond(decimals: number, text: string): string[] {
  const rest = text.split('.', 2)[1]?.slice(decimals) ?? ''
  return /[1-9]/.test(rest) ? ['rounded-half-up'] : []
}
