import { beforeEach, expect, test } from '@jest/globals'
import { createMetrics } from '../../src/metrics/metrics.ts'
import type { Metrics } from '../../src/metrics/ports.ts'

const now = 2_000_000
let metrics: Metrics
beforeEach(() => {
  metrics = createMetrics('0')
})

async function lines(named: string): Promise<string[]> {
  const { text } = await metrics.expose([], [])
  return text.split('\n').filter((line) => line.startsWith(named))
}

test('a place of the directory that is configured no more has no figure', async () => {
  const status = { version: 7, expires: now + 60_000, confirmed: now }
  metrics.directory(
    {
      ...status,
      sources: [
        { source: 'file:old', at: now },
        { source: 'file:new', at: now },
      ],
    },
    now,
  )
  metrics.directory({ ...status, sources: [{ source: 'file:new', at: now }] }, now)
  expect(await lines('gateway_directory_source_usable')).toEqual([
    'gateway_directory_source_usable{source="file:new"} 1',
  ])
})

test('a source of revocation data that is configured no more has no figure', async () => {
  const until = now + 60_000
  const held = {
    idle: false,
    failures: 0,
    thisUpdate: now - 5_000,
    nextUpdate: until,
    until,
    fault: undefined,
  }
  metrics.revocation([{ ...held, source: 'old' }], now)
  metrics.revocation([{ ...held, source: 'new' }], now)
  expect(await lines('gateway_revocation_')).toEqual([
    'gateway_revocation_seconds_left{source="new"} 60',
    'gateway_revocation_age_seconds{source="new"} 5',
    'gateway_revocation_failures{source="new"} 0',
  ])
})

test('how many callbacks wait is not told while nobody knows, and how the place does is', async () => {
  const place = { caller: 'portal', place: 'answers' }
  metrics.callbacks([{ ...place, pending: 3, oldest: now - 9_000 }], [{ ...place, state: 'open' }], now)
  expect(await lines('gateway_callback_pending')).toEqual([
    'gateway_callback_pending{caller="portal",place="answers"} 3',
  ])
  metrics.callbacks(undefined, [{ ...place, state: 'open' }], now)
  expect([...(await lines('gateway_callback_pending')), ...(await lines('gateway_callback_oldest'))]).toEqual(
    [],
  )
  expect(await lines('gateway_callback_breaker_state')).toContain(
    'gateway_callback_breaker_state{caller="portal",place="answers",state="open"} 1',
  )
})
