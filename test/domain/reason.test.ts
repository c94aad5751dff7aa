import { describe, expect, test } from '@jest/globals'
import { reasonFault, toldFault } from '../../src/domain/reason.ts'

describe('a reason', () => {
  test.each(['核对贷款', '核对 贷款', 'T-42 x', '核对贷款\n并复印', '核对贷款\r\n并复印', '核对👍🏽贷款'])(
    'is %j',
    (text) => {
      expect(reasonFault(text)).toBeUndefined()
    },
  )

  test.each([
    ['', 'short'],
    ['abc', 'short'],
    ['....', 'short'],
    ['核 对 .', 'short'],
    ['\u200b'.repeat(4), 'short'],
    ['\u0301'.repeat(4), 'short'],
    // Letters by their category that nobody sees.
    ['\u3164'.repeat(4), 'short'],
    ['\u2800'.repeat(4), 'short'],
    ['\u202e沈\u0000\u0007x', 'short'],
    ['核对\u200b贷款', 'unseen'],
    ['核对贷款\u202e', 'unseen'],
    ['核对贷款\u0007', 'unseen'],
    ['核对贷款\r并复印', 'unseen'],
    ['核对 310101 19000101 0185', 'person'],
  ])('is not %j: %s', (text, fault) => expect(reasonFault(text)).toBe(fault))

  test('may be shorter where it is an announcement, and hides and names nobody either', () => {
    expect(toldFault('升级')).toBeUndefined()
    expect(toldFault('升\u202e级')).toBe('unseen')
    expect(toldFault('３１０１０１１９０００１０１０１８５')).toBe('person')
  })
})
