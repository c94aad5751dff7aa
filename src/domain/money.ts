declare const brand: unique symbol

/** Amount of money in whole fen (分), a safe integer, negative when booked back. 1 yuan (元) = 100 fen. */
export type Fen = number & { readonly [brand]: 'Fen' }

function isFen(value: number): value is Fen {
  return Number.isSafeInteger(value)
}

/** Vouches for a number that is known to be whole fen. Throws RangeError on anything but a safe integer. */
export function fen(value: number): Fen {
  const amount = value + 0 // so that -0 becomes 0
  if (!isFen(amount)) throw new RangeError(`not whole fen within safe integers: ${value}`)
  return amount
}

const yuan = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/

/**
 * Reads a decimal amount in yuan, such as "6000.00", "6,000.5" or "-1.20".
 * Decimals beyond the second are rounded HALF_UP (a tie away from zero, as java.math.BigDecimal does).
 * Undefined for everything else: an exponent, white space, a plus sign, misplaced commas, amounts beyond safe integers.
 */
export function parseYuan(text: string): Fen | undefined {
  const [, sign, whole, decimals = ''] = yuan.exec(text) ?? []
  if (whole === undefined) return undefined
  // Digits are moved as text; a Number is exact here, or too large to be safe and then refused.
  const digits = whole.replaceAll(',', '') + decimals.slice(0, 2).padEnd(2, '0')
  const magnitude = Number(digits) + (decimals.charAt(2) >= '5' ? 1 : 0)
  return Number.isSafeInteger(magnitude) ? fen(sign === '-' ? -magnitude : magnitude) : undefined
}

/**
 * Reads a decimal amount in ten thousand yuan (万元), such as "50" or "12.3456", as parseYuan does; decimals beyond the
 * sixth are rounded HALF_UP.
 */
export function parseTenThousandYuan(text: string): Fen | undefined {
  const [, sign = '', whole, decimals = ''] = yuan.exec(text) ?? []
  if (whole === undefined) return undefined
  const moved = decimals.padEnd(4, '0')
  return parseYuan(`${sign}${whole.replaceAll(',', '')}${moved.slice(0, 4)}.${moved.slice(4)}0`)
}

/** Yuan with two decimals, for machines: "6000.00". */
export function formatYuan(amount: Fen): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Yuan with two decimals and thousands apart, for people: "6,000.00". */
export function formatYuanGrouped(amount: Fen): string {
  return formatYuan(amount).replace(/\B(?=(?:\d{3})+\.)/g, ',')
}

/** The exact sum, 0 of nothing. Throws RangeError when it is beyond safe integers. */
export function addFen(...amounts: readonly Fen[]): Fen {
  return fen(Number(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n)))
}
