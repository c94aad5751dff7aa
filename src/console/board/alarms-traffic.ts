import { alarm, type AlarmRule, hourMs, minuteMs, span } from './alarm.ts'
import type { BoardFacts, BoardMember } from './facts.ts'

/** A breaker that opens for a moment is at work; one that stays open wants somebody. */
const openMs = 5 * minuteMs
const waitingMs = 4 * hourMs
const pendingMs = hourMs
const fillingShare = 0.8

export const peersOpen: AlarmRule = (facts) =>
  facts.members.flatMap(({ code, name }) => {
    const since = facts.awaySince(code)
    if (since === undefined || facts.now - since < openMs || facts.holds.has(code)) return []
    const { zh, en } = span(facts.now - since)
    const why = facts.healths.get(code)?.lastFailure ?? '—'
    return [
      alarm({
        id: `peer-open:${code}`,
        level: 'warning',
        zh: `${name}已断开 ${zh}，最近失败：${why}`,
        en: `${code} has been disconnected for ${en}; it last failed with ${why}`,
        anchor: 'a-centre-is-disconnected-对方中心断开',
        since,
      }),
    ]
  })

export const peersHeld: AlarmRule = (facts) =>
  [...facts.holds.values()].map(({ peer, by, reason, since }) => {
    const { zh, en } = span(facts.now - since)
    return alarm({
      id: `peer-held:${peer}`,
      level: 'notice',
      zh: `${nameOf(peer, facts)}已由${by.name}手动断开 ${zh}：${reason}`,
      en: `${peer} was disconnected by ${by.name} ${en} ago`,
      anchor: 'a-centre-is-held-手动断开',
      since,
    })
  })

export const waitingLong: AlarmRule = ({ stored, now }) => {
  const waiting = (stored?.parts ?? []).filter(({ state }) => state === 'waiting')
  const parts = waiting.reduce((sum, each) => sum + each.parts, 0)
  const oldest = Math.min(...waiting.map((each) => each.oldest))
  if (parts === 0 || now - oldest < waitingMs) return []
  const { zh, en } = span(now - oldest)
  return [
    alarm({
      id: 'waiting-long',
      level: 'warning',
      zh: `${parts} 个查询在等待恢复，最早的已等待 ${zh}`,
      en: `${parts} questions wait for a centre, the oldest for ${en}`,
      anchor: 'questions-wait-for-long-等待过久',
      since: oldest,
    }),
  ]
}

export const partsFilling: AlarmRule = ({ stored, mostParts }) => {
  const parts = (stored?.parts ?? []).reduce((sum, each) => sum + each.parts, 0)
  if (parts < fillingShare * mostParts) return []
  return [
    alarm({
      id: 'queue-filling',
      level: 'urgent',
      zh: `排队与等待的查询已有 ${parts} 个，到 ${mostParts} 个时不再受理`,
      en: `${parts} questions are queued or waiting; at ${mostParts} no more are taken`,
      anchor: 'the-queue-is-filling-等待将满',
    }),
  ]
}

export const callbacksPending: AlarmRule = ({ stored, now }) =>
  (stored?.callbacks ?? [])
    .filter(({ oldest }) => now - oldest >= pendingMs)
    .map(({ caller, place, pending, oldest }) => {
      const { zh, en } = span(now - oldest)
      return alarm({
        id: `callbacks-pending:${caller}/${place}`,
        level: 'warning',
        zh: `${caller} 的回调地址 ${place} 有 ${pending} 条未送达，最早的已 ${zh}`,
        en: `${place} of ${caller} has not taken ${pending} callbacks, the oldest for ${en}`,
        anchor: 'callbacks-are-not-taken-回调未送达',
        since: oldest,
      })
    })

function nameOf(peer: string, { members }: BoardFacts): string {
  return members.find(({ code }: BoardMember) => code === peer)?.name ?? peer
}
