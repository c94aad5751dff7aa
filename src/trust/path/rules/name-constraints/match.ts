import type { GeneralName } from '../../../general-names.ts'
import { dnsLabels, endsWithLabels, presentedDns, readMailbox, uriHost } from '../../../host-names.ts'

/**
 * How a name stands to a subtree: wholly `inside`, wholly `outside`, or `both` (a wildcard that covers more).
 * `unknown`: one of the two has no form that can be compared; a permitted subtree then refuses, an excluded too.
 */
export type Standing = 'inside' | 'outside' | 'both' | 'unknown'

/** Compares a name with a subtree of the same kind, by the rules of RFC 5280 §4.2.1.10. */
export function standing(name: GeneralName, subtree: GeneralName): Standing {
  if (name.kind === 'dns' && subtree.kind === 'dns') return dnsStanding(name.text, subtree.text)
  if (name.kind === 'email' && subtree.kind === 'email') return emailStanding(name.text, subtree.text)
  if (name.kind === 'uri' && subtree.kind === 'uri') return uriStanding(name.text, subtree.text)
  if (name.kind === 'ip' && subtree.kind === 'ip') return ipStanding(name.bytes, subtree.bytes)
  if (name.kind === 'directory' && subtree.kind === 'directory') {
    return inside(subtree.name.rdnKeys.every((key, at) => name.name.rdnKeys[at] === key))
  }
  return 'unknown'
}

function inside(isInside: boolean): Standing {
  return isInside ? 'inside' : 'outside'
}

/** Adding labels on the left stays inside; the empty subtree holds every name. */
function dnsStanding(name: string, subtree: string): Standing {
  const presented = presentedDns(name)
  const base = subtree === '' ? [] : dnsLabels(subtree)
  if (!presented || !base) return 'unknown'
  if (endsWithLabels(presented.labels, base)) return 'inside'
  const covers = presented.wildcard && base.length === presented.labels.length + 1
  return covers && endsWithLabels(base, presented.labels) ? 'both' : 'outside'
}

/** A subtree is a mailbox, a host, or with a leading dot the hosts under it. */
function emailStanding(name: string, subtree: string): Standing {
  const mailbox = readMailbox(name)
  if (!mailbox) return 'unknown'
  if (!subtree.includes('@')) return hostStanding(mailbox.host, subtree)
  const only = readMailbox(subtree)
  if (!only) return 'unknown'
  return inside(mailbox.local === only.local && mailbox.host.join('.') === only.host.join('.'))
}

/** The host of the URI counts; one without a host, or with an address, cannot satisfy a constraint. */
function uriStanding(name: string, subtree: string): Standing {
  const host = uriHost(name)
  return host ? hostStanding(host, subtree) : 'unknown'
}

function hostStanding(host: readonly string[], subtree: string): Standing {
  const under = subtree.startsWith('.')
  const base = dnsLabels(under ? subtree.slice(1) : subtree)
  if (!base) return 'unknown'
  return inside(
    endsWithLabels(host, base) && (under ? host.length > base.length : host.length === base.length),
  )
}

/** A subtree is an address and a mask of the same length; the other family lies outside. */
function ipStanding(address: Uint8Array, subtree: Uint8Array): Standing {
  const size = subtree.length / 2
  if (address.length !== size) return 'outside'
  return inside(
    address.every((value, at) => ((value ^ (subtree[at] ?? 0)) & (subtree[size + at] ?? 0)) === 0),
  )
}
