// What the operator's board is told: no person and no fact of one, ever. Instants are RFC 3339 with the offset of China.
import type { BreakerState } from './cases.ts'

/** GET /console/v1/board: the overview (总览), worst first. */
export interface ShownBoard {
  asOf: string
  cards: {
    /** Of the last minute, 0 to 100 and not rounded; absent where nothing was asked. */
    successPercent?: number
    p95Ms?: number
    queued: number
    waiting: number
    alarms: number
  }
  peers: ShownPeer[]
  alarms: ShownAlarm[]
  maintenance?: { zh: string; en: string; since: string; until?: string }
  configuration: { version: string; loadedAt: string; refused?: { at: string; code: string; where?: string } }
}

export interface ShownPeer {
  code: string
  name: string
  kind: string
  relayedBy?: string
  state: BreakerState
  /** Held open or closed by an operator, and why. */
  held?: { state: 'open'; by: string; reason: string; since: string }
  errorPercent?: number
  p50Ms?: number
  p95Ms?: number
  p99Ms?: number
  lastSuccessAt?: string
  lastFailureAt?: string
  lastFailureCode?: string
  nextProbeAt?: string
  inHand: number
  queued: number
  waiting: number
  /** Of the certificate that ends first. */
  certificateDaysLeft?: number
}

export interface ShownAlarm {
  id: string
  level: 'notice' | 'warning' | 'urgent'
  zh: string
  en: string
  /** Place in the operator's guide, such as /console/guide#breaker-open. */
  guide: string
  since?: string
}

/** GET /console/v1/peers/:code */
export interface ShownPeerDetail extends ShownPeer {
  asOf: string
  endpoints: string[]
  certificates: { use: string; thumbprint: string; subject: string; notAfter: string; daysLeft: number }[]
  /** Of the last 24 hours, ascending. */
  timeline: { at: string; state: BreakerState; why?: string; instance: string }[]
  /** Whose breakers the timeline is of, the living first; `endedAt`: the last sign of life of one that has ended. */
  instances: { instance: string; endedAt?: string }[]
  /** By five minutes of the last 24 hours, ascending. */
  traffic: { at: string; asked: number; failed: number; p95Ms?: number }[]
}

/** POST /console/v1/peers/:code/test: hop by hop, name to signed echo. */
export interface ShownHops {
  ok: boolean
  /** The one walked here: the first that fails, else the first; the others of the peer beside it. */
  endpoint?: string
  others?: { endpoint: string; ok: boolean }[]
  /** Name of the centre, where all of this is the way to the hub that represents it. */
  behind?: string
  hops: {
    /** `centre`: from the hub on. */
    hop: 'dns' | 'tcp' | 'tls' | 'certificate' | 'clock' | 'echo' | 'centre'
    ok: boolean
    skipped?: true
    /** Nobody can look from here; `ok` is what the last question there says. */
    unchecked?: true
    ms?: number
    zh: string
    en: string
  }[]
}

/** POST /console/v1/messages/search */
export interface ShownMessages {
  messages: ShownMessage[]
  /** 结果超过 1000 条,请缩小范围 */
  tooMany: boolean
}

export interface ShownMessage {
  exchangeId: string
  direction: 'asked' | 'answered'
  at: string
  asker: { code: string; name: string }
  asked: { code: string; name: string }
  service: string
  outcome: string
  elapsedMs?: number
}

/** GET /console/v1/messages/:exchangeId */
export interface ShownMessageDetail extends ShownMessage {
  timeline: { at: string; kind: string; outcome: string }[]
  /** Absent where no answer came, so that there is nothing to verify. */
  verdict?: { holds: boolean; findings: { check: string; ok: boolean }[] }
  purpose: string
  basis: string
  operator: string
}

/** GET /console/v1/keys */
export interface ShownKeys {
  keys: {
    kid: string
    use: string
    subject: string
    notBefore: string
    notAfter: string
    daysLeft: number
    stage: 'current' | 'next' | 'retiring' | 'retired'
    level?: 'notice' | 'warning' | 'urgent' | 'expired'
    guide?: string
  }[]
  anchors: { subject: string; thumbprint: string; notAfter: string; daysLeft: number }[]
}

/** GET /console/v1/directory */
export interface ShownDirectory {
  version: number
  issuedAt: string
  expires: string
  sources: { source: string; ok: boolean; code?: string; lastGoodAt?: string }[]
  /** Versions that were in force here, newest first. */
  versions: number[]
  members: number
}

/** GET /console/v1/directory/changes?from=41&to=42 */
export interface ShownDirectoryChanges {
  from: number
  to: number
  changes: { zh: string; en: string }[]
}

/** GET /console/v1/configuration */
export interface ShownConfiguration {
  version: string
  loadedAt: string
  /** The file as it is in force; it holds no secret. */
  text: string
  /** Whether this process may write the file. */
  writable: boolean
  refused?: { at: string; code: string; where?: string; detail?: string }
  /** Earlier texts, newest first. */
  history: { id: string; at: string; by: string; reason: string; inForce: boolean }[]
}

/** POST /console/v1/configuration/check and /try */
export interface ShownConfigurationCheck {
  ok: boolean
  faults: { where: string; code: string; zh: string; en: string; detail?: string }[]
  /** It works, and somebody should know. */
  warnings: { where: string; text: string }[]
  diff: { line: string; kind: 'same' | 'added' | 'removed' }[]
  /** What would take effect. */
  changes: string[]
  /** What only a restart changes: while anything is here, the text cannot be put in force from here. */
  restart: string[]
}

/** GET /console/v1/upkeep */
export interface ShownUpkeep {
  backup: { last?: { at: string; entries?: number }; lastDrill?: { at: string; ok: boolean } }
  maintenance?: { zh: string; en: string; since: string; until?: string }
}
