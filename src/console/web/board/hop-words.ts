import type { ShownHops } from '../../shown/board.ts'
import type { Tone } from '../pure/breaker-words.ts'

type Hop = ShownHops['hops'][number]

export const hopNames: Record<Hop['hop'], string> = {
  dns: '域名解析 DNS',
  tcp: '网络连接 TCP',
  tls: '加密通道 TLS',
  certificate: '证书',
  clock: '时钟',
  echo: '签名回声',
  centre: '枢纽到中心',
}

export type HopOutcome = 'passed' | 'failed' | 'spared' | 'not-reached' | 'unchecked'

/** `spared`: does not apply here. `not-reached`: one before it failed. `unchecked`: nobody can look. */
export function outcomeOf({ ok, skipped, unchecked }: Hop): HopOutcome {
  if (unchecked) return 'unchecked'
  if (skipped) return ok ? 'spared' : 'not-reached'
  return ok ? 'passed' : 'failed'
}

/** In one sentence, such as 「TLS 失败：对方证书已于 2026-10-01 到期。…」; the server words it. */
export function verdictOf({ ok, behind, hops }: ShownHops): { text: string; tone: Tone } {
  const failed = hops.find((hop) => outcomeOf(hop) === 'failed')
  if (failed || !ok) return { text: failed?.zh ?? '未通过', tone: 'bad' }
  const unchecked = hops.find((hop) => outcomeOf(hop) === 'unchecked')
  if (!unchecked) return { text: '全部通过', tone: 'good' }
  const text = `到枢纽全部通过；枢纽到${behind}未检查，${unchecked.zh}`
  return { text, tone: unchecked.ok ? 'note' : 'warn' }
}
