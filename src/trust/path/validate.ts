import type { Certificate } from '../certificate.ts'
import { BudgetSpentError, createMeter, type Meter } from './budget.ts'
import { revocationTimes } from './rules/revocation.ts'
import type { RuleContext } from './rules/rule.ts'
import { searchPath, type SearchResult } from './search.ts'
import type { Fault, InvalidPath, PathRequest, PathResult } from './types.ts'

const noPath: Fault = {
  reason: 'no-path',
  rule: 'RFC 5280 §6.1',
  detail: 'No chain of issuers leads from the certificate to a trust anchor.',
}

/**
 * Whether the leaf has a valid certification path to one of the anchors (RFC 5280 §6.1), at this time and for
 * this purpose. The rules are listed in `rules/index.ts`. Never throws for what a certificate may hold, ends in
 * well under a second whatever is offered, and keeps nothing between calls. Revocation is looked at where the
 * request brings revocation data.
 */
export function validatePath(request: PathRequest): PathResult {
  const { path, finding, revocation } = search(request)
  if (path) {
    return {
      ok: true,
      path: path.toReversed(),
      validUntil: Math.min(...path.map(({ notAfter }) => notAfter)),
      ...(revocation && { revocation }),
    }
  }
  return refusal(finding?.fault ?? noPath, finding?.certificate ?? request.leaf)
}

type Searched = SearchResult & Pick<Extract<PathResult, { ok: true }>, 'revocation'>

function search(request: PathRequest): Searched {
  try {
    const context = contextOf(request, createMeter(request.budget), new Set())
    const result = searchPath(context)
    const revocation = result.path && revocationTimes(result.path, context)
    return { ...result, ...(revocation && { revocation }) }
  } catch (thrown) {
    if (!(thrown instanceof BudgetSpentError)) throw thrown
    const fault: Fault = { reason: 'budget', rule: 'policy', detail: thrown.message }
    return { finding: { fault, certificate: request.leaf } }
  }
}

function contextOf(request: PathRequest, meter: Meter, resolving: ReadonlySet<string>): RuleContext {
  return {
    request,
    meter,
    resolving,
    subpath(other, name) {
      const names = name === undefined ? resolving : new Set([...resolving, name])
      return searchPath(contextOf(other, meter, names)).path !== undefined
    },
  }
}

function refusal(fault: Fault, { subject, thumbprint }: Certificate): InvalidPath {
  return { ok: false, ...fault, certificate: { subject: subject.text, thumbprint } }
}
