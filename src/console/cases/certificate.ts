import type { Clock } from '../../clock.ts'
import type { DepositCertificate } from '../../contracts/generated/types.ts'
import { maskPersonIn } from '../../domain/mask.ts'
import { GatewayError } from '../../errors.ts'
import type { ConsolePerson } from '../person.ts'
import type { Revealed, ShownCertificate } from '../shown/cases.ts'
import type { Accesses } from './accesses.ts'
import { asksOf, certifiedResult } from './asks.ts'
import { judgeCertificate, type JudgeDeps, type JudgedCertificate } from './judged-certificate.ts'
import type { KeptCase } from './ports.ts'
import type { Names } from './shown-case.ts'
import { shownCertificate } from './shown-certificate.ts'

export interface CertificateDeps extends JudgeDeps {
  clock: Clock
  accesses: Accesses
  names: Names
}

/** A certificate whole and unmasked, for putting it on paper. */
export interface CertifiedOriginal {
  exchangeId: string
  certificate: DepositCertificate
  /** As the issuing centre signed it. */
  token: Buffer
  /** Whether it holds now; where it does not, nothing of it may be given out. */
  holds: boolean
}

/** After so many seconds pages mask again what was revealed. */
const revealedSeconds = 60

interface Found extends JudgedCertificate {
  exchangeId: string
  /** As it was verified when it came. */
  certificate: DepositCertificate
  token: Buffer
}

/** The newest certificate of a centre of a case, judged now. Fails with CASE_UNKNOWN. */
async function foundIn(kept: KeptCase, centre: string, deps: CertificateDeps): Promise<Found> {
  const { certificate, exchangeId, answer } = certifiedResult(asksOf(kept, centre)) ?? {}
  if (!certificate || exchangeId === undefined) {
    throw new GatewayError('CASE_UNKNOWN', { detail: 'no certificate of this centre' })
  }
  const token = Buffer.from(String(answer?.['certificate']), 'latin1')
  return { exchangeId, certificate, token, ...(await judgeCertificate(exchangeId, deps.clock(), deps)) }
}

/** For a screen: masked, and with every look written down. */
export async function lookAtCertificate(
  person: ConsolePerson,
  kept: KeptCase,
  centre: string,
  deps: CertificateDeps,
): Promise<ShownCertificate> {
  const { exchangeId, certificate, verdict, proved } = await foundIn(kept, centre, deps)
  await deps.accesses.record({ person, action: 'view', caseId: kept.id, centre, exchangeId })
  const shown = { caseId: kept.id, exchangeId, verdict, certificate: proved?.certificate ?? certificate }
  return shownCertificate(shown, deps.names, deps.clock())
}

/** Full name and numbers, once who asks and why is durable. Of a certificate that does not hold no account number is given. */
export async function revealPerson(
  person: ConsolePerson,
  kept: KeptCase,
  { centre, reason }: { centre: string; reason: string },
  deps: CertificateDeps,
): Promise<Revealed> {
  const { exchangeId, proved } = await foundIn(kept, centre, deps)
  const { name, idNumber } = kept.person
  const veiled = maskPersonIn(reason, kept.person)
  await deps.accesses.record({
    person,
    action: 'reveal',
    caseId: kept.id,
    centre,
    exchangeId,
    reason: veiled,
  })
  const accountNumber = proved?.certificate.facts.account?.number
  return {
    person: { name, idNumber },
    ...(accountNumber !== undefined && { accountNumber }),
    seconds: revealedSeconds,
  }
}

/** The original, for paper. Fails with CASE_UNKNOWN. */
export async function originalOf(
  kept: KeptCase,
  centre: string,
  deps: CertificateDeps,
): Promise<CertifiedOriginal> {
  const { exchangeId, certificate, token, verdict, proved } = await foundIn(kept, centre, deps)
  return { exchangeId, certificate, token, holds: verdict.holds, ...proved }
}
