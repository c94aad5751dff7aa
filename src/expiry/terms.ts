import type { Identity } from '../identity/identity.ts'
import type { DirectoryView } from '../speaker/ports.ts'
import type { Certificate } from '../trust/certificate.ts'
import type { Term, TermUse } from './ports.ts'

/**
 * Everything that ends: our own certificates, those of the directory but for retired ones, what stands above them, the anchors, and the
 * directory itself. Each certificate once. `now` in epoch milliseconds.
 */
export function termsOf(identity: Identity, self: string, directory: DirectoryView, now: number): Term[] {
  const terms = new Map<string, Term>()
  const add = (term: Term): void => {
    const known = terms.get(term.thumbprint)
    // What we use ourselves is ours to renew, whoever else has it.
    if (!known || (term.own && !known.own)) terms.set(term.thumbprint, term)
  }
  for (const anchor of identity.anchors) add(certificateTerm(anchor, 'anchor', undefined, false))
  for (const use of ['sign', 'tls'] as const) {
    const [leaf, ...above] = identity[use].chain
    if (leaf) add(certificateTerm(leaf, use, self, true))
    for (const certificate of above) add(certificateTerm(certificate, 'intermediate', undefined, true))
  }
  for (const { use, certificate } of directory.certificates) {
    const { thumbprint } = certificate
    if ((directory.retired(thumbprint) ?? Infinity) <= now) continue
    const member = use === 'sign' ? directory.signing(thumbprint)?.member : directory.channel(thumbprint)
    const [leaf, ...above] = certificate.validity
    const own = member?.code === self
    if (leaf) add({ ...leaf, use, member: member?.code, own })
    for (const term of above) add({ ...term, use: 'intermediate', member: undefined, own })
  }
  return [...terms.values(), directoryTerm(directory)]
}

function certificateTerm(
  { thumbprint, subject, notAfter }: Certificate,
  use: TermUse,
  member: string | undefined,
  own: boolean,
): Term {
  return { use, member, own, thumbprint, subject: subject.text, until: notAfter }
}

/** It is refused from the very moment of its end on. */
function directoryTerm({ version, expires, content }: DirectoryView): Term {
  return {
    use: 'directory',
    member: undefined,
    own: false,
    thumbprint: `version ${version}`,
    subject: content.federation,
    until: expires * 1000 - 1,
    from: content.issuedAt * 1000,
  }
}
