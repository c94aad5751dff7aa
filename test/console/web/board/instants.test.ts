import { describe, expect, test } from '@jest/globals'
import {
  endOf,
  fullTime,
  instantOf,
  lengthText,
  secondsBetween,
  shortTime,
} from '../../../../src/console/web/board/instants.ts'
import { stillSince } from '../../../../src/console/web/board/staleness.ts'

const now = '2026-11-28T18:32:05+08:00'

describe('an instant', () => {
  test('reads as China tells it, whatever the browser thinks', () => {
    expect(fullTime(now)).toBe('2026-11-28 18:32:05')
  })

  test('of today is a time, of another day a date too', () => {
    expect([shortTime(now, now), shortTime('2026-11-27T09:00:00+08:00', now)]).toEqual([
      '18:32:05',
      '11-27 09:00',
    ])
  })

  test('that nobody knows is a dash', () => {
    expect([fullTime(undefined), shortTime(undefined, now)]).toEqual(['–', '–'])
  })

  test('from a field without a zone is one of China', () => {
    expect(instantOf('2026-11-28T18:32')).toBe(now.replace(':05', ':00'))
    expect(instantOf('2026-11-28T18:32:05')).toBe(now)
    expect(instantOf('')).toBeUndefined()
  })

  test('until which is looked for has its whole minute in it, or second', () => {
    expect(endOf('2026-11-28T18:32')).toBe('2026-11-28T18:32:59.999+08:00')
    expect(endOf('2026-11-28T18:32:05')).toBe('2026-11-28T18:32:05.999+08:00')
    expect(endOf('')).toBeUndefined()
  })
})

describe('a length of time', () => {
  test.each([
    [0, '0 秒'],
    [65, '1 分 05 秒'],
    [7800, '2 小时 10 分'],
    [439_200, '5 天 2 小时'],
  ])('of %i seconds reads %s', (seconds, text) => {
    expect(lengthText(seconds)).toBe(text)
  })

  test('is never below nothing', () => {
    expect(secondsBetween(now, '2026-11-28T18:32:00+08:00')).toBe(0)
    expect(secondsBetween('2026-11-28T18:32:00+08:00', now)).toBe(5)
  })
})

describe('a board that stands still', () => {
  test('says so after three missed looks, and since when', () => {
    expect(stillSince(1_000, 6_999, 2_000)).toBeUndefined()
    expect(stillSince(1_000, 13_500, 2_000)).toBe('12 秒前')
  })

  test('says nothing before its first look ended', () => {
    expect(stillSince(undefined, 99_000, 2_000)).toBeUndefined()
  })
})
