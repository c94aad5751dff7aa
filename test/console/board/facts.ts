import type { BoardFacts, PeerHealth } from '../../../src/console/board/facts.ts'

/** When all of this is. */
export const now = Date.parse('2026-11-24T10:00:00+08:00')
export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

export const suzhou = { code: '320501000000000', name: '苏州中心', kind: 'centre', relay: undefined }
export const hangzhou = { code: '330101000000000', name: '杭州中心', kind: 'centre', relay: undefined }

export function health(code: string, changes: Partial<PeerHealth> = {}): PeerHealth {
  return { code, state: 'closed', inHand: 0, waiting: 0, ...changes }
}

/** A board on which all is well, changed. */
export function facts(changes: Partial<BoardFacts> = {}): BoardFacts {
  const done = { at: now - hourMs, holds: true, entries: 42 }
  return {
    now,
    members: [suzhou, hangzhou],
    healths: new Map([
      [suzhou.code, health(suzhou.code)],
      [hangzhou.code, health(hangzhou.code)],
    ]),
    holds: new Map(),
    awaySince: () => undefined,
    minute: { asked: 0, failed: 0, p95Ms: undefined },
    terms: [],
    warnings: [],
    directory: {
      version: 7,
      expires: now + 7 * dayMs,
      confirmed: now,
      sources: [{ source: '/a', at: now, version: 7 }],
    },
    revocation: [],
    configuration: { version: 'aVersion1234', loadedAt: now - dayMs, refused: undefined },
    maintenance: undefined,
    mostParts: 1_000,
    stored: {
      parts: [],
      callbacks: [],
      backup: { kind: 'backup', ...done },
      drill: { kind: 'drill', ...done },
    },
    ...changes,
  }
}
