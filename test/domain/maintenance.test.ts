import { describe, expect, test } from '@jest/globals'
import { assertInService, inForce, type Maintenance } from '../../src/domain/maintenance.ts'
import { GatewayError } from '../../src/errors.ts'

const now = Date.parse('2026-11-28T10:00:00+08:00')
const announced: Maintenance = { message: { zh: '系统升级', en: '' }, since: now - 1, until: undefined }

function refusal(
  maintenance: Maintenance | undefined,
): Pick<GatewayError, 'code' | 'detail' | 'retryAfterSeconds'> {
  try {
    assertInService(maintenance, now)
  } catch (error) {
    if (error instanceof GatewayError) return error
  }
  throw new Error('taken')
}

describe('announced work', () => {
  test('refuses with its message, and lasts until an operator ends it', () => {
    expect(refusal(announced)).toMatchObject({
      code: 'MAINTENANCE',
      detail: '系统升级',
      retryAfterSeconds: 300,
    })
    expect(inForce(announced, now + 1e12)).toBe(announced)
  })

  test('with an end says it, and is over by then', () => {
    const until = now + 61_500
    const message = { zh: '系统升级', en: 'Upgrade' }
    expect(refusal({ ...announced, message, until })).toMatchObject({
      detail: '系统升级 Upgrade（至 until 2026-11-28T10:01:01+08:00）',
      retryAfterSeconds: 62,
    })
    expect(inForce({ ...announced, until }, until - 1)).toBeDefined()
    expect(inForce({ ...announced, until }, until)).toBeUndefined()
  })

  test('that lasts long has callers look again after 15 minutes: it may end earlier', () => {
    expect(refusal({ ...announced, until: now + 36_000_000 }).retryAfterSeconds).toBe(900)
  })

  test('that there is none of refuses nothing', () => {
    expect(() => assertInService(undefined, now)).not.toThrow()
    expect(() => assertInService({ ...announced, until: now }, now)).not.toThrow()
  })
})
