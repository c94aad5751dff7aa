const uses: Record<string, string> = { sign: '签名', tls: '通道' }

/** What a key or its certificate is for, in a word. */
export function keyUse(use: string): string {
  return uses[use] ?? use
}
