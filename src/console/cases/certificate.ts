import type { Clock } from '../../clock.ts'
import type { DepositCertificate } from '../../contracts/generated/types.ts'
import { legible } from '../../domain/legible.ts'
import { maskPersonIn } from '../../domain/mask.ts'
import type { TraceContext } from '../../domain/trace-context.ts'
import { GatewayError } from '../../errors.ts'
import type { ConsolePerson } from '../person.ts'
import type { Revealed, ShownCertificate } from '../shown/cases.ts'
import type { Accesses } from './accesses.ts'
import { asksOf, certifiedResult, newestExchange } from './asks.ts'
import type { ShownVerdict } from '../shown/check.ts'
import { judgeCertificate, type JudgeDeps, type JudgedCertificate } from './judged-certificate.ts'
import type { KeptCase } from './ports.ts'
import type { Names } from './shown-case.ts'
import type { IssuerStanding } from './issuer-standing.ts'
import { shownCertificate } from './shown-certificate.ts'

export interface CertificateDeps extends JudgeDeps {
  clock: Clock
  accesses: Accesses
  names: Names
  standing: IssuerStanding
}

/** A certificate whole and unmasked, for putting it on paper. */
export interface CertifiedOriginal {
  exchangeId: string
  certificate: DepositCertificate
  /** As the issuing centre signed it. */
  token: Buffer
  /** Whether it holds now; where it does not, nothing of it may be given out. */
  holds: boolean
  /** False where a source that has to tell whether the certificate of who signed it was revoked does not at the moment. */
  revocationKnown: boolean
  /** What the issuing centre says of it now; it is not asked about what does not hold. */
  standing: ShownVerdict
}

/** After so many seconds pages mask again what was revealed. */
const revealedSeconds = 60

interface Found extends JudgedCertificate {
  exchangeId: string
  /** As it was verified when it came. */
  certificate: DepositCertificate
  token: Buffer
}

/** The newest certificate of a centre of a case. Fails with CASE_UNKNOWN. */
function newestIn(kept: KeptCase, centre: string): Pick<Found, 'exchangeId' | 'certificate' | 'token'> {
  const { certificate, exchangeId, answer } = certifiedResult(asksOf(kept, centre)) ?? {}
  if (!certificate || exchangeId === undefined) {
    throw new GatewayError('CASE_UNKNOWN', { detail: '没有此中心出具的证明 no certificate of this centre' })
  }
  const token = Buffer.from(String(answer?.['certificate']), 'latin1')
  return { exchangeId, certificate, token }
}

/** The same, judged now. */
async function foundIn(kept: KeptCase, centre: string, now: number, deps: CertificateDeps): Promise<Found> {
  const newest = newestIn(kept, centre)
  return { ...newest, ...(await judgeCertificate(newest.exchangeId, now, deps)) }
}

/** Whether the issuing centre still stands to it: for a screen that shows the certificate already. Fails with CASE_UNKNOWN. */
export async function standingOf(
  kept: KeptCase,
  centre: string,
  { standing }: Pick<CertificateDeps, 'standing'>,
  trace: TraceContext | undefined,
): Promise<ShownVerdict> {
  return standing(newestIn(kept, centre), trace)
}

/** For a screen: masked, and with every look written down. */
export async function lookAtCertificate(
  person: ConsolePerson,
  kept: KeptCase,
  centre: string,
  deps: CertificateDeps,
): Promise<ShownCertificate> {
  const now = deps.clock()
  const { exchangeId, certificate, verdict, proved } = await foundIn(kept, centre, now, deps)
  await deps.accesses.record({ person, action: 'view', caseId: kept.id, centre, exchangeId })
  const shown = { caseId: kept.id, exchangeId, verdict, certificate: proved?.certificate ?? certificate }
  return shownCertificate(shown, deps.names, now)
}

/** Whom a case is about, as it was entered, once who asks and why is durable: also where no centre knows them (无缴存记录). */
export async function revealEntered(
  person: ConsolePerson,
  kept: KeptCase,
  reason: string,
  { accesses }: Pick<CertificateDeps, 'accesses'>,
): Promise<Revealed> {
  const { name, idNumber } = kept.person
  const exchangeId = newestExchange(kept)
  await accesses.record({
    person,
    action: 'reveal',
    caseId: kept.id,
    ...(exchangeId !== undefined && { exchangeId }),
    reason: maskPersonIn(reason, kept.person),
  })
  return { person: { name, idNumber }, seconds: revealedSeconds }
}

/** Full name and numbers, once who asks and why is durable. Of a certificate that does not hold no account number is given. */
export async function revealPerson(
  person: ConsolePerson,
  kept: KeptCase,
  { centre, reason }: { centre: string; reason: string },
  deps: CertificateDeps,
): Promise<Revealed> {
  const { exchangeId, proved } = await foundIn(kept, centre, deps.clock(), deps)
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
    ...(accountNumber !== undefined && { accountNumber: legible(accountNumber) }),
    seconds: revealedSeconds,
  }
}

/** The original, for paper. Fails with CASE_UNKNOWN. */
export async function originalOf(
  kept: KeptCase,
  centre: string,
  deps: CertificateDeps,
  trace: TraceContext | undefined,
): Promise<CertifiedOriginal> {
  const found = await foundIn(kept, centre, deps.clock(), deps)
  const { exchangeId, verdict, proved } = found
  const { certificate, token } = proved ?? found
  const original = { exchangeId, certificate, token }
  const standing = proved ? await deps.standing(original, trace) : notAsked
  return { ...original, holds: verdict.holds, revocationKnown: verdict.revocationKnown, standing }
}

const notAsked: ShownVerdict = { state: 'not-told', why: 'nothing-to-ask' }
