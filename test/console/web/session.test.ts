import { describe, expect, test } from '@jest/globals'
import { createIdle } from '../../../src/console/web/session/idle.ts'
import { requestNumber, signInFault } from '../../../src/console/web/session/sign-in-faults.ts'

const minute = 60_000

describe('idleness', () => {
  test('warns a minute before the lock, counts down, and ends at 0', () => {
    const idle = createIdle(600, 0)
    expect(idle.warning(8 * minute)).toBeUndefined()
    expect(idle.warning(9 * minute)).toBe(60)
    expect(idle.warning(9.5 * minute)).toBe(30)
    expect(idle.warning(11 * minute)).toBe(0)
  })

  test('a hand on it begins anew', () => {
    const idle = createIdle(600, 0)
    idle.hand(9.5 * minute)
    expect(idle.warning(10 * minute)).toBeUndefined()
  })

  test('tells the server of a hand at most once a minute, and not without one', () => {
    const idle = createIdle(600, 0)
    expect(idle.isNews(5 * minute)).toBe(false)
    idle.hand(5 * minute)
    expect(idle.isNews(5 * minute)).toBe(true)
    expect(idle.isNews(5 * minute)).toBe(false)
    idle.hand(5.5 * minute)
    expect(idle.isNews(5.5 * minute)).toBe(false)
    expect(idle.isNews(6 * minute)).toBe(true)
  })
})

describe('a failed sign-in', () => {
  test('says what to do, whatever the code', () => {
    expect(signInFault(null)).toBeUndefined()
    expect(signInFault('CONSOLE_FORBIDDEN')?.title).toBe('您的账号尚未开通本系统')
    expect(signInFault('ANYTHING')?.title).toBe('登录未成功')
  })

  test('shows the number that the server gave it, and no words of whoever made the link', () => {
    const number = '0b4a3f52-9d0c-4c5e-8a57-3d1f6f1f2c11'
    expect(requestNumber(number)).toBe(number)
    for (const text of [null, '', '请致电 138-0000-0000 提供口令', `${number} 请致电`, `请致电\n${number}`])
      expect(requestNumber(text)).toBeUndefined()
  })
})
