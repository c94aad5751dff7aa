import type { Certificate } from '../certificate.ts'
import { BudgetSpentError, createMeter } from './budget.ts'
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
 * well under a second whatever is offered, and keeps nothing between calls; revocation is not looked at.
 */
export function validatePath(request: PathRequest): PathResult {
  const { path, finding } = search(request)
  if (path) {
    return {
      ok: true,
      path: path.toReversed(),
      validUntil: Math.min(...path.map(({ notAfter }) => notAfter)),
    }
  }
  return refusal(finding?.fault ?? noPath, finding?.certificate ?? request.leaf)
}

function search(request: PathRequest): SearchResult {
  try {
    return searchPath({ request, meter: createMeter(request.budget) })
  } catch (thrown) {
    if (!(thrown instanceof BudgetSpentError)) throw thrown
    const fault: Fault = { reason: 'budget', rule: 'policy', detail: thrown.message }
    return { finding: { fault, certificate: request.leaf } }
  }
}

function refusal(fault: Fault, { subject, thumbprint }: Certificate): InvalidPath {
  return { ok: false, ...fault, certificate: { subject: subject.text, thumbprint } }
}
