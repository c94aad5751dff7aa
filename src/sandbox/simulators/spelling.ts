// How centres write amounts, ratios and dates.

/** Fen as yuan with two decimals: 600000 is 6000.00. */
export function yuanText(fen: number): string {
  return (fen / 100).toFixed(2)
}

/** Hundredths of a percent as a percentage: 1200 is 12.00, with three decimals 12.000. */
export function percentText(basisPoints: number, decimals: number): string {
  return (basisPoints / 100).toFixed(decimals)
}

/** YYYYMMDD as YYYY-MM-DD. */
export function dashedDate(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
}

/** Fen as yuan with two decimals and commas between thousands: 600000 is 6,000.00. */
export function groupedYuan(fen: number): string {
  return yuanText(fen).replaceAll(/\B(?=(?:\d{3})+\.)/g, ',')
}

/** YYYYMM as on forms: 202405 is 2024年5月. */
export function monthInWords(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(4))}月`
}
