import { describe, expect, test } from '@jest/globals'
import { useAttempt } from '../../../../src/console/web/parts/use-attempt.ts'
import { ApiProblem } from '../../../../src/console/web/problem.ts'

describe('of two attempts', () => {
  test('the one begun last counts, whichever is answered first', async () => {
    const { busy, attempt } = useAttempt()
    const [early, late] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
    const [first, second] = [attempt(() => early.promise), attempt(() => late.promise)]
    late.resolve('later')
    expect([await second, busy.value]).toEqual(['later', false])
    early.resolve('earlier')
    expect(await first).toBeUndefined()
  })

  test('the first is under way no longer and fails nobody, once the second has begun', async () => {
    const { busy, problem, attempt } = useAttempt()
    const late = Promise.withResolvers<string>()
    const first = attempt(() => Promise.reject(ApiProblem.unreachable()))
    const second = attempt(() => late.promise)
    expect([await first, busy.value, problem.value]).toEqual([undefined, true, undefined])
    late.resolve('later')
    expect([await second, busy.value]).toEqual(['later', false])
  })
})
