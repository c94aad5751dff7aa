import { describe, expect, test } from '@jest/globals'
import { scanned } from '../../../../src/console/web/check/entry.ts'
import { checkUrl } from '../../../../src/print/check-link.ts'

describe('what a QR code has behind #', () => {
  test('is read as it was printed', () => {
    const url = checkUrl('https://check.example/check', '31000020261124000001O', '7KQ2-M9XT-4WPA')
    expect(scanned(new URL(url).hash)).toEqual({ number: '31000020261124000001O', code: '7KQ2M9XT4WPA' })
  })

  test.each(['', '#', '#main', '#31000020261124000001O', '#31000020261124000001O.7KQ2', '#<b>.7KQ2M9XT4WPA'])(
    'is nothing in %j',
    (hash) => expect(scanned(hash)).toBeUndefined(),
  )
})
