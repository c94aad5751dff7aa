import { parseFraction, parsePercent } from '../../../domain/ratio.ts'
import { read, type Read } from './read.ts'

/** Basis points of a percentage: 12, "8.000", "12%". */
export function percent(text: string): Read | undefined {
  return read(parsePercent(text.replace(/\s*[%％]$/, '%')))
}

/** Basis points of a fraction of one: 0.12. */
export function fraction(text: string): Read | undefined {
  return read(parseFraction(text))
}

/**
 * Basis points of either, for an interface that writes both: with a percent sign or above 1 it is a percentage, below 1 a
 * fraction. 1 without a sign is refused: it is 1 % or the whole.
 */
export function ratio(text: string): Read | undefined {
  const size = Number(text)
  if (size === 1) return undefined
  const asFraction = size < 1
  const found = asFraction ? fraction(text) : percent(text)
  return found && read(found.value, asFraction ? 'read-as-fraction' : 'read-as-percent')
}
