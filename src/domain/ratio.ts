declare const brand: unique symbol

/** Ratio (比例) in whole basis points, 0 to 10000: 12 % is 1200. */
export type BasisPoints = number & { readonly [brand]: 'BasisPoints' }

function isBasisPoints(value: number): value is BasisPoints {
  return Number.isInteger(value) && value >= 0 && value <= 10_000
}

/** Vouches for a number that is known to be basis points. Throws RangeError on anything but a whole number 0 to 10000. */
export function basisPoints(value: number): BasisPoints {
  const ratio = value + 0 // so that -0 becomes 0
  if (!isBasisPoints(ratio)) throw new RangeError(`not whole basis points from 0 to 10000: ${value}`)
  return ratio
}

/** Reads a percentage: "8", "8.000", "12.00" or "8%". Undefined when it is not whole basis points from 0 to 100 %. */
export function parsePercent(text: string): BasisPoints | undefined {
  return exactly(/^(\d+)(?:\.(\d{1,2})0*)?%?$/.exec(text), 2)
}

/** Reads a fraction of one: "0.12" is 12 %. Undefined when it is not whole basis points from 0 to 1. */
export function parseFraction(text: string): BasisPoints | undefined {
  return exactly(/^(\d+)(?:\.(\d{1,4})0*)?$/.exec(text), 4)
}

/** Percentage without needless zeros: "12%", "8.5%". */
export function formatPercent(ratio: BasisPoints): string {
  return `${ratio / 100}%`
}

// The point is moved as text: 0.07 × 10000 in floating point is not 700.
function exactly(match: RegExpExecArray | null, places: number): BasisPoints | undefined {
  const [, whole, decimals = ''] = match ?? []
  if (whole === undefined) return undefined
  const ratio = Number(whole + decimals.padEnd(places, '0'))
  return isBasisPoints(ratio) ? ratio : undefined
}
