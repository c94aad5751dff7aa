import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { createTifVerifier } from '../../../src/sandbox/simulators/x-tif.ts'
import { now } from './held-by-hand.ts'

const seconds = Math.floor(now / 1000)

function signed(more: Record<string, string> = {}, token = 'TEST-TOKEN-0001'): Record<string, string> {
  const { timestamp = String(seconds), nonce = '18bcfe56800-3f2a1c' } = more
  const text = timestamp + token + nonce + timestamp
  return {
    'x-tif-paasid': more['paasid'] ?? 'hub',
    'x-tif-timestamp': timestamp,
    'x-tif-nonce': nonce,
    'x-tif-signature': more['signature'] ?? createHash('sha256').update(text).digest('hex'),
  }
}

function verifies(headers: Record<string, string>): boolean {
  return createTifVerifier('hub', 'TEST-TOKEN-0001', () => now)(headers)
}

describe('an x-tif signature', () => {
  test('holds by the vector of the domain facts (§7), in lower and in upper case', () => {
    const signature = '9736bff267b70103ad1adb44fbce2de498bfd8313c6b18f68053b3e35fabaea0'
    const verify = createTifVerifier('hub', 'TEST-TOKEN-0001', () => 1_700_000_000_000)
    const timestamp = '1700000000'
    expect(verify(signed({ timestamp, signature }))).toBe(true)
    const again = createTifVerifier('hub', 'TEST-TOKEN-0001', () => 1_700_000_000_000)
    expect(again(signed({ timestamp, signature: signature.toUpperCase() }))).toBe(true)
  })

  test.each([
    ['of another token', signed({}, 'TEST-TOKEN-0002')],
    ['of another caller', signed({ paasid: 'other' })],
    ['that is missing', {}],
    ['cut short', signed({ signature: '9736' })],
    ['in milliseconds', signed({ timestamp: String(now) })],
    ['five minutes old', signed({ timestamp: String(seconds - 301) })],
    ['five minutes ahead', signed({ timestamp: String(seconds + 301) })],
  ])('%s does not hold', (_, headers) => {
    expect(verifies(headers)).toBe(false)
  })

  test('holds once', () => {
    const verify = createTifVerifier('hub', 'TEST-TOKEN-0001', () => now)
    expect([verify(signed()), verify(signed()), verify(signed({ nonce: 'another' }))]).toEqual([
      true,
      false,
      true,
    ])
  })
})
