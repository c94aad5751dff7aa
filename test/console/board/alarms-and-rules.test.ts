import { describe, expect, test } from '@jest/globals'
import { alarmRules, alarmsOf } from '../../../src/console/board/alarms.ts'
import type { BoardFacts, StoredFacts } from '../../../src/console/board/facts.ts'
import type { ShownAlarm } from '../../../src/console/shown/board.ts'
import { expiryDays, type ExpiryLevel } from '../../../src/domain/expiry.ts'
import { GatewayError } from '../../../src/errors.ts'
import { fileText, quoted, rowsBelow } from '../../docs/markdown.ts'
import { alerts } from '../../support/observing.ts'
import { dayMs, facts, health, hourMs, minuteMs, now, suzhou } from './facts.ts'

// One event has one gravity and one delay, wherever somebody is told of it: by the board, by Prometheus, by the guide.

function stored(changes: Partial<StoredFacts>): Partial<BoardFacts> {
  const { stored: well } = facts()
  if (!well) throw new RangeError('a store expected')
  return { stored: { ...well, ...changes } }
}

function ending(use: 'tls' | 'directory', level: ExpiryLevel): Partial<BoardFacts> {
  const term = { use, member: suzhou.code, own: false, thumbprint: 'T', subject: '', until: now }
  return { warnings: [{ ...term, level, daysLeft: 0 }] }
}

function unusable(left: number): Partial<BoardFacts> {
  const sources = [{ source: '/a', at: now, code: 'SOURCE_UNAVAILABLE' as const }]
  return { directory: { ...facts().directory, expires: now + left, sources } }
}

const fault = new GatewayError('SOURCE_UNAVAILABLE')
const revoking = { source: 'CFCA', idle: false, nextUpdate: now, failures: 3, fault }
const by = { staff: '9001', name: '江川' }
const sick = new Map([[suzhou.code, health(suzhou.code, { state: 'open' })]])

interface Pair {
  rule: string
  /** What is the matter, as it is so many milliseconds after it began. */
  trouble: (ms: number) => Partial<BoardFacts>
  /** How the guide says when, where it begins by itself and not by lasting. */
  after?: string
}

const pairs: Pair[] = [
  {
    rule: 'GatewayPeerBreakerOpen',
    trouble: (ms) => ({ awaySince: (code) => (code === suzhou.code ? now - ms : undefined), healths: sick }),
  },
  {
    rule: 'GatewayPeerHeld',
    trouble: (ms) => ({
      holds: new Map([[suzhou.code, { peer: suzhou.code, since: now - ms, by, reason: '停机' }]]),
    }),
  },
  {
    rule: 'GatewayWaitingLong',
    trouble: (ms) =>
      stored({ parts: [{ centre: suzhou.code, state: 'waiting', parts: 1, oldest: now - ms }] }),
  },
  {
    rule: 'GatewayCallbacksStuck',
    trouble: (ms) =>
      stored({ callbacks: [{ caller: 'loans', place: 'main', pending: 1, oldest: now - ms }] }),
  },
  {
    rule: 'GatewayBackupOld',
    trouble: (ms) => stored({ backup: { kind: 'backup', at: now - ms, holds: true, entries: 1 } }),
  },
  {
    rule: 'GatewayDrillOld',
    trouble: (ms) => stored({ drill: { kind: 'drill', at: now - ms, holds: true, entries: 1 } }),
  },
  { rule: 'GatewayStoreUnavailable', trouble: () => ({ stored: undefined }) },
  {
    rule: 'GatewayConfigurationRefused',
    trouble: (ms) => ({
      configuration: { ...facts().configuration, refused: { at: now - ms, error: fault } },
    }),
  },
  { rule: 'GatewayDirectoryGrace', trouble: () => unusable(dayMs) },
  { rule: 'GatewayDirectoryGraceEnds', trouble: () => unusable(dayMs - 1), after: '1 d before its end' },
  {
    rule: 'GatewayRevocationFails',
    trouble: () => ({ revocation: [{ ...revoking, thisUpdate: now - hourMs, until: now + hourMs }] }),
  },
  {
    rule: 'GatewayRevocationRunsOut',
    trouble: () => ({ revocation: [{ ...revoking, thisUpdate: now - hourMs - 1, until: now + hourMs }] }),
    after: 'half of the grace',
  },
  {
    rule: 'GatewayQueueFilling',
    trouble: () => stored({ parts: [{ centre: suzhou.code, state: 'queued', parts: 800, oldest: now }] }),
    after: 'four fifths of `office.jobs.openInAll`',
  },
  { rule: 'GatewayDirectoryExpires', trouble: () => ending('directory', 'urgent'), after: '3 d' },
  ...(['notice', 'warning', 'urgent'] as const).map((level) => ({
    rule: `GatewayCertificateExpires${expiryDays[level]}Days`,
    trouble: () => ending('tls', level),
    after: `${expiryDays[level]} d`,
  })),
]

function ruleOf(name: string) {
  const found = alerts().find(({ alert }) => alert === name)
  if (!found) throw new RangeError(`no rule ${name}`)
  return found
}

const units = { s: 1_000, m: minuteMs, h: hourMs, d: dayMs } as const

/** How long the matter lasts before the rule tells of it: an age that it compares with, and its `for`. */
function delayOf(name: string): number {
  const { expr, for: lasting = '0s' } = ruleOf(name)
  const [, age = '0'] = /(?:_oldest_seconds|time\(\) -).*>= ([\d *]+)$/.exec(expr) ?? []
  const [, count, unit] = /^(\d+)([smhd])$/.exec(lasting) ?? []
  const seconds = age.split('*').reduce((product, factor) => product * Number(factor), 1)
  return seconds * 1_000 + Number(count) * units[unit as keyof typeof units]
}

function told(changes: Partial<BoardFacts>): ShownAlarm['level'][] {
  return alarmsOf(facts(changes)).map(({ level }) => level)
}

/** 5 min, 4 h, 2 d, or at once. */
function inWords(ms: number): string {
  if (ms === 0) return 'at once'
  if (ms < hourMs) return `${ms / minuteMs} min`
  return ms < 2 * dayMs ? `${ms / hourMs} h` : `${ms / dayMs} d`
}

describe.each(pairs)('$rule', ({ rule, trouble, after }) => {
  test('is as grave on the board, and told there no sooner and no later', () => {
    const delay = delayOf(rule)
    expect(told(trouble(delay))).toEqual([ruleOf(rule).labels.severity])
    if (trouble.length === 0) expect(delay).toBe(0)
    else if (delay > 0) expect(told(trouble(delay - 1))).toEqual([])
  })

  test('is so in the guide', () => {
    const [, severity, when] =
      rowsBelow(fileText('docs/operations.md'), 'Alarms').find(([name = '']) => quoted(name)[0] === rule) ??
      []
    expect([severity, when]).toEqual([ruleOf(rule).labels.severity, after ?? inWords(delayOf(rule))])
  })
})

test('the guide says of every rule how grave it is', () => {
  const rows = rowsBelow(fileText('docs/operations.md'), 'Alarms').map(([name = '', severity]) => [
    quoted(name)[0],
    severity,
  ])
  expect(rows.toSorted()).toEqual(
    alerts()
      .map(({ alert, labels }) => [alert, labels.severity])
      .toSorted(),
  )
})

test('every alarm of the board has a rule', () => {
  for (const rule of alarmRules) {
    const meant = pairs.filter(({ trouble }) => rule(facts(trouble(100 * dayMs))).length > 0)
    expect([rule.name, meant.length > 0]).toEqual([rule.name, true])
  }
})

test('a queue is as full for the rule as for the board', () => {
  expect(ruleOf('GatewayQueueFilling').expr).toMatch(/gateway_job_parts_limit\) >= 0\.8$/)
  expect(
    told(stored({ parts: [{ centre: suzhou.code, state: 'queued', parts: 799, oldest: now }] })),
  ).toEqual([])
})

test('days to an end are those of the levels', () => {
  for (const days of Object.values(expiryDays))
    expect(ruleOf(`GatewayCertificateExpires${days}Days`).expr).toContain(`<= ${days} * 86400`)
})
