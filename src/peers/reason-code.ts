/** The code of Node, OpenSSL or axios, and nothing else of an error: its message and members may hold what was sent or received. */
export function reasonCode(thrown: unknown): string {
  const { code } = Object(thrown) as { code?: unknown }
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : '原因不明 unknown reason'
}

/** The same as a sentence, in Chinese and English. */
export function brokenLine(thrown: unknown): string {
  return `连接失败 the connection failed: ${reasonCode(thrown)}`
}
