import type { BasisPoints, Fen } from '../contracts/generated/types.ts'

const units = { fen: 1n, jiao: 10n, yuan: 100n } as const
const directions = ['truncate', 'round', 'ceil'] as const

/** How a centre rounds monthly amounts (月缴存额): down, half up or up, to whole fen, jiao or yuan (分、角、元). */
export type Rounding = `${(typeof directions)[number]}-${keyof typeof units}`

const roundings = directions.flatMap((direction) =>
  (['fen', 'jiao', 'yuan'] as const).map((unit) => ({
    name: `${direction}-${unit}` as const,
    direction,
    unit,
  })),
)

/** How an amount comes of its base and ratios. */
export type Fit =
  | 'exact'
  /** By each of these roundings, and not without; none fits an amount that comes of something else. */
  | readonly Rounding[]

/** How a monthly amount comes of base × ratio. Amounts and base are not negative. */
export function fitOfShare(base: Fen, ratio: BasisPoints, monthly: Fen): Fit {
  return fit(monthly, [product(base, ratio)])
}

/** How the total of both parts comes of base and ratios, where each part is rounded, or the total is. */
export function fitOfTotal(base: Fen, ratios: readonly [BasisPoints, BasisPoints], total: Fen): Fit {
  const [unit, own] = ratios
  const apart = fit(total, [product(base, unit), product(base, own)])
  const together = fit(total, [product(base, unit + own)])
  if (apart === 'exact' || together === 'exact') return 'exact'
  return [...new Set([...apart, ...together])]
}

/** Terms are in ten-thousandths of a fen, so that nothing is lost. */
function fit(amount: Fen, terms: readonly bigint[]): Fit {
  const sum = terms.reduce((total, term) => total + term, 0n)
  if (sum === BigInt(amount) * 10_000n) return 'exact'
  return roundings
    .filter(({ direction, unit }) => {
      const parts = terms.map((term) => rounded(term, direction, units[unit] * 10_000n))
      return parts.reduce((total, part) => total + part, 0n) === BigInt(amount) * 10_000n
    })
    .map(({ name }) => name)
}

function rounded(term: bigint, direction: (typeof directions)[number], unit: bigint): bigint {
  const rest = term % unit
  const down = term - rest
  if (rest === 0n || direction === 'truncate') return down
  return direction === 'ceil' || rest * 2n >= unit ? down + unit : down
}

function product(base: Fen, ratio: BasisPoints): bigint {
  return BigInt(base) * BigInt(ratio)
}
