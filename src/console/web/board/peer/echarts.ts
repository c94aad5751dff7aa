// Only what the one chart needs of echarts, in a file of its own so that it is loaded with the chart and not before.
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

export type Chart = ReturnType<typeof createChart>

export function createChart(place: HTMLElement) {
  return init(place, undefined, { renderer: 'canvas' })
}
