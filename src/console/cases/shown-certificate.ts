import { chinaDate } from '../../clock.ts'
import type { DepositCertificate, DepositFacts } from '../../contracts/generated/types.ts'
import { contradictionTexts } from '../../domain/contradictions/texts.ts'
import { legible } from '../../domain/legible.ts'
import { lendingFacts, lendingRulesVersion } from '../../domain/lending-facts.ts'
import { maskAccount } from '../../domain/mask.ts'
import { monthStrip } from '../../print/month-strip.ts'
import type { ShownCertificate } from '../shown/cases.ts'
import type { CertificateVerdict } from './judged-certificate.ts'
import { maskedPerson, type Names } from './shown-case.ts'

/** A whole working life. */
const allYears = 70

export interface Certified {
  caseId: string
  exchangeId: string
  certificate: DepositCertificate
  verdict: CertificateVerdict
}

/** A certificate on a screen. Of one that does not hold only what it says of itself is told, and no fact. */
export function shownCertificate(
  {
    caseId,
    exchangeId,
    certificate: signed,
    verdict: { holds, revocationKnown, findings, signer },
  }: Certified,
  names: Names,
  now: number,
): ShownCertificate {
  const certificate = legible(signed)
  const { iss, issuer, relayedBy, number, issuedAt, validUntil, addressee, person } = certificate
  const facts = holds ? maskedFacts(certificate.facts) : { asOf: certificate.facts.asOf }
  const today = chinaDate(now)
  return {
    caseId,
    centre: { code: iss, name: names.centre(iss) },
    exchangeId,
    number,
    issuer: { code: iss, name: issuer },
    ...(relayedBy && { relayedBy: { code: relayedBy.code, name: relayedBy.name } }),
    issuedAt,
    validUntil,
    expired: validUntil < today,
    addressee: { code: addressee, name: names.centre(addressee) },
    purpose: certificate.purpose,
    applicationNumber: certificate.applicationNumber,
    person: maskedPerson(person),
    fields: certificate.fields,
    facts,
    verdict: { holds, revocationKnown, findings: [...findings] },
    ...(signer && { signer }),
    stale: facts.asOf.slice(0, 10) < today,
    ...monthsOf(facts),
    eligibility: holds ? lendingFacts(facts) : [],
    ruleVersion: lendingRulesVersion,
    contradictions: (facts.contradictions ?? []).map(({ rule, facts: concerned }) => ({
      rule,
      text: contradictionTexts[rule].zh,
      facts: concerned,
    })),
  }
}

function maskedFacts(facts: DepositFacts): DepositFacts {
  const { account } = facts
  if (account?.number === undefined) return facts
  return { ...facts, account: { ...account, number: maskAccount(account.number) } }
}

/** What follows the last paid month is not known to be unpaid: the centre may not have booked it yet. */
function monthsOf({ continuity }: DepositFacts): Pick<ShownCertificate, 'months' | 'gaps'> {
  const strip = continuity?.months && monthStrip(continuity.months, undefined, allYears)
  if (!strip) return { gaps: [] }
  return {
    months: strip.years.map(({ year, paid }) => ({
      year: Number(year),
      states: paid.map((state) => (state === undefined ? 'unknown' : state ? 'paid' : 'gap')),
    })),
    gaps: strip.gaps.map(({ start, end }) => ({ from: start, to: end })),
  }
}
