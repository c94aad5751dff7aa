import { expect, test } from '@jest/globals'
import { trafficOption } from '../../../../src/console/web/board/traffic-option.ts'
import { evenSlots } from '../../../../src/console/web/board/traffic-slots.ts'

const now = '2026-11-28T12:02:00+08:00'
const look = { good: 'g', bad: 'b', line: 'l', ink: 'i', font: 'f' }

test('24 hours by five minutes, each in its place, those without questions empty', () => {
  const slots = evenSlots([{ at: '2026-11-28T11:55:00+08:00', asked: 7, failed: 2, p95Ms: 80 }], now)
  expect(slots).toHaveLength(288)
  expect(slots.at(0)).toEqual({ at: '2026-11-27T12:05:00+08:00', asked: 0, failed: 0 })
  expect(slots.slice(-2)).toEqual([
    { at: '2026-11-28T11:55:00+08:00', asked: 7, failed: 2, p95Ms: 80 },
    { at: '2026-11-28T12:00:00+08:00', asked: 0, failed: 0 },
  ])
})

test('the chart stacks what failed on what succeeded, and has a gap where no time is known', () => {
  const { series } = trafficOption(
    [
      { at: now, asked: 7, failed: 2, p95Ms: 80 },
      { at: now, asked: 0, failed: 0 },
    ],
    look,
  )
  expect(series.map(({ name, data }) => [name, data])).toEqual([
    ['成功', [5, 0]],
    ['失败', [2, 0]],
    ['p95', [80, null]],
  ])
})

test('the tooltip is drawn on the canvas: the content security policy refuses one of HTML', () => {
  expect(trafficOption([], look).tooltip.renderMode).toBe('richText')
})
