import type { Certificate } from '../certificate.ts'

/** Possible issuers, found by name. */
export interface Candidates {
  anchors(certificate: Certificate): readonly Certificate[]
  /** Best first: those whose key identifier fits, then those nearest to an anchor. Dead ends are left out. */
  intermediates(certificate: Certificate): readonly Certificate[]
}

/** Indexes what was offered once, so that a search looks at nothing that cannot lead to an anchor by its names. */
export function createCandidates(
  anchors: readonly Certificate[],
  intermediates: readonly Certificate[],
): Candidates {
  const anchorsBySubject = Map.groupBy(distinct(anchors), ({ subject }) => subject.key)
  const distances = distancesToAnchor(anchorsBySubject.keys(), intermediates)
  const distanceOf = ({ issuer }: Certificate): number => distances.get(issuer.key) ?? Infinity
  const leading = distinct(intermediates)
    .filter((certificate) => distanceOf(certificate) < Infinity)
    .toSorted((left, right) => distanceOf(left) - distanceOf(right))
  const bySubject = Map.groupBy(leading, ({ subject }) => subject.key)
  const ranked = new Map<Certificate, readonly Certificate[]>()
  return {
    anchors: ({ issuer }) => anchorsBySubject.get(issuer.key) ?? [],
    intermediates(certificate) {
      const known =
        ranked.get(certificate) ?? byIdentifier(certificate, bySubject.get(certificate.issuer.key) ?? [])
      ranked.set(certificate, known)
      return known
    },
  }
}

/** Keeps the order among those of one rank; sorting would be dear where thousands have one name. */
function byIdentifier(certificate: Certificate, issuers: readonly Certificate[]): Certificate[] {
  const ranks = Map.groupBy(issuers, (issuer) => identifierRank(certificate, issuer))
  return [0, 1, 2].flatMap((rank) => ranks.get(rank) ?? [])
}

function distinct(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.thumbprint, certificate])).values()]
}

/** For every name that leads to an anchor's: the number of certificates between, by breadth-first search. */
function distancesToAnchor(
  anchorNames: Iterable<string>,
  intermediates: readonly Certificate[],
): ReadonlyMap<string, number> {
  const issued = Map.groupBy(intermediates, ({ issuer }) => issuer.key)
  const distances = new Map([...anchorNames].map((name) => [name, 0]))
  for (const [name, distance] of distances) {
    for (const { subject } of issued.get(name) ?? []) {
      if (!distances.has(subject.key)) distances.set(subject.key, distance + 1)
    }
  }
  return distances
}

/** RFC 4158 §3.5.12: 0 when the key identifiers are equal, 1 when one is missing, 2 when they differ. A hint only. */
function identifierRank({ extensions: child }: Certificate, { extensions: issuer }: Certificate): number {
  const wanted = child.authorityKeyIdentifier?.keyIdentifier
  const offered = issuer.subjectKeyIdentifier
  if (!wanted || !offered) return 1
  return Buffer.compare(wanted, offered) === 0 ? 0 : 2
}
