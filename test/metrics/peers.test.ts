import { describe, expect, test } from '@jest/globals'
import { createMetrics } from '../../src/metrics/metrics.ts'
import type { PeerState } from '../../src/peers/lane.ts'

const sick: PeerState = {
  code: '330100000000001',
  class: 'query',
  state: 'open',
  successes: 1,
  failures: 3,
  errorPercent: 75,
  latencyMs: { p50: 20, p95: 300, p99: 4_000 },
  inHand: 2,
  waiting: 5,
  lastSuccessAt: 1_000_500,
  lastFailureAt: 2_000_000,
  lastFailure: 'PEER_TIMEOUT',
  nextAttemptAt: 2_015_000,
}
const labels = 'centre="330100000000001",class="query"'

async function lines(...states: readonly PeerState[][]): Promise<string[]> {
  const metrics = createMetrics('0')
  let text = ''
  for (const state of states) ({ text } = await metrics.expose(state, []))
  return text.split('\n').filter((line) => line.startsWith('gateway_peer_'))
}

describe('figures of a peer', () => {
  test('are all there, in seconds and shares', async () => {
    expect((await lines([sick])).toSorted()).toEqual(
      [
        `gateway_peer_breaker_state{${labels},state="closed"} 0`,
        `gateway_peer_breaker_state{${labels},state="half-open"} 0`,
        `gateway_peer_breaker_state{${labels},state="open"} 1`,
        `gateway_peer_breaker_state{${labels},state="unproven"} 0`,
        `gateway_peer_held{centre="330100000000001"} 0`,
        `gateway_peer_error_ratio{${labels}} 0.75`,
        `gateway_peer_latency_seconds{${labels},quantile="0.50"} 0.02`,
        `gateway_peer_latency_seconds{${labels},quantile="0.95"} 0.3`,
        `gateway_peer_latency_seconds{${labels},quantile="0.99"} 4`,
        `gateway_peer_in_hand{${labels}} 2`,
        `gateway_peer_waiting{${labels}} 5`,
        `gateway_peer_last_success_timestamp_seconds{${labels}} 1000.5`,
        `gateway_peer_last_failure_timestamp_seconds{${labels}} 2000`,
        `gateway_peer_next_probe_timestamp_seconds{${labels}} 2015`,
      ].toSorted(),
    )
  })

  test('that are known no more are gone, and not as they were', async () => {
    const { errorPercent: _, latencyMs: __, nextAttemptAt: ___, ...quiet } = sick
    const text = (await lines([sick], [{ ...quiet, state: 'closed' }])).join('\n')
    expect(text).not.toMatch(/error_ratio|latency_seconds|next_probe/)
    expect(text).toContain(`gateway_peer_last_failure_timestamp_seconds{${labels}} 2000`)
  })

  test('tell of those that an operator holds, asked or not, as long as they are held', async () => {
    const metrics = createMetrics('0')
    const held = async (...codes: string[]): Promise<string[]> =>
      [...(await metrics.expose([sick], codes)).text.matchAll(/^gateway_peer_held\{.*$/gm)].map(String)
    expect(await held(sick.code, '310000000000001')).toEqual([
      'gateway_peer_held{centre="330100000000001"} 1',
      'gateway_peer_held{centre="310000000000001"} 1',
    ])
    expect(await held()).toEqual(['gateway_peer_held{centre="330100000000001"} 0'])
  })

  test('of a peer that is known no more are gone with it', async () => {
    expect(await lines([sick], [])).toEqual([])
  })
})
