/** How long a centre usually takes; nothing where that is not known. */
export function typicalText(ms: number | undefined): string {
  if (ms === undefined) return ''
  return ms < 100 ? '通常不到 0.1 秒' : `通常 ${(ms / 1000).toFixed(1)} 秒`
}
