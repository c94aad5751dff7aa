import { describe, expect, test } from '@jest/globals'
import { preferenceIn } from '../../../src/http/office/prefer.ts'

describe('the header Prefer', () => {
  test.each([
    ['respond-async', { waitSeconds: 0, applied: 'respond-async' }],
    ['wait=5', { waitSeconds: 5, applied: 'wait=5' }],
    ['respond-async, wait=10', { waitSeconds: 10, applied: 'respond-async, wait=10' }],
    ['handling=lenient, WAIT = "7"', { waitSeconds: 7, applied: 'wait=7' }],
    ['wait=0', { waitSeconds: 0, applied: 'wait=0' }],
  ])('%s is understood', (header, preference) => expect(preferenceIn(header)).toEqual(preference))

  test.each([undefined, 'return=minimal', ''])('%s is none of ours', (header) =>
    expect(preferenceIn(header)).toBeUndefined(),
  )

  test.each(['wait=61', 'wait=-1', 'wait', 'wait=1.5', 'wait=100'])('%s is refused', (header) =>
    expect(() => preferenceIn(header)).toThrow(expect.objectContaining({ code: 'PREFERENCE_INVALID' })),
  )

  test('may come in several lines', () =>
    expect(preferenceIn(['respond-async', 'wait=3'])).toEqual({
      waitSeconds: 3,
      applied: 'respond-async, wait=3',
    }))
})
