import type { Certificate } from '../certificate.ts'
import { certIdOf, sameCertId } from './cert-id.ts'
import type { OcspResponse, SingleStatus } from './ocsp-response.ts'
import { skewMs } from './status-by-lists.ts'
import type { HeldResponse, Status } from './types.ts'
import { verifyOcsp, type ResponderContext } from './verify-ocsp.ts'

/** Without nextUpdate newer information is always to be had (RFC 6960 §4.2.2.1). */
const withoutNextUpdateMs = 300_000

export interface ResponseContext extends ResponderContext {
  readonly responses: readonly HeldResponse[]
  /** Epoch milliseconds. */
  readonly time: number
}

/**
 * What OCSP responses say of a certificate (RFC 6960 §3.2): revoked as soon as one does, good when the newest in
 * its time says so. Absent when there is no response about it.
 */
export function statusByResponses(
  certificate: Certificate,
  issuer: Certificate,
  context: ResponseContext,
): Status | undefined {
  let best: Status | undefined
  for (const held of context.responses) {
    for (const single of held.response.statuses) {
      if (!isAbout(single, certificate, issuer)) continue
      const status = judge(held, single, issuer, context)
      if (status.kind === 'revoked') return status
      if (best?.kind !== 'good' || (status.kind === 'good' && status.asOf > best.asOf)) best = status
    }
  }
  return best
}

function isAbout({ id }: SingleStatus, certificate: Certificate, issuer: Certificate): boolean {
  return id.serial === certificate.serial && sameCertId(id, certIdOf(certificate, issuer, id.hash))
}

function judge(
  held: HeldResponse,
  single: SingleStatus,
  issuer: Certificate,
  context: ResponseContext,
): Status {
  const { response } = held
  const fault = verifyOcsp(response, issuer, context)
  if (fault) return { kind: 'unknown', clause: fault.rule, detail: fault.detail }
  const { status, thisUpdate } = single
  const clause = 'RFC 6960 §2.2'
  if (status.kind === 'revoked') {
    const detail = `Revoked at ${iso(status.revokedAt)} (${status.reason}), by OCSP of ${iso(thisUpdate)}.`
    return { kind: 'revoked', clause, detail }
  }
  if (status.kind === 'unknown') {
    return { kind: 'unknown', clause, detail: 'The OCSP responder does not know the certificate.' }
  }
  const until = held.until ?? single.nextUpdate ?? thisUpdate + withoutNextUpdateMs
  const late = outOfTime(response, single, until, context.time)
  if (late !== undefined) return { kind: 'unknown', clause: 'RFC 6960 §4.2.2.1', detail: late }
  return { kind: 'good', asOf: thisUpdate, until }
}

function outOfTime(
  { producedAt }: OcspResponse,
  { thisUpdate }: SingleStatus,
  until: number,
  time: number,
): string | undefined {
  if (Math.max(thisUpdate, producedAt) > time + skewMs)
    return `The OCSP response is of the future, ${iso(thisUpdate)}.`
  return time <= until
    ? undefined
    : `The OCSP response of ${iso(thisUpdate)} was to be believed until ${iso(until)}.`
}

function iso(time: number): string {
  return new Date(time).toISOString().replace('.000', '')
}
