import { timingSafeEqual } from 'node:crypto'
import type { Contracts } from '../../contracts/contracts.ts'
import type { EvidenceBundle } from '../../contracts/generated/types.ts'
import { issuedToken } from '../../evidence/issued-token.ts'
import { GatewayError } from '../../errors.ts'
import type { CertificateStore } from '../../inbound/ports.ts'
import { checkCode } from '../../print/check-link.ts'
import type { PrintingStore } from './ports.ts'

export interface HeldOriginalDeps {
  printings: Pick<PrintingStore, 'exchangeOf'>
  certificates: Pick<CertificateStore, 'issued'>
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
  contracts: Contracts
}

/** A certificate that is kept here, as its issuer signed it. */
export interface HeldOriginal {
  token: Buffer
  /** The signed directory under which it was given out; empty where that was not kept. */
  directory: Buffer
}

/**
 * The certificate of this number with this verification code (`7KQ2-M9XT-4WPA`), where it was put on paper or issued here;
 * undefined alike for an unknown number and for another code.
 */
export async function heldOriginal(
  number: string,
  code: string,
  { printings, certificates, evidence, contracts }: HeldOriginalDeps,
): Promise<HeldOriginal | undefined> {
  const exchangeId =
    (await printings.exchangeOf(number, code)) ?? (await certificates.issued(number))?.exchangeId
  const kept = exchangeId === undefined ? undefined : await unaltered(exchangeId, evidence)
  const token = kept && issuedToken(kept.answer, contracts)
  if (!token || !equal(checkCode(token), code)) return undefined
  return { token, directory: Buffer.from(kept.directory, 'latin1') }
}

/** Evidence whose kept bytes were altered is told to the operator by other means, and to strangers not at all. */
async function unaltered(
  exchangeId: string,
  evidence: HeldOriginalDeps['evidence'],
): Promise<EvidenceBundle | undefined> {
  try {
    return await evidence(exchangeId)
  } catch (thrown) {
    if (thrown instanceof GatewayError && thrown.code === 'EVIDENCE_INVALID') return undefined
    throw thrown
  }
}

function equal(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
