/** PEM text (RFC 7468 §2) of one DER value. */
export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/**
 * The DER of every block with this label, in order; text between blocks is ignored (RFC 7468 §2).
 * Undefined when a block is begun and not ended, or holds anything but base64.
 */
export function fromPem(label: string, text: string): Uint8Array[] | undefined {
  const [, ...parts] = text.split(`-----BEGIN ${label}-----`)
  const bodies = parts.map((part) => part.split(`-----END ${label}-----`, 2))
  if (bodies.some((body) => body.length !== 2 || !/^[A-Za-z0-9+/=\s]+$/.test(body[0] ?? ''))) return undefined
  return bodies.map(([body = '']) => Buffer.from(body.replaceAll(/\s/g, ''), 'base64'))
}
