import { chinaDate, chinaDateTime } from '../../clock.ts'
import type {
  DepositCertificateVerifyAnswer,
  DepositCertificateVerifyRequest,
} from '../../contracts/generated/types.ts'
import type { CertificateStore, KeptCertificate } from '../ports.ts'
import type { Service } from './service.ts'

/** `deposit-certificate.verify`: is a certificate of the centre asked still good, by number and digest? Gives no facts. */
export function createVerifyCertificate(deps: {
  self: { code: string }
  store: Pick<CertificateStore, 'issued'>
}): Service {
  return async ({ envelope, at }) => {
    const { number, digest } = envelope.body as unknown as DepositCertificateVerifyRequest
    const issued = await deps.store.issued(number)
    const ofTheCentre = issued && (issued.centre ?? deps.self.code) === envelope.aud
    const body = verdict(ofTheCentre ? issued : undefined, digest, chinaDate(at))
    return { body: { ...body }, outcome: body.outcome }
  }
}

function verdict(
  issued: KeptCertificate | undefined,
  digest: string,
  today: string,
): DepositCertificateVerifyAnswer {
  if (!issued) return { outcome: 'unknown' }
  const { validUntil, withdrawn } = issued
  if (issued.digest !== digest) return { outcome: 'altered' }
  if (withdrawn) return { outcome: 'revoked', validUntil, revokedAt: chinaDateTime(withdrawn.at) }
  return { outcome: today <= validUntil ? 'valid' : 'expired', validUntil }
}
