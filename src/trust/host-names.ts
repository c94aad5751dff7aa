const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Labels of a DNS name, lower case, or undefined when it is none: at most 253 characters, labels of letters,
 * digits and inner hyphens, the last not a number, or it would be an address (RFC 1123 §2.1); no trailing dot.
 */
export function dnsLabels(name: string): readonly string[] | undefined {
  if (name.length === 0 || name.length > 253) return undefined
  const labels = name.toLowerCase().split('.')
  const numeric = /^\d+$/.test(labels.at(-1) ?? '')
  return !numeric && labels.every((part) => label.test(part)) ? labels : undefined
}

/** A presented DNS name, where the first label may be a whole wildcard over at least two further ones (RFC 9525 §6.3). */
export interface PresentedDns {
  readonly wildcard: boolean
  /** Without the wildcard label. */
  readonly labels: readonly string[]
}

export function presentedDns(name: string): PresentedDns | undefined {
  const wildcard = name.startsWith('*.')
  const labels = dnsLabels(wildcard ? name.slice(2) : name)
  if (!labels || (wildcard && labels.length < 2)) return undefined
  return { wildcard, labels }
}

/** Whether `labels` is `suffix` or lies under it. */
export function endsWithLabels(labels: readonly string[], suffix: readonly string[]): boolean {
  const offset = labels.length - suffix.length
  return offset >= 0 && suffix.every((part, at) => labels[offset + at] === part)
}

const dotAtom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/

/** A mailbox `local@host` (RFC 5321 §4.1.2, dot-atoms only); the local part keeps its case. */
export function readMailbox(text: string): { local: string; host: readonly string[] } | undefined {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const host = dnsLabels(text.slice(at + 1))
  return at > 0 && dotAtom.test(local) && host ? { local, host } : undefined
}

const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#@:[\]]+|\[[^\]]*\])(?::\d*)?(?:[/?#]|$)/

/** Host of a URI with an authority (RFC 3986 §3.2): DNS labels, or undefined when it has none or an address. */
export function uriHost(text: string): readonly string[] | undefined {
  const host = authority.exec(text)?.[1]
  return host === undefined ? undefined : dnsLabels(host)
}
