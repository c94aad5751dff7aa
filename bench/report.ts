import type { ContenderName } from './contenders.ts'
import { promised, type RatioName, ratioNames, type Spread, type Summary } from './summary.ts'

const titles: Record<ContenderName, string> = {
  bare: '(a) bare node:https, verify + sign',
  plain: '(b) express + jose + a transaction each',
  gateway: '(c) this gateway, everything on',
  bareHttp: '(a) over plain http, for reference',
}

/** The summary for people, in lines: medians over the rounds, lowest and highest in brackets. */
export function report(summary: Summary): string[] {
  const { servers, ratios } = summary
  const rows = (['bare', 'plain', 'gateway', 'bareHttp'] as const).map((name) => {
    const { rate, cpuMicros, p50, p99, generator } = servers[name]
    return [
      titles[name],
      shown(rate, 0),
      shown(cpuMicros, 0),
      (servers.bare.cpuMicros.median / cpuMicros.median).toFixed(2),
      p50.median.toFixed(1),
      p99.median.toFixed(1),
      `${Math.round(generator.median * 100)} %`,
    ]
  })
  const head = ['', 'requests/s', 'CPU µs/request', 'of (a)', 'p50 ms', 'p99 ms', 'generator']
  const verdicts = ratioNames.map((name) => [
    `(c) against ${titles[name].slice(0, 3)}${name === 'bareHttp' ? ' over plain http' : ''}`,
    shown(ratios[name].cpu, 2),
    shown(ratios[name].rate, 2),
    verdict(name, ratios[name].cpu.median),
  ])
  return [...table([head, ...rows]), '', ...table([['', 'by CPU', 'by rate', ''], ...verdicts])]
}

function verdict(name: RatioName, ratio: number): string {
  const least = promised[name]
  if (least === undefined) return ''
  return ratio >= least ? `at least ${least}: kept` : `at least ${least}: NOT kept`
}

function shown({ median, min, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   ')
      .trimEnd(),
  )
}
