import type { TraceContext } from '../../domain/trace-context.ts'
import { chinaDateTime } from '../../clock.ts'
import { digestOf } from '../../domain/digest.ts'
import { GatewayError } from '../../errors.ts'
import type { CertificateStore } from '../../inbound/ports.ts'
import type { Ask } from '../../outbound/ask.ts'
import type { ShownVerdict } from '../shown/check.ts'
import type { IntactOriginal } from './judged-original.ts'

export interface IssuerSaysDeps {
  self: { code: string }
  certificates: Pick<CertificateStore, 'issued'>
  ask: Ask
}

/** A page waits for it. */
const deadlineSeconds = 5

/**
 * Whether the issuing centre still stands to a certificate: by our own books where we issued it, else asked now, by number and
 * digest, with nothing of a person. What is not answered is told as that.
 */
export async function issuerSays(
  { certificate, token }: Pick<IntactOriginal, 'certificate' | 'token'>,
  deps: IssuerSaysDeps,
  trace?: TraceContext,
): Promise<ShownVerdict> {
  const { number, iss } = certificate
  const digest = digestOf(token)
  const issued = await deps.certificates.issued(number)
  if (issued && (issued.centre ?? deps.self.code) === iss) {
    if (issued.digest !== digest) return notKnown
    return issued.withdrawn ? revoked(chinaDateTime(issued.withdrawn.at)) : { state: 'holds' }
  }
  if (iss === deps.self.code) return notKnown
  const answer = await answerOf(certificate, digest, deps, trace)
  switch (answer?.['outcome']) {
    case 'valid':
    case 'expired':
      return { state: 'holds' }
    case 'revoked':
      return revoked(String(answer['revokedAt']))
    case 'altered':
    case 'unknown':
      return notKnown
    default:
      return { state: 'not-told', why: 'not-reached' }
  }
}

const notKnown: ShownVerdict = { state: 'fails', why: 'not-known' }

function revoked(at: string): ShownVerdict {
  return { state: 'fails', why: 'revoked', at }
}

/** Undefined where it could not be asked, whyever. */
async function answerOf(
  { number, iss, purpose }: IntactOriginal['certificate'],
  digest: string,
  { ask }: IssuerSaysDeps,
  trace: TraceContext | undefined,
): Promise<Record<string, unknown> | undefined> {
  const service = 'deposit-certificate.verify'
  const body = { number, digest }
  try {
    const { results } = await ask({ to: [iss], service, purpose, deadlineSeconds, body }, trace)
    return results[0]?.answer
  } catch (thrown) {
    if (thrown instanceof GatewayError) return undefined
    throw thrown
  }
}
