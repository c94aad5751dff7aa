import type { Slot } from './traffic-slots.ts'

export interface ChartLook {
  good: string
  bad: string
  line: string
  ink: string
  font: string
}

/** Answered and failed as bars on each other, the p95 as a line on an axis of its own. */
export function trafficOption(traffic: readonly Slot[], { good, bad, line, ink, font }: ChartLook) {
  const text = { color: ink, fontFamily: font, fontSize: 13 }
  const bars = { type: 'bar' as const, stack: 'asked', barMaxWidth: 24 }
  return {
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 8, top: 56, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: text },
    // Drawn on the canvas: a tooltip of HTML would bring styles that the content security policy refuses.
    tooltip: { trigger: 'axis' as const, renderMode: 'richText' as const },
    xAxis: { type: 'category' as const, data: traffic.map(({ at }) => at.slice(11, 16)), axisLabel: text },
    yAxis: [
      { type: 'value' as const, name: '次', minInterval: 1, axisLabel: text, nameTextStyle: text },
      {
        type: 'value' as const,
        name: 'p95 毫秒',
        axisLabel: text,
        nameTextStyle: text,
        splitLine: { show: false },
      },
    ],
    series: [
      {
        ...bars,
        name: '成功',
        data: traffic.map(({ asked, failed }) => asked - failed),
        itemStyle: { color: good },
      },
      {
        ...bars,
        name: '失败',
        data: traffic.map(({ failed }) => failed),
        itemStyle: {
          color: bad,
          decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], color: 'rgba(255,255,255,.5)' },
        },
      },
      {
        type: 'line' as const,
        name: 'p95',
        yAxisIndex: 1,
        // No question, no time: a gap, never 0.
        data: traffic.map(({ p95Ms }) => p95Ms ?? null),
        itemStyle: { color: line },
        symbol: 'circle',
        symbolSize: 4,
        // Else echarts leaves out symbols where it leaves out labels, and a single figure would not be seen.
        showAllSymbol: true,
      },
    ],
  }
}
