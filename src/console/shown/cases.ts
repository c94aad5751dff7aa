// What pages are told of cases. Personal data is masked here, on the server; absent facts are absent. Instants are RFC 3339
// with the offset of China, money is integer fen, ratios are basis points, months are YYYY-MM, as in schemas/.
import type { DepositFacts, FieldSet, Problem } from '../../contracts/generated/types.ts'
import type { LendingFact } from '../../domain/lending-facts.ts'

/** GET /console/v1/centres */
export interface ShownCentres {
  provinces: {
    /** Two digits of GB/T 2260, such as 32. */
    code: string
    name: string
    /** As of a centre: 浙江省 is zhejiangsheng and zjs. */
    pinyin: string
    initials: string
    centres: ShownCentre[]
  }[]
  purposes: string[]
}

export interface ShownCentre {
  code: string
  name: string
  division: string
  /** Without tones, and its initials: 苏州 is suzhou and sz. */
  pinyin: string
  initials: string
  state: BreakerState
  /** Typical time to an answer, in milliseconds. */
  typicalMs?: number
}

export type BreakerState = 'closed' | 'open' | 'half-open' | 'unproven'

/** Where a question stands at one centre. not-asked: 未能查询, which says nothing about records. */
export type CentreState =
  'queued' | 'asking' | 'answered' | 'no-record' | 'refused' | 'not-asked' | 'waiting' | 'cancelled'

/** POST /console/v1/cases gives the id. */
export interface CaseCreated {
  id: string
}

/** One line of history. */
export interface CaseSummary {
  id: string
  createdAt: string
  officer: string
  branch: { code: string; name: string }
  /** Masked. */
  person: { name: string; idNumber: string; idType: string }
  purpose: string
  applicationNumber: string
  centres: { code: string; name: string; state: CentreState }[]
}

/** GET /console/v1/cases, POST /console/v1/cases/search. */
export interface ShownCases {
  cases: CaseSummary[]
  /** There are more than are shown. */
  more: boolean
}

/** GET /console/v1/cases/:caseId, and event `case` of its event stream: always the whole. */
export interface ShownCase extends Omit<CaseSummary, 'centres'> {
  revision: number
  basis: { kind: 'consent' | 'statutory-duty'; reference: string; expires: string }
  centres: ShownCaseCentre[]
  /** Nothing more comes by itself. */
  ended: boolean
}

export interface ShownCaseCentre {
  code: string
  name: string
  state: CentreState
  /** When the present try began. */
  since?: string
  /** How long it took, once it ended. */
  elapsedMs?: number
  attempts: number
  nextAttemptAt?: string
  waitUntil?: string
  exchangeId?: string
  /** Why it was refused or could not be asked; texts by the catalogue. */
  problem?: Pick<Problem, 'code' | 'title' | 'hint' | 'requestId' | 'detail' | 'where'>
  /** The centre answered that it issues none, in words (账户已销户，不出具证明). */
  notIssued?: string
  /** Key facts of a certificate that came and whose signature holds. */
  certificate?: Pick<NonNullable<DepositFacts['account']>, 'status' | 'frozen' | 'arrears'> & {
    number: string
    validUntil: string
    asOf: string
    monthCount?: number
    /** Facts of it contradict each other. */
    contradicts?: true
  }
}

/** GET /console/v1/cases/:caseId/centres/:centre/certificate */
export interface ShownCertificate {
  caseId: string
  centre: { code: string; name: string }
  exchangeId: string
  number: string
  issuer: { code: string; name: string }
  relayedBy?: { code: string; name: string }
  issuedAt: string
  validUntil: string
  expired: boolean
  addressee: { code: string; name: string }
  purpose: string
  applicationNumber: string
  /** Masked. */
  person: { name: string; idType: string; idNumber: string }
  fields: FieldSet[]
  /** account.number masked. */
  facts: DepositFacts
  /** Whether its signature, chain and directory entry hold now; `revocationKnown` is false where a source that has to tell whether the signer's certificate was revoked does not. */
  verdict: { holds: boolean; revocationKnown: boolean; findings: { check: string; ok: boolean }[] }
  signer?: { subject: string; thumbprint: string }
  /** Data of an earlier day (数据截至昨日,建议重新查询). */
  stale: boolean
  /** By year, ascending: one state a month from January; gap: between paid months; unknown: outside of what the centre lists. */
  months?: { year: number; states: ('paid' | 'gap' | 'unknown')[] }[]
  gaps: { from: string; to: string }[]
  /** Facts in words that lending rules ask for; nobody decides here. */
  eligibility: { rule: string; text: string; state: LendingFact['state'] }[]
  ruleVersion: string
  contradictions: { rule: string; text: string; facts: string[] }[]
}

/** POST …/certificate/reveal, and POST /console/v1/cases/:caseId/reveal, which gives no account number. */
export interface Revealed {
  person: { name: string; idNumber: string }
  accountNumber?: string
  /** Seconds after which the page masks it again. */
  seconds: number
}

/** GET /console/v1/waiting */
export interface ShownWaiting {
  /** For POST /console/v1/waiting/seen: up to where this tells. */
  mark: string
  waiting: {
    caseId: string
    /** Masked. */
    person: { name: string; idNumber: string }
    centre: { code: string; name: string; state: BreakerState }
    since: string
    nextAttemptAt?: string
    /** When the basis ends, and the wait with it. */
    basisExpires: string
  }[]
  /** More wait than are shown, which are those that wait longest. */
  moreWaiting: boolean
  /** Came back since somebody of the branch last looked, oldest first: 「苏州已恢复,张*的证明已返回」 */
  returned: {
    caseId: string
    person: { name: string }
    centre: { code: string; name: string }
    state: CentreState
    at: string
  }[]
  /** More came back after these: told once these have been seen. */
  moreReturned: boolean
}

/** GET /console/v1/access */
export interface ShownAccess {
  entries: {
    at: string
    staff: string
    name: string
    role: string
    branch: { code: string; name: string }
    action: string
    caseId?: string
    centre?: { code: string; name: string }
    exchangeId?: string
    reason?: string
  }[]
  more: boolean
}
