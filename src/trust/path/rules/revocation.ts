import type { Certificate } from '../../certificate.ts'
import type { Crl } from '../../revocation/crl.ts'
import { statusByLists, type ListContext } from '../../revocation/status-by-lists.ts'
import { statusByResponses } from '../../revocation/status-by-responses.ts'
import type { RevocationData, Status } from '../../revocation/types.ts'
import { verifyCrl } from '../../revocation/verify-crl.ts'
import { fault, type Finding, type RuleContext } from './rule.ts'

/**
 * No certificate below the anchor is revoked, and of each that is known (RFC 5280 §6.1.3 a 3), where revocation
 * data is given. Lists and OCSP are both asked: one that says revoked is enough to refuse, one that says good is
 * enough to go on.
 */
export function checkRevocation(path: readonly Certificate[], context: RuleContext): Finding | undefined {
  const data = context.request.revocation
  if (!data) return undefined
  for (const { certificate, issuer } of links(path, context)) {
    const status = statusOf(certificate, issuer, path, data, context)
    if (status.kind === 'good') continue
    if (status.kind === 'unknown' && data.requires?.(issuer) === false) continue
    const reason = status.kind === 'revoked' ? 'revoked' : 'revocation-unknown'
    return { certificate, fault: fault(reason, status.clause, status.detail) }
  }
  return undefined
}

/** Between which moments (epoch milliseconds) the data speaks for the whole of a valid path. */
export function revocationTimes(
  path: readonly Certificate[],
  context: RuleContext,
): { asOf: number; until: number } | undefined {
  const data = context.request.revocation
  if (!data) return undefined
  const good = links(path, context)
    .map(({ certificate, issuer }) => statusOf(certificate, issuer, path, data, context))
    .filter((status) => status.kind === 'good')
  if (good.length === 0) return undefined
  return {
    asOf: Math.min(...good.map(({ asOf }) => asOf)),
    until: Math.min(...good.map(({ until }) => until)),
  }
}

/** Certificates with their issuers; left out are those whose list is what is being judged, which would go in a circle. */
function links(
  path: readonly Certificate[],
  { resolving }: RuleContext,
): { certificate: Certificate; issuer: Certificate }[] {
  return path.flatMap((certificate, index) => {
    const issuer = path[index - 1]
    return issuer && !resolving.has(certificate.issuer.key) ? [{ certificate, issuer }] : []
  })
}

function statusOf(
  certificate: Certificate,
  issuer: Certificate,
  path: readonly Certificate[],
  data: RevocationData,
  context: RuleContext,
): Status {
  const { time } = context.request
  const listContext: ListContext = {
    lists: data.lists,
    time,
    signers: (crl) => listSigners(crl, issuer, path, data, context),
  }
  const byLists = statusByLists(certificate, listContext)
  if (byLists.kind === 'revoked') return byLists
  const byResponses = statusByResponses(certificate, issuer, {
    responses: data.responses,
    time,
    issuedBy: (responder, by) => isIssuedBy(responder, by, context),
    notRevoked: (responder) => statusByLists(responder, listContext).kind === 'good',
  })
  if (!byResponses || (byResponses.kind === 'unknown' && byLists.kind === 'good')) return byLists
  return byResponses
}

/** The issuer itself; then, as after a change of keys, others of its name with a path to the same anchor (RFC 5280 §6.3.3 f). */
function* listSigners(
  crl: Crl,
  issuer: Certificate,
  [anchor]: readonly Certificate[],
  data: RevocationData,
  context: RuleContext,
): Generator<Certificate> {
  context.meter.spend('signatures')
  yield issuer
  const { request } = context
  for (const candidate of [...(data.signers ?? []), ...request.intermediates]) {
    if (candidate.subject.key !== crl.issuer.key || candidate.thumbprint === issuer.thumbprint) continue
    context.meter.spend('signatures')
    if (verifyCrl(crl, candidate) || !anchor) continue
    const { leaf: _, peer: __, policies: ___, profile: ____, ...rest } = request
    const found = context.subpath(
      { ...rest, leaf: candidate, anchors: [anchor], purpose: 'any' },
      crl.issuer.key,
    )
    if (found) yield candidate
  }
}

function isIssuedBy(responder: Certificate, issuer: Certificate, { request, subpath }: RuleContext): boolean {
  const { time } = request
  return subpath({ leaf: responder, intermediates: [], anchors: [issuer], time, purpose: 'any' })
}
