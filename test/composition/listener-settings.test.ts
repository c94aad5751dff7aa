import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/composition/context.ts'
import { officeSharing } from '../../src/composition/running/listener-settings.ts'
import { createLogger } from '../../src/logger.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'

let now = 0
let trustedProxies: string[] | undefined = []
const lines: Record<string, unknown>[] = []
const metrics = createMetrics('1.2.3')
const log = createLogger(
  { level: 'info', member: '320101000000000' },
  { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
)

/** What of a gateway its office listener is shared by. */
function current(): Context {
  const office = { console: trustedProxies && { trustedProxies } }
  return { config: { office }, clock: () => now, log, metrics } as unknown as Context
}
const sharing = officeSharing(current)

describe('the office listener', () => {
  test('lets all the world come by the proxies of the configuration in force, and by nobody else', () => {
    expect(sharing.isProxy('10.0.0.1')).toBe(false)
    trustedProxies = ['10.0.0.1']
    expect(sharing.isProxy('10.0.0.1')).toBe(true)
    expect(sharing.isProxy('10.0.0.2')).toBe(false)
    trustedProxies = undefined
    expect(sharing.isProxy('10.0.0.1')).toBe(false)
  })

  test('tells the log once a minute of an address that has its share, and the metrics each time', async () => {
    for (const [at, address] of [
      [0, '10.0.0.9'],
      [59_000, '10.0.0.9'],
      [59_000, '10.0.0.8'],
      [61_000, '10.0.0.9'],
    ] as const) {
      now = at
      sharing.onCrowded(address)
    }
    expect(lines).toMatchObject(
      ['10.0.0.9', '10.0.0.8', '10.0.0.9'].map((where) => ({
        level: 40,
        event: 'dropped',
        listener: 'office',
        code: 'OVERLOADED',
        where,
      })),
    )
    const { text } = await metrics.expose([], [])
    expect(text).toContain('gateway_refusals_total{operation="none",code="OVERLOADED"} 4\n')
  })

  test('tells of a network of IPv6 as of one address: a house has as many addresses as it likes', () => {
    lines.splice(0)
    now = 600_000
    for (const last of ['1', '2', 'ffff']) sharing.onCrowded(`2001:db8::${last}`)
    expect(lines.map(({ where }) => where)).toEqual(['2001:db8:0:0'])
  })
})
