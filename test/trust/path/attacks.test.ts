import { describe, expect, test } from '@jest/globals'
import { validatePath } from '../../../src/trust/path/validate.ts'
import { attacks } from '../support/attacks.ts'

describe('path validation', () => {
  test.each(attacks())('$name', ({ request, reason }) => {
    const result = validatePath(request)
    expect(result.ok ? undefined : result.reason).toBe(reason)
  })
})
