import type { BreakerState } from '../../shown/cases.ts'

export type Tone = 'good' | 'bad' | 'warn' | 'calm' | 'note'

/** A breaker in a word (闭合/断开/半开/未验证) and what that means for whoever hovers or listens. */
export const breakerWords: Record<BreakerState, { word: string; means: string; tone: Tone }> = {
  closed: { word: '闭合', means: '正常查询', tone: 'good' },
  open: { word: '断开', means: '暂不查询，等待探测', tone: 'bad' },
  'half-open': { word: '半开', means: '正在探测', tone: 'warn' },
  unproven: { word: '未验证', means: '启动以来尚无成功，不代表正常', tone: 'calm' },
}
