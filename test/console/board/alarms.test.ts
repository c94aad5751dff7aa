import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { alarmsOf } from '../../../src/console/board/alarms.ts'
import type { BoardFacts, StoredFacts } from '../../../src/console/board/facts.ts'
import { shownKeys } from '../../../src/console/board/keys.ts'
import { GatewayError } from '../../../src/errors.ts'
import type { ExpiryWarning } from '../../../src/expiry/ports.ts'
import { remedyAt } from '../../docs/markdown.ts'
import { dayMs, facts, health, hourMs, minuteMs, now, suzhou } from './facts.ts'

function stored(changes: Partial<StoredFacts>): Partial<BoardFacts> {
  const { stored: well } = facts()
  if (!well) throw new RangeError('a store expected')
  return { stored: { ...well, ...changes } }
}

function warning(changes: Partial<ExpiryWarning>): ExpiryWarning {
  return {
    use: 'tls',
    member: suzhou.code,
    own: false,
    thumbprint: 'T'.repeat(43),
    subject: 'CN=苏州',
    until: now + 3 * dayMs,
    level: 'urgent',
    daysLeft: 3,
    ...changes,
  }
}

const away = { awaySince: (code: string) => (code === suzhou.code ? now - 5 * minuteMs : undefined) }
const sick = new Map([[suzhou.code, health(suzhou.code, { state: 'open', lastFailure: 'PEER_TIMEOUT' })]])
const hold = {
  peer: suzhou.code,
  since: now - 2 * hourMs,
  by: { staff: '9001', name: '江川' },
  reason: '对方停机检修',
}
const fault = new GatewayError('SOURCE_UNAVAILABLE')
const source = { source: 'CFCA', idle: false, thisUpdate: now, nextUpdate: now, failures: 3, fault }

/** What is the matter, and what the board says of it. */
const cases: [string, Partial<BoardFacts>, string, string, string][] = [
  [
    'a centre away for five minutes',
    { ...away, healths: sick },
    `peer-open:${suzhou.code}`,
    'warning',
    '苏州中心已断开 5 分钟，最近失败：PEER_TIMEOUT',
  ],
  [
    'a centre that somebody holds',
    { holds: new Map([[suzhou.code, hold]]) },
    `peer-held:${suzhou.code}`,
    'notice',
    '苏州中心已由江川手动断开 2 小时：对方停机检修',
  ],
  [
    'a certificate near its end',
    { warnings: [warning({})] },
    `expiry:${'T'.repeat(43)}`,
    'urgent',
    `${suzhou.code} 的通道证书3 天后到期（2026-11-27）`,
  ],
  [
    'our own certificate over',
    { warnings: [warning({ own: true, use: 'sign', level: 'expired', until: now - dayMs })] },
    `expiry:${'T'.repeat(43)}`,
    'urgent',
    '本方签名证书已到期（2026-11-23）',
  ],
  [
    'an anchor',
    { warnings: [warning({ use: 'anchor', level: 'notice', daysLeft: 29 })] },
    `expiry:${'T'.repeat(43)}`,
    'notice',
    '信任锚 CN=苏州29 天后到期（2026-11-27）',
  ],
  [
    'no source of the directory',
    {
      directory: {
        ...facts().directory,
        expires: now + 5 * hourMs,
        sources: [{ source: '/a', at: now, code: 'SOURCE_UNAVAILABLE' }],
      },
    },
    'directory-grace',
    'urgent',
    '目录的来源均不可用（SOURCE_UNAVAILABLE），现用版本 7 还可使用 5 小时',
  ],
  [
    'a revocation source that fails',
    { revocation: [{ ...source, until: now + hourMs }] },
    'revocation:CFCA',
    'warning',
    '吊销来源 CFCA 不可用（SOURCE_UNAVAILABLE），1 小时后将拒绝其签发的证书',
  ],
  [
    'a revocation source past its grace',
    { revocation: [{ ...source, until: now - 1 }] },
    'revocation:CFCA',
    'urgent',
    '吊销来源 CFCA 不可用（SOURCE_UNAVAILABLE），现已拒绝其签发的证书',
  ],
  [
    'a revocation source that gives nothing newer',
    {
      revocation: [
        { ...source, failures: 0, fault: undefined, thisUpdate: now - 2 * hourMs, until: now + hourMs },
      ],
    },
    'revocation:CFCA',
    'urgent',
    '吊销来源 CFCA 没有更新的数据，1 小时后将拒绝其签发的证书',
  ],
  [
    'a configuration that was refused',
    {
      configuration: {
        ...facts().configuration,
        refused: { at: now, error: new GatewayError('CONFIG_INVALID') },
      },
    },
    'configuration-refused',
    'warning',
    '校验未通过，仍使用版本 aVersion1234（CONFIG_INVALID）',
  ],
  [
    'a question that waits for four hours',
    stored({ parts: [{ centre: suzhou.code, state: 'waiting', parts: 3, oldest: now - 4 * hourMs }] }),
    'waiting-long',
    'warning',
    '3 个查询在等待恢复，最早的已等待 4 小时',
  ],
  [
    'a queue four fifths full',
    stored({ parts: [{ centre: suzhou.code, state: 'queued', parts: 800, oldest: now }] }),
    'queue-filling',
    'urgent',
    '排队与等待的查询已有 800 个，到 1000 个时不再受理',
  ],
  [
    'callbacks that nobody takes',
    stored({ callbacks: [{ caller: 'loans', place: 'main', pending: 2, oldest: now - hourMs }] }),
    'callbacks-pending:loans/main',
    'warning',
    'loans 的回调地址 main 有 2 条未送达，最早的已 1 小时',
  ],
  [
    'a store that is away',
    { stored: undefined },
    'store',
    'urgent',
    '存储不可用：不能保存证据，因此不应答、不查询',
  ],
  ['no backup, ever', stored({ backup: undefined }), 'backup', 'warning', '从未备份'],
  [
    'an old backup',
    stored({ backup: { kind: 'backup', at: now - 3 * dayMs, holds: true, entries: 1 } }),
    'backup',
    'warning',
    '已有 3 天没有备份',
  ],
  ['no drill, ever', stored({ drill: undefined }), 'drill', 'notice', '从未演练恢复'],
  [
    'a drill long ago',
    stored({ drill: { kind: 'drill', at: now - 101 * dayMs, holds: true, entries: 1 } }),
    'drill',
    'notice',
    '上次演练恢复是 101 天前',
  ],
  [
    'a drill that failed',
    stored({ drill: { kind: 'drill', at: now, holds: false, entries: 1 } }),
    'drill',
    'warning',
    '上次演练恢复未成功',
  ],
]

describe('alarms', () => {
  test('there are none while all is well', () => {
    expect(alarmsOf(facts())).toEqual([])
  })

  test.each(cases)('%s', (_, changes, id, level, zh) => {
    const alarms = alarmsOf(facts(changes))
    expect(alarms).toEqual([
      expect.objectContaining({ id, level, zh, en: expect.stringMatching(/^[\x20-\x7e\u4e00-\u9fff=，]+$/) }),
    ])
  })

  test.each([
    ['a centre away for less than five minutes', { awaySince: () => now - 5 * minuteMs + 1, healths: sick }],
    ['a centre that comes back', { awaySince: () => undefined, healths: sick }],
    ['a revocation source that nobody needs', { revocation: [{ ...source, idle: true, until: undefined }] }],
    [
      'one source of two',
      {
        directory: {
          ...facts().directory,
          sources: [
            { source: '/a', at: now, code: 'SOURCE_UNAVAILABLE' as const },
            { source: '/b', at: now, version: 7 },
          ],
        },
      },
    ],
    [
      'a question that waits for less',
      stored({ parts: [{ centre: suzhou.code, state: 'waiting', parts: 1, oldest: now - 4 * hourMs + 1 }] }),
    ],
  ])('%s is no alarm', (_, changes) => {
    expect(alarmsOf(facts(changes))).toEqual([])
  })

  test('a held centre is told once, not as one that failed too', () => {
    const alarms = alarmsOf(facts({ ...away, healths: sick, holds: new Map([[suzhou.code, hold]]) }))
    expect(alarms.map(({ id }) => id)).toEqual([`peer-held:${suzhou.code}`])
  })

  test('the most urgent come first', () => {
    const all = facts({ ...stored({ drill: undefined }), ...away, healths: sick, warnings: [warning({})] })
    expect(alarmsOf(all).map(({ level }) => level)).toEqual(['urgent', 'warning', 'notice'])
  })
})

describe('the operator’s guide', () => {
  const guide = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8')
  /** As code hosts make anchors of headings. */
  const anchors = [...guide.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

  test('has a place for every alarm and every key that ends, which begins with cause and remedy in Chinese', () => {
    const keys = shownKeys(
      [
        {
          use: 'sign',
          thumbprint: 'T',
          subject: 's',
          notBefore: now - dayMs,
          notAfter: now + dayMs,
          inUse: true,
          retired: undefined,
        },
      ],
      [],
      now,
    ).keys
    const guides = [...cases.flatMap(([, changes]) => alarmsOf(facts(changes))), ...keys].map(
      ({ guide: to = '' }) => to,
    )
    expect(guides.length).toBeGreaterThan(cases.length)
    for (const to of guides) {
      const [page, anchor = ''] = to.split('#')
      expect([page, anchors.includes(anchor) ? anchor : `no #${anchor}`]).toEqual(['/console/guide', anchor])
      expect([anchor, remedyAt(guide, anchor)]).toEqual([anchor, expect.any(String)])
    }
  })
})
