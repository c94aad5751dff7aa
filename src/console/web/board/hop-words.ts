import type { ShownHops } from '../../shown/board.ts'

type Hop = ShownHops['hops'][number]

export const hopNames: Record<Hop['hop'], string> = {
  dns: '域名解析 DNS',
  tcp: '网络连接 TCP',
  tls: '加密通道 TLS',
  certificate: '证书',
  clock: '时钟',
  echo: '签名回声',
}

export type HopOutcome = 'passed' | 'failed' | 'spared' | 'not-reached'

/** `spared`: does not apply here. `not-reached`: one before it failed. */
export function outcomeOf({ ok, skipped }: Hop): HopOutcome {
  if (skipped) return ok ? 'spared' : 'not-reached'
  return ok ? 'passed' : 'failed'
}

/** In one sentence, such as 「TLS 失败：对方证书已于 2026-10-01 到期。…」; the server words it. */
export function verdictOf({ ok, hops }: ShownHops): string {
  const failed = hops.find((hop) => outcomeOf(hop) === 'failed')
  return failed?.zh ?? (ok ? '全部通过' : '未通过')
}
