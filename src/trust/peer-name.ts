import { isIPv4, isIPv6 } from 'node:net'
import type { Certificate } from './certificate.ts'
import { dnsLabels, presentedDns, readMailbox } from './host-names.ts'

/** A name that the other side is expected to have; an address in its usual text, IPv4 or IPv6. */
export interface PeerName {
  readonly kind: 'dns' | 'ip' | 'email'
  readonly value: string
}

/**
 * Whether the certificate presents the name in its subjectAltName (RFC 9525 §6); the common name never counts.
 * A wildcard stands for exactly one whole label. Mailboxes compare the local part exactly, the host without case.
 */
export function certificateNames({ extensions }: Certificate, peer: PeerName): boolean {
  return (extensions.subjectAltName ?? []).some((name) => {
    if (name.kind !== peer.kind) return false
    if (name.kind === 'ip')
      return Buffer.compare(name.bytes, addressBytes(peer.value) ?? new Uint8Array()) === 0
    return name.kind === 'dns' ? dnsMatches(name.text, peer.value) : mailboxMatches(name.text, peer.value)
  })
}

function dnsMatches(presented: string, expected: string): boolean {
  const pattern = presentedDns(presented)
  const labels = dnsLabels(expected)
  if (!pattern || !labels) return false
  return (pattern.wildcard ? labels.slice(1) : labels).join('.') === pattern.labels.join('.')
}

function mailboxMatches(presented: string, expected: string): boolean {
  const left = readMailbox(presented)
  const right = readMailbox(expected)
  return left !== undefined && left.local === right?.local && left.host.join('.') === right.host.join('.')
}

/** The 4 or 16 octets of an address, or undefined when the text is none. */
export function addressBytes(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return Uint8Array.from(text.split('.').map(Number))
  if (!isIPv6(text) || text.includes('%')) return undefined
  // URL writes an address in its one canonical form, embedded IPv4 resolved.
  const canonical = new URL(`http://[${text}]`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const before = groups(head)
  const after = groups(tail ?? '')
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0)
  return Uint8Array.from([...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]))
}

/** An address in its one canonical text (RFC 5952 for IPv6). */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  const written = Array.from({ length: 8 }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  )
  return new URL(`http://[${written.join(':')}]`).hostname.slice(1, -1)
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}
