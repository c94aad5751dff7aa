import type { Certificate } from '../trust/certificate.ts'

/** Certificates that were seen: authorities by name, and whom OCSP can be asked about. */
export interface KnownAuthorities {
  /** Gives what is new. */
  learn(chain: readonly Certificate[]): readonly Certificate[]
  /** Certificates with this subject. */
  named(subjectKey: string): readonly Certificate[]
  /** The authority of a source, in one certificate or, after a change of keys, several. */
  ofSource(issuer: string): readonly Certificate[]
  /** Certificates that an authority of the source issued, each with it. */
  issuedBySource(issuer: string): readonly { certificate: Certificate; issuer: Certificate }[]
  all(): readonly Certificate[]
}

/** Certificates come from the signed directory; this bound only keeps a mistake there from filling the memory. */
const maximum = 10_000

export function createKnownAuthorities(first: readonly Certificate[]): KnownAuthorities {
  const known = new Map<string, Certificate>()
  const bySubject = new Map<string, Certificate[]>()

  function add(certificate: Certificate): boolean {
    if (known.has(certificate.thumbprint) || known.size >= maximum) return false
    known.set(certificate.thumbprint, certificate)
    const same = bySubject.get(certificate.subject.key)
    if (same) same.push(certificate)
    else bySubject.set(certificate.subject.key, [certificate])
    return true
  }

  function ofSource(issuer: string): readonly Certificate[] {
    const named = [...known.values()].filter((certificate) => isOfSource(certificate, issuer))
    return [...new Set(named.flatMap(({ subject }) => bySubject.get(subject.key) ?? []))]
  }

  first.forEach(add)
  return {
    learn: (chain) => chain.filter(add),
    named: (subjectKey) => bySubject.get(subjectKey) ?? [],
    ofSource,
    issuedBySource(source) {
      const issuers = Map.groupBy(ofSource(source), ({ subject }) => subject.key)
      return [...known.values()].flatMap((certificate) => {
        if (certificate.subject.key === certificate.issuer.key) return []
        return (issuers.get(certificate.issuer.key) ?? [])
          .filter((issuer) => mayHaveIssued(issuer, certificate))
          .map((issuer) => ({ certificate, issuer }))
      })
    },
    all: () => [...known.values()],
  }
}

export function isOfSource({ thumbprint, subject }: Certificate, issuer: string): boolean {
  return thumbprint === issuer || subject.text === issuer
}

/** Of several certificates of one authority, the one whose key is named. */
function mayHaveIssued(issuer: Certificate, { extensions }: Certificate): boolean {
  const named = extensions.authorityKeyIdentifier?.keyIdentifier
  const own = issuer.extensions.subjectKeyIdentifier
  return !named || !own || Buffer.compare(named, own) === 0
}
