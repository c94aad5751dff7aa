import { expect, test } from '@jest/globals'
import { effectScope } from 'vue'
import { useNow } from '../../../src/console/web/clock.ts'

test('however many ask for the time, one clock runs, and none once nobody does', () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = timers()
  const scopes = [1, 2, 3].map(() => effectScope())
  for (const scope of scopes) scope.run(useNow)
  expect(timers() - before).toBe(1)
  for (const scope of scopes) scope.stop()
  expect(timers()).toBe(before)
})
