import type { Certificate } from '../certificate.ts'
import { createCandidates } from './candidates.ts'
import { certificateRules, linkRules, pathRules } from './rules/index.ts'
import { isSelfIssued, type Finding, type RuleContext } from './rules/rule.ts'
import type { Fault, Position } from './types.ts'

export interface SearchResult {
  /** Anchor first, leaf last; absent when there is no valid path. */
  readonly path?: readonly Certificate[]
  /** The most telling of the broken rules met on the way. */
  readonly finding?: Finding
}

/** How much a finding explains: most where everything else held, least where only a name fitted. */
const weights = { link: 1, certificate: 2, path: 3 } as const

const defaultMaxIntermediates = 10

/**
 * Looks for a path from the leaf to an anchor, depth first with backtracking (RFC 4158 §2): certificates and
 * signatures are checked as the path grows and at most once each, the rules of whole paths at its end.
 * @throws BudgetSpentError
 */
export function searchPath(context: RuleContext): SearchResult {
  const { request, meter } = context
  const { leaf, maxIntermediates = defaultMaxIntermediates } = request
  const candidates = createCandidates(request.anchors, request.intermediates)
  const checkCertificate = remember((certificate: Certificate, position: Position) =>
    firstFault(certificateRules.map((rule) => () => rule(certificate, position, context))),
  )
  const checkLink = remember((certificate: Certificate, issuer: Certificate) =>
    firstFault(linkRules.map((rule) => () => rule(certificate, issuer, context))),
  )
  let best: { finding: Finding; weight: number } | undefined

  const leafFault = checkCertificate(leaf, 'leaf')
  if (leafFault) return { finding: { fault: leafFault, certificate: leaf } }
  const path = extend([leaf])
  return { ...(path && { path }), ...(best && { finding: best.finding }) }

  /** @param chain the path so far, leaf last */
  function extend(chain: readonly Certificate[]): readonly Certificate[] | undefined {
    const [child = leaf] = chain
    for (const anchor of candidates.anchors(child)) {
      if (holds(child, anchor, 'anchor') && pathHolds([anchor, ...chain])) return [anchor, ...chain]
    }
    const counted = chain.slice(0, -1).filter((certificate) => !isSelfIssued(certificate)).length
    for (const issuer of candidates.intermediates(child)) {
      if (counted >= maxIntermediates && !isSelfIssued(issuer)) continue
      if (chain.some((earlier) => sameEntity(earlier, issuer)) || !holds(child, issuer, 'ca')) continue
      const found = extend([issuer, ...chain])
      if (found) return found
    }
    return undefined
  }

  function holds(child: Certificate, issuer: Certificate, position: Position): boolean {
    meter.spend('nodes')
    const issuerFault = checkCertificate(issuer, position)
    if (issuerFault) return note({ fault: issuerFault, certificate: issuer }, weights.certificate)
    const linkFault = checkLink(child, issuer)
    return linkFault ? note({ fault: linkFault, certificate: child }, weights.link) : true
  }

  function pathHolds(complete: readonly Certificate[]): boolean {
    for (const rule of pathRules) {
      const finding = rule(complete, context)
      if (finding) return note(finding, weights.path)
    }
    return true
  }

  function note(finding: Finding, weight: number): false {
    if (weight > (best?.weight ?? 0)) best = { finding, weight }
    return false
  }
}

/** RFC 4158 §2.4.2: a name with a key that is on the path already adds nothing but a loop. */
function sameEntity(left: Certificate, right: Certificate): boolean {
  return left.subject.key === right.subject.key && Buffer.compare(left.spki, right.spki) === 0
}

function firstFault(checks: readonly (() => Fault | undefined)[]): Fault | undefined {
  for (const check of checks) {
    const fault = check()
    if (fault) return fault
  }
  return undefined
}

/** Each pair of arguments is checked once per search. */
function remember<Second>(
  check: (certificate: Certificate, second: Second) => Fault | undefined,
): (certificate: Certificate, second: Second) => Fault | undefined {
  const known = new Map<Certificate, Map<Second, Fault | undefined>>()
  return (certificate, second) => {
    const results = known.get(certificate) ?? new Map<Second, Fault | undefined>()
    known.set(certificate, results)
    if (!results.has(second)) results.set(second, check(certificate, second))
    return results.get(second)
  }
}
