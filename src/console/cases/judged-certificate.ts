import type { DepositCertificate, EvidenceBundle } from '../../contracts/generated/types.ts'
import type { EvidenceTrust } from '../../evidence/ports.ts'
import { verifyBundle } from '../../evidence/verify-bundle.ts'
import { toGatewayError } from '../../errors.ts'
import type { CurrentDirectory } from '../../speaker/ports.ts'
import { revocationNow } from '../revocation-now.ts'

/** What a certificate is worth at this moment. */
export interface CertificateVerdict {
  holds: boolean
  /** False where a source that has to tell whether the certificate of who signed it was revoked does not at the moment. */
  revocationKnown: boolean
  findings: readonly { check: string; ok: boolean }[]
  /** Who signed it, where that was proved. */
  signer: { subject: string; thumbprint: string } | undefined
}

export interface JudgedCertificate {
  verdict: CertificateVerdict
  /** As its own bytes say it, where they hold. */
  proved: { certificate: DepositCertificate; token: Buffer } | undefined
}

export interface JudgeDeps {
  /** Fails with EVIDENCE_INVALID where kept bytes were altered. */
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
  trust: EvidenceTrust
  /** In force now. Fails with DIRECTORY_EXPIRED. */
  directory: CurrentDirectory
}

/**
 * Verifies now, from the bytes that are kept, what was verified when the answer came: signatures, chains, directory, digests and
 * journal, each at the time it was made; and that nobody says that the signing certificate was revoked since. Never fails because of the evidence.
 */
export async function judgeCertificate(
  exchangeId: string,
  now: number,
  { evidence, trust, directory }: JudgeDeps,
): Promise<JudgedCertificate> {
  const bundle = await keptBundle(exchangeId, evidence)
  if (!bundle) return { verdict: nothingKept, proved: undefined }
  const { ok, signed, findings, exchange } = await verifyBundle(Buffer.from(JSON.stringify(bundle)), trust)
  const signer = signed.find(({ part }) => part === 'certificate')
  const revocation = signer ? revocationNow(signer.thumbprint, directory, now) : 'not-told'
  const token = exchange?.answer?.body?.['certificate']
  const certificate = exchange?.certificate
  const holds = ok && signer !== undefined && certificate !== undefined && revocation !== 'fails'
  return {
    verdict: {
      holds,
      revocationKnown: revocation !== 'not-told',
      findings: [
        ...findings
          .filter(({ state }) => state !== 'not-checked')
          .map(({ part, check, state }) => ({ check: `${part}.${check}`, ok: state === 'holds' })),
        ...(revocation === 'not-told'
          ? []
          : [{ check: 'certificate.revoked-now', ok: revocation === 'holds' }]),
      ],
      signer: signer && { subject: signer.subject, thumbprint: signer.thumbprint },
    },
    proved: holds ? { certificate, token: Buffer.from(String(token), 'latin1') } : undefined,
  }
}

const nothingKept: CertificateVerdict = {
  holds: false,
  revocationKnown: false,
  findings: [{ check: 'file.form', ok: false }],
  signer: undefined,
}

async function keptBundle(
  exchangeId: string,
  evidence: JudgeDeps['evidence'],
): Promise<EvidenceBundle | undefined> {
  try {
    return await evidence(exchangeId)
  } catch (thrown) {
    const error = toGatewayError(thrown)
    if (error.code === 'EVIDENCE_INVALID') return undefined
    throw error
  }
}
