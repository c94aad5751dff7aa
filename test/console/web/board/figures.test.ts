import { describe, expect, test } from '@jest/globals'
import {
  daysText,
  endsText,
  milliseconds,
  nearness,
  percentText,
  timesText,
} from '../../../../src/console/web/board/figures.ts'

describe('a share', () => {
  test.each([
    [undefined, '–'],
    [0, '0 %'],
    [100, '100 %'],
    [100 / 7, '14.3 %'],
    [99.9, '99.9 %'],
    [0.04, '<0.1 %'],
    [99.96, '>99.9 %'],
  ])('of %p reads %s: unknown is not 0, a little not nothing, nearly all not all', (percent, text) => {
    expect(percentText(percent)).toBe(text)
  })
})

describe('a time', () => {
  test.each([
    [undefined, '–'],
    [85.4, '85 ms'],
    [1234, '1.2 s'],
  ])('of %p reads %s', (ms, text) => {
    expect(milliseconds(ms)).toBe(text)
  })
})

describe('times side by side', () => {
  test.each([
    [[38, 85.2, 140], '38/85/140 ms'],
    [[812, 2400, 4100], '0.8/2.4/4.1 s'],
    [[38, undefined, 140], '38/–/140 ms'],
    [[undefined, undefined], '–'],
  ])('%p read %s, in one unit', (times, text) => {
    expect(timesText(times)).toBe(text)
  })
})

describe('days to an end', () => {
  test.each([
    [-1, 'ended', '已到期', '已到期'],
    [0, 'urgent', '不足 1 天', '今天到期'],
    [3, 'urgent', '3 天', '3 天后到期'],
    [14, 'warning', '14 天', '14 天后到期'],
    [30, 'notice', '30 天', '30 天后到期'],
    [31, 'far', '31 天', '31 天后到期'],
  ])('%i: %s', (days, near, left, ends) => {
    expect([nearness(days), daysText(days), endsText(days)]).toEqual([near, left, ends])
  })

  test('are not told where nobody knows them', () => {
    expect(daysText(undefined)).toBe('–')
  })
})
