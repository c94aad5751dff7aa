/** What stands where a figure is not known: it is not 0. */
export const unknown = '–'

/** 0 to 100, to a tenth: what is not quite all never reads as all, and a little never as nothing. */
export function percentText(percent: number | undefined): string {
  if (percent === undefined) return unknown
  if (percent === 0 || percent === 100) return `${percent} %`
  if (percent < 0.1) return '<0.1 %'
  return percent > 99.9 ? '>99.9 %' : `${percent.toFixed(1)} %`
}

/** Milliseconds as 85 ms, or 1.2 s. */
export function milliseconds(ms: number | undefined): string {
  if (ms === undefined) return unknown
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** Several times in one unit: 38/85/140 ms. */
export function timesText(times: readonly (number | undefined)[]): string {
  const known = times.filter((ms) => ms !== undefined)
  if (known.length === 0) return unknown
  const inSeconds = Math.max(...known) >= 1000
  const figures = times.map((ms) => {
    if (ms === undefined) return unknown
    return inSeconds ? (ms / 1000).toFixed(1) : String(Math.round(ms))
  })
  return `${figures.join('/')} ${inSeconds ? 's' : 'ms'}`
}

/** How near an end is: as far as days go, by the levels of the gateway's own warnings. */
export type Nearness = 'ended' | 'urgent' | 'warning' | 'notice' | 'far'

export function nearness(daysLeft: number): Nearness {
  if (daysLeft < 0) return 'ended'
  if (daysLeft <= 3) return 'urgent'
  if (daysLeft <= 14) return 'warning'
  return daysLeft <= 30 ? 'notice' : 'far'
}

export function daysText(daysLeft: number | undefined): string {
  if (daysLeft === undefined) return unknown
  if (daysLeft < 0) return '已到期'
  return daysLeft === 0 ? '不足 1 天' : `${daysLeft} 天`
}

/** 3 天后到期，查看处置手册 */
export function endsText(daysLeft: number): string {
  if (daysLeft < 0) return '已到期'
  return daysLeft === 0 ? '今天到期' : `${daysLeft} 天后到期`
}
