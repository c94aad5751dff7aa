/* Made by `npm run codegen` from schemas/. Do not edit. */

/**
 * Payload of every signed answer (typ hpf-answer+jws, with body) and signed refusal (typ hpf-problem+jws, with problem).
 */
export type AnswerEnvelope = {
  /**
   * Protocol version.
   */
  version: '1'
  iss: MemberCode
  relayedBy?: MemberCode
  aud: MemberCode
  service?: ServiceName
  inResponseTo?: MessageId
  requestDigest: Sha256Digest
  iat: EpochSeconds
  asOf: DateTime
  revocationAsOf?: DateTime
  /**
   * The service's own answer, by its schema.
   */
  body?: {
    [k: string]: unknown
  }
  problem?: Problem
} & {
  [k: string]: unknown
}
/**
 * Member of the directory: a centre's 15-digit institution code (机构代码) or a portal's 9-digit platform code. Not a division code.
 */
export type MemberCode = string
/**
 * A service of the exchange; also the operationId and the last path segment.
 */
export type ServiceName =
  'deposit-record.check' | 'deposit-certificate.issue' | 'deposit-certificate.verify' | 'gateway.ping'
/**
 * UUID version 7 (RFC 9562 section 5.7) in lower case.
 */
export type MessageId = string
/**
 * SHA-256 in base64url without padding.
 */
export type Sha256Digest = string
/**
 * Seconds since 1970-01-01T00:00:00Z (RFC 7519 NumericDate, whole seconds).
 */
export type EpochSeconds = number
/**
 * Instant by RFC 3339 in China time, to the second, such as 2026-11-24T09:30:00+08:00.
 */
export type DateTime = string
/**
 * What a callback is about. job.ended: nothing more comes of the job. job.centre-back: a centre that could not be asked for a while now was, and others are still open.
 */
export type CallbackEvent = 'job.ended' | 'job.centre-back'
/**
 * Certificate number (证明编号): the first 6 digits of the issuing centre's code, the date of issue YYYYMMDD in China time, a 6-digit running number, and a check character by ISO 7064 MOD 37,36.
 */
export type CertificateNumber = string
/**
 * Calendar date YYYY-MM-DD, China time.
 */
export type CalendarDate = string
/**
 * What the facts are for: a lending centre's remote housing loan (异地贷款), or the person's own application through a portal (个人申请出具).
 */
export type Purpose = 'remote-housing-loan' | 'citizen-application'
/**
 * A group of facts that is asked for, agreed and given as a whole.
 */
export type FieldSet = 'account' | 'employer' | 'contribution' | 'balance' | 'continuity' | 'loans'
/**
 * Short text without control characters.
 */
export type PlainText = string
/**
 * Amount of money in whole fen (1 yuan = 100 fen).
 */
export type Fen = number
/**
 * Ratio in hundredths of a percent: 12 % is 1200.
 */
export type BasisPoints = number
/**
 * Calendar month YYYY-MM.
 */
export type CalendarMonth = string
/**
 * SHA-256 of a certificate's DER in base64url (RFC 7515 section 4.1.8).
 */
export type CertificateThumbprint = string
/**
 * One of them.
 */
export type OfficeRight = 'ask' | 'jobs' | 'evidence' | 'operate'
/**
 * Centre code.
 */
export type EnteredCentre = string
/**
 * Centre code.
 */
export type EnteredCentre1 = string
/**
 * The certificate, or why there is none.
 */
export type DepositCertificateIssueAnswer = CertificateIssued | CertificateNoRecord | CertificateNotIssuable
/**
 * Compact JWS (RFC 7515 section 7.1).
 */
export type CompactJws = string
/**
 * Whether a certificate would be issued.
 */
export type DepositRecordCheckAnswer = RecordIssuable | RecordNone | RecordNotIssuable
/**
 * Text with places: {person.idNumber}, {settings.appid}, {now|time yyyyMMdd}. A brace itself is written twice.
 */
export type DialectTemplate = string
/**
 * What is done to the bytes, in order. A step with a key names it: settings.NAME, or call.NAME for one that an earlier reply gave.
 *
 * @maxItems 10
 */
export type DialectSteps = (
  | ('base64' | 'base64-decode' | 'hex' | 'hex-decode' | 'url-encode' | 'url-decode' | 'md5' | 'sha256')
  | DialectKeyStep
)[]
/**
 * Names and list positions joined by /, such as data/0/grzh; ~1 is a / in a name; a single dot is the whole.
 */
export type DialectPath = string
/**
 * Side of an agreement: a member by its code, or group:NAME for the members of a group of the directory.
 */
export type Party = string
/**
 * Code of a centre, 15 digits, or of a division, 6 digits; 9 digits are a portal's.
 */
export type Addressed = string

export interface Contracts {
  'answer-envelope.json': AnswerEnvelope
  'backup-manifest.json': BackupManifest
  'callback.json': Callback
  'certificate.json': DepositCertificate
  'client-assertion.json': ClientAssertion
  'config.json': GatewayConfig
  'console.candidate.json': ConsoleCandidate
  'console.case-search.json': ConsoleCaseSearch
  'console.case.json': ConsoleCase
  'console.certificate-check.json': ConsoleCertificateCheck
  'console.configuration.json': ConsoleConfiguration
  'console.evidence.json': ConsoleEvidence
  'console.maintenance.json': ConsoleMaintenance
  'console.message-search.json': ConsoleMessageSearch
  'console.reveal.json': ConsoleReveal
  'console.rollback.json': ConsoleRollback
  'console.seen.json': ConsoleSeen
  'console.steering.json': ConsoleSteering
  'deposit-certificate.issue.answer.json': DepositCertificateIssueAnswer
  'deposit-certificate.issue.request.json': DepositCertificateIssueRequest
  'deposit-certificate.verify.answer.json': DepositCertificateVerifyAnswer
  'deposit-certificate.verify.request.json': DepositCertificateVerifyRequest
  'deposit-record.check.answer.json': DepositRecordCheckAnswer
  'deposit-record.check.request.json': DepositRecordCheckRequest
  'dialect.json': DialectDefinition
  'directory.json': Directory
  'evidence.json': EvidenceBundle
  'gateway.ping.answer.json': GatewayPingAnswer
  'gateway.ping.request.json': GatewayPingRequest
  'job-result.json': JobResult
  'office-authorization.json': OfficeAuthorization
  'office.batch-question.json': OfficeBatchQuestion
  'office.batch.json': OfficeBatch
  'office.centres.json': OfficeCentres
  'office.deliveries.json': OfficeDeliveries
  'office.job.json': OfficeJob
  'office.jobs.json': OfficeJobs
  'office.lineage.json': OfficeLineage
  'office.question.json': OfficeQuestion
  'office.result.json': OfficeResult
  'office.status.json': OfficeStatus
  'office.token-refusal.json': OfficeTokenRefusal
  'office.token.json': OfficeToken
  'request-envelope.json': RequestEnvelope
}
/**
 * RFC 9457 problem details with the catalogue's texts. Never personal data.
 */
export interface Problem {
  /**
   * urn:hpf-exchange:error: and the code.
   */
  type: string
  /**
   * Stable code of docs/errors.md.
   */
  code: string
  /**
   * HTTP status.
   */
  status: number
  title: BilingualText
  hint: BilingualText
  /**
   * The place: a JSON pointer, a member or an agreement.
   */
  where?: string
  /**
   * One more sentence.
   */
  detail?: string
  /**
   * Id under which both sides' logs hold this exchange.
   */
  requestId: string
  /**
   * Where the code is explained.
   */
  docs: string
  /**
   * When a repeat makes sense, in seconds.
   */
  retryAfterSeconds?: number
  /**
   * The answering gateway's clock, RFC 3339; with CLOCK_SKEW and REQUEST_EXPIRED.
   */
  serverTime?: string
  /**
   * iat minus the answering gateway's clock, in seconds; negative when the caller's clock is behind.
   */
  skewSeconds?: number
  /**
   * Of a form that somebody filled in: everything that is wrong.
   *
   * @maxItems 50
   */
  faults?: EntryFault[]
  /**
   * Sandbox mode only: what differed, in full.
   */
  diagnosis?: {
    [k: string]: unknown
  }
}
/**
 * One text in two languages.
 */
export interface BilingualText {
  /**
   * English.
   */
  en: string
  /**
   * Chinese.
   */
  zh: string
}
/**
 * What is wrong at one place; repeats nothing that was entered.
 */
export interface EntryFault {
  /**
   * The place: a JSON pointer.
   */
  where: string
  /**
   * In Chinese.
   */
  zh: string
  /**
   * In English.
   */
  en: string
}
/**
 * Payload of the last line of a backup, signed by the gateway whose store it holds (typ hpf-backup+jws).
 */
export interface BackupManifest {
  /**
   * Version of the format, the whole file's.
   */
  version: '1'
  iss: MemberCode
  iat: EpochSeconds
  /**
   * Version of the gateway that made it.
   */
  gateway: string
  /**
   * Steps of the schema that the store had taken, in order.
   */
  migrations: string[]
  /**
   * The tables in the order in which they are held.
   */
  tables: {
    /**
     * Name of the table.
     */
    name: string
    /**
     * How many rows it holds.
     */
    rows: number
  }[]
  /**
   * Head of the journal: its last entry.
   */
  journal: {
    /**
     * Number of the entry, 0 where there is none.
     */
    sequence: number
    /**
     * Its hash, as the store has it.
     */
    hash: string
  }
  storeKey: Sha256Digest
  /**
   * Length of what comes before the last line.
   */
  bytes: number
  digest: Sha256Digest
}
/**
 * Payload of a callback (typ hpf-callback+jws): what became of a job, without anything of a person. The receiver gets the facts with the job.
 */
export interface Callback {
  /**
   * Version of this message.
   */
  version: '1'
  iss: MemberCode
  /**
   * Name of the office client whose job it is.
   */
  aud: string
  id: MessageId
  iat: EpochSeconds
  event: CallbackEvent
  job: MessageId
  /**
   * The job's revision at that moment; callbacks may overtake each other.
   */
  revision: number
  /**
   * State by centre at that moment, in the order asked.
   */
  centres: CallbackCentre[]
}
/**
 * One centre's state.
 */
export interface CallbackCentre {
  centre: MemberCode
  /**
   * As in parts/job-centre.json.
   */
  state: string
}
/**
 * Payload of the deposit certificate (typ hpf-certificate+jws).
 */
export interface DepositCertificate {
  /**
   * Version of this form.
   */
  version: '1'
  iss: MemberCode
  /**
   * Name of the issuing centre.
   */
  issuer: string
  relayedBy?: Relay
  number: CertificateNumber
  issuedAt: DateTime
  validUntil: CalendarDate
  addressee: MemberCode
  purpose: Purpose
  /**
   * The application that the certificate was issued for.
   */
  applicationNumber: string
  person: Person
  /**
   * Field sets that were asked for and given.
   *
   * @minItems 1
   * @maxItems 6
   */
  fields: FieldSet[]
  facts: DepositFacts
}
/**
 * The member that answers and signs for a represented centre (转发方).
 */
export interface Relay {
  code: MemberCode
  /**
   * Its name by the directory.
   */
  name: string
}
/**
 * The person asked about.
 */
export interface Person {
  /**
   * Name as on the identity document (姓名).
   */
  name: string
  /**
   * Type of the identity document, by JGJ/T 320 annex A.1 with the Hong Kong, Macao and Taiwan residence permit apart.
   */
  idType:
    | 'resident-id'
    | 'hmt-residence-permit'
    | 'foreign-permanent-residence-id'
    | 'military-officer-id'
    | 'passport'
    | 'other'
  /**
   * Number of the document, upper case.
   */
  idNumber: string
}
/**
 * What the issuing centre knows of one person's deposits and loan use. A field set is present when it was asked for; a fact that the centre does not have is absent, never 0 or empty.
 */
export interface DepositFacts {
  asOf: DateTime
  sourceNumber?: PlainText
  account?: AccountFacts
  employer?: EmployerFacts
  contribution?: ContributionFacts
  balance?: BalanceFacts
  continuity?: ContinuityFacts
  loans?: LoanFacts
  /**
   * Facts of the centre that cannot all be true. They are told, not resolved.
   *
   * @minItems 1
   * @maxItems 20
   */
  contradictions?: Contradiction[]
}
/**
 * The personal account (个人账户).
 */
export interface AccountFacts {
  number?: PlainText
  opened?: CalendarDate
  /**
   * Account status by JGJ/T 320 annex A.6: 01 normal, 02 sealed (封存), 03 merged, 04 transferred out, 05 withdrawn, 06 frozen, 99 other.
   */
  status?: 'normal' | 'sealed' | 'merged' | 'transferred-out' | 'withdrawn' | 'frozen' | 'other'
  /**
   * The balance, or part of it, is frozen (冻结).
   */
  frozen?: boolean
  /**
   * The account is normal and payments are overdue (欠缴) by the issuing centre's rule.
   */
  arrears?: boolean
}
/**
 * The depositing employer (缴存单位).
 */
export interface EmployerFacts {
  name?: PlainText
  account?: PlainText
  /**
   * Unified social credit code (GB 32100).
   */
  creditCode?: string
}
/**
 * Base, ratios and monthly amounts (缴存基数、比例、月缴存额).
 */
export interface ContributionFacts {
  base?: Fen
  unitRatio?: BasisPoints
  ownRatio?: BasisPoints
  unitMonthly?: Fen
  ownMonthly?: Fen
  totalMonthly?: Fen
  paidThrough?: CalendarMonth
  unitPaidThrough?: CalendarMonth
}
/**
 * The balance (缴存余额).
 */
export interface BalanceFacts {
  amount?: Fen
}
/**
 * The last unbroken run of paid months, raw, so that the lending centre computes by its own rule.
 */
export interface ContinuityFacts {
  start?: CalendarMonth
  end?: CalendarMonth
  asOf?: CalendarMonth
  /**
   * Whether months paid later (补缴) count as paid; absent where the centre does not say.
   */
  backPaymentsCounted?: boolean
  /**
   * Every paid month known, ascending, without repeats; gaps show. Absent where the centre does not list months.
   *
   * @maxItems 840
   */
  months?: CalendarMonth[]
  /**
   * Months of the run (连续缴存月数).
   */
  monthCount?: number
  /**
   * Whether the run has six months or more (连续缴存六个月).
   */
  sixMonths?: boolean
}
/**
 * Use of housing provident fund loans, as borrower or co-borrower, without voided contracts.
 */
export interface LoanFacts {
  /**
   * Loans as borrower or co-borrower (贷款次数, 含异地).
   */
  count?: number
  /**
   * Loans not settled.
   */
  unsettledCount?: number
  /**
   * Whether any loan is not settled (有未结清贷款).
   */
  unsettled?: boolean
  /**
   * How loans were used, as the certificate ticks it (使用情况): no loan, one loan and settled, two or more and all settled. Absent where a loan is not settled.
   */
  usage?: 'none' | 'one-settled' | 'several-settled'
  contractTotal?: Fen
  unsettledBalance?: Fen
  lastSettled?: CalendarDate
  /**
   * Whether withdrawal or borrowing by fraud is on record (骗提骗贷).
   */
  fraud?: boolean
}
/**
 * One rule that the facts break.
 */
export interface Contradiction {
  /**
   * Which rule: total-against-parts (monthly total is not own and employer’s part), ratio-against-monthly (no rounding in use makes the monthly amount from base and ratio), unsettled-against-loans, usage-against-loans, six-months-against-run, count-against-run, run-order (ends before it starts), run-after-paid-through, run-before-opening, freeze-against-status, two-sources (the centre gives one fact twice, and differently).
   */
  rule:
    | 'total-against-parts'
    | 'ratio-against-monthly'
    | 'unsettled-against-loans'
    | 'usage-against-loans'
    | 'six-months-against-run'
    | 'count-against-run'
    | 'run-order'
    | 'run-after-paid-through'
    | 'run-before-opening'
    | 'freeze-against-status'
    | 'two-sources'
  /**
   * The facts concerned, such as loans.count.
   *
   * @minItems 1
   * @maxItems 6
   */
  facts: string[]
}
/**
 * Payload of the JWT by which an office client proves its key at the token endpoint (RFC 7523 section 3). OAuth libraries may add members of their own.
 */
export interface ClientAssertion {
  /**
   * The client's name.
   */
  iss: string
  /**
   * The same.
   */
  sub: string
  /**
   * Issuer identifier of this office listener, alone.
   */
  aud: string | string[]
  /**
   * Fresh for every assertion.
   */
  jti: string
  exp: EpochSeconds
  iat?: EpochSeconds
  nbf?: EpochSeconds
  [k: string]: unknown
}
/**
 * The configuration file of one gateway.
 */
export interface GatewayConfig {
  member: MemberCode
  /**
   * sandbox explains every refusal and marks itself as a test; production tells strangers nothing. Default: production.
   */
  mode?: 'production' | 'sandbox'
  exchange: ExchangeListener
  tls?: TlsSettings
  office: OfficeListener
  ops: OpsListener
  keys: OwnKeys
  trust: TrustSettings
  directory: DirectorySettings
  store: StoreSettings
  core?: CoreSettings
  /**
   * Centres with an interface of their own, for which this gateway answers where the directory says so. Default: none.
   *
   * @maxItems 50
   */
  represents?: RepresentedCentreSettings[]
  log?: LogSettings
}
/**
 * Where peers ask, over mTLS.
 */
export interface ExchangeListener {
  /**
   * Address to listen on.
   */
  host: string
  /**
   * TCP port; 0 takes a free one.
   */
  port: number
}
/**
 * TLS of the exchange and office listeners, and towards peers.
 */
export interface TlsSettings {
  /**
   * Oldest version spoken; 1.2 only with ECDHE and AEAD. In quotes, it is text. Default: 1.3.
   */
  minimum?: '1.2' | '1.3'
}
/**
 * Where the agency's own people and systems ask, and members that it lets, over TLS.
 */
export interface OfficeListener {
  /**
   * Address to listen on.
   */
  host: string
  /**
   * TCP port; 0 takes a free one.
   */
  port: number
  /**
   * Who may use it.
   *
   * @maxItems 100
   */
  clients: OfficeClient[]
  jobs?: JobSettings
  console?: ConsoleSettings
}
/**
 * One registered client, known by exactly one of thumbprint, keys and member.
 */
export interface OfficeClient {
  /**
   * Its name; as an OAuth client its client_id.
   */
  name: string
  thumbprint?: CertificateThumbprint
  /**
   * Known by access tokens, which it gets for a JWT signed with one of these keys: file with a JWK set (RFC 7517) of its public keys. Relative to this file.
   */
  keys?: string
  member?: MemberCode
  /**
   * What it may do: ask (questions), jobs (questions that outlive their request), evidence (evidence and origin of facts), operate (run the gateway). Default: all but operate.
   *
   * @maxItems 4
   */
  may?: OfficeRight[]
  /**
   * Requests that it may make within any 60 s; each item of a batch counts as one. Default: 600.
   */
  requestsPerMinute?: number
  /**
   * Places that are told when its jobs end (回调).
   *
   * @maxItems 10
   */
  callbacks?: CallbackPlace[]
}
/**
 * One place, which questions name as callback.
 */
export interface CallbackPlace {
  /**
   * Its name, unique among those of this client.
   */
  name: string
  /**
   * Where callbacks are posted, https.
   */
  url: string
  /**
   * Authorities that vouch for the place's TLS certificate, PEM; public authorities do not. Relative to this file; default: trust.anchors.
   */
  anchors?: string
}
/**
 * Questions that may outlive their request (任务).
 */
export interface JobSettings {
  /**
   * How long ended jobs can be looked at, in hours. Default: 72.
   */
  keepHours?: number
  /**
   * How many asks of one caller may be queued or waiting at a time. Default: 10000.
   */
  openPerCaller?: number
  /**
   * How many asks of all callers may be queued or waiting at a time. Default: 50000.
   */
  openInAll?: number
}
/**
 * Pages for the agency's officers and operators (经办台、运维台), under /console/ of this listener; absent: there are none.
 */
export interface ConsoleSettings {
  /**
   * How browsers reach this listener: https, name and port, no path.
   */
  origin: string
  identity: IdentityProviderSettings
  /**
   * Branches (管理部) whose officers use the console; each sees its own cases.
   *
   * @minItems 1
   * @maxItems 200
   */
  branches: ConsoleBranch[]
  /**
   * Whom to call when the system fails, shown to people.
   */
  contact: string
  /**
   * How long cases (受理) are kept after nothing of them was open any more, in days. Default: 1095.
   */
  keepDays?: number
  /**
   * After how long without a hand on it the console locks, in minutes. Default: 10.
   */
  idleMinutes?: number
  /**
   * After how long somebody has to sign in again in any case, in hours. Default: 8.
   */
  hours?: number
  /**
   * How often the identity provider is asked whether somebody may still be here, in seconds. Default: 30.
   */
  recheckSeconds?: number
  /**
   * Addresses of proxies in front of the office listener whose X-Forwarded-For tells who is calling. Only tries at the check page and sign-ins are counted by it; their own connections are not bounded. Default: none.
   *
   * @maxItems 20
   *
   * Items: IP address, as the gateway sees the proxy.
   */
  trustedProxies?: string[]
  /**
   * Where the public finds the page that checks certificates (验真), as printed QR codes give it. Default: /check below the origin.
   */
  checkPage?: string
}
/**
 * The agency's identity provider (统一身份认证), OpenID Connect.
 */
export interface IdentityProviderSettings {
  /**
   * Its issuer identifier, as its discovery document gives it.
   */
  issuer: string
  /**
   * The console's name there.
   */
  clientId: string
  /**
   * The console's secret there, readable by its owner only. Relative to this file.
   */
  clientSecretFile: string
  /**
   * Authorities that vouch for the provider's TLS certificate beside the public ones, PEM. Relative to this file.
   */
  anchors?: string
  /**
   * Claim of userinfo with the person's roles, a text or a list: officer, supervisor, auditor, operator; others are ignored. Default: hpf_roles.
   */
  rolesClaim?: string
  /**
   * Claim of userinfo with the code of the person's branch. Default: hpf_branch.
   */
  branchClaim?: string
}
/**
 * One branch.
 */
export interface ConsoleBranch {
  /**
   * Its code, as the identity provider gives it.
   */
  code: string
  /**
   * Its name, as people know it.
   */
  name: string
}
/**
 * Health and metrics, plain HTTP; keep it on loopback.
 */
export interface OpsListener {
  /**
   * Address to listen on.
   */
  host: string
  /**
   * TCP port; 0 takes a free one.
   */
  port: number
}
/**
 * This gateway's key pairs.
 */
export interface OwnKeys {
  sign: SigningKey
  tls: ChannelKey
}
/**
 * Signs messages. The private key is in a file (key) or in a signing server (server).
 */
export interface SigningKey {
  /**
   * Private key, PKCS#8 PEM, readable by its owner only. Relative to this file.
   */
  key?: string
  server?: SigningServer
  /**
   * Certificate and its intermediates, PEM, leaf first. Relative to this file.
   */
  certificate: string
}
/**
 * A signing server (签名验签服务器) that holds the private key; it is shown the channel key's certificate.
 */
export interface SigningServer {
  /**
   * Base URL: /sign is asked below it.
   */
  url: string
  /**
   * Name of the key there.
   */
  keyId: string
  /**
   * Bearer token for the server, readable by its owner only. Relative to this file.
   */
  tokenFile?: string
  /**
   * Authorities that vouch for the server, PEM. Relative to this file; default: trust.anchors.
   */
  anchors?: string
}
/**
 * Ends TLS channels, as server and as client.
 */
export interface ChannelKey {
  /**
   * Private key, PKCS#8 PEM, readable by its owner only. Relative to this file.
   */
  key: string
  /**
   * Certificate and its intermediates, PEM, leaf first. Relative to this file.
   */
  certificate: string
}
/**
 * Whom this gateway believes.
 */
export interface TrustSettings {
  /**
   * Trust anchors, PEM. Relative to this file.
   */
  anchors: string
  /**
   * SHA-256 thumbprints of the certificates that may sign the directory.
   *
   * @minItems 1
   * @maxItems 10
   */
  operators: CertificateThumbprint[]
  /**
   * How many different operators must have signed the same directory. Default: 1.
   */
  operatorsRequired?: number
  /**
   * Signature algorithms accepted. Default: all of them.
   *
   * @minItems 1
   */
  algorithms?: ('ES256' | 'ES384' | 'EdDSA' | 'PS256')[]
  revocation?: RevocationSettings
}
/**
 * Where this gateway learns which certificates are revoked; absent: it does not ask. Addresses in certificates are never followed.
 */
export interface RevocationSettings {
  /**
   * One source for each authority above the members' certificates, the root for the authorities it certified among them.
   *
   * @minItems 1
   * @maxItems 50
   */
  sources: RevocationSource[]
  /**
   * How often the sources are asked. Default: 30.
   */
  refreshSeconds?: number
  /**
   * Whether certificates of authorities without a source here are refused. Default: true.
   */
  required?: boolean
  /**
   * Where the last good lists and responses are kept across restarts. Relative to this file; default: revocation, beside the store.
   */
  folder?: string
}
/**
 * What one authority publishes: lists, OCSP, or both.
 */
export interface RevocationSource {
  /**
   * Name for health, metrics and log.
   */
  name: string
  /**
   * The authority: SHA-256 thumbprint of its certificate (base64url), or its subject as this gateway writes it (RFC 4514).
   */
  issuer: string
  /**
   * Where its revocation lists are found: files, relative to this file, and http or https URLs. Each is read; several may be copies, parts or deltas.
   *
   * @minItems 1
   * @maxItems 16
   */
  lists?: string[]
  ocsp?: OcspSettings
  /**
   * How old, from its thisUpdate, the newest list or response may become before certificates of this authority are refused. Default: 3600.
   */
  graceSeconds?: number
  /**
   * Largest list that is read. Default: 1048576.
   */
  maxBytes?: number
}
/**
 * Its OCSP responder.
 */
export interface OcspSettings {
  /**
   * Where to ask, http or https.
   */
  url: string
  /**
   * Hash that names certificates in questions; many responders know sha1 only. Default: sha256.
   */
  certIdHash?: 'sha1' | 'sha256' | 'sha384' | 'sha512'
}
/**
 * The signed list of members.
 */
export interface DirectorySettings {
  /**
   * Where the signed directory is found: files, relative to this file, and https URLs; the newest valid one is taken.
   *
   * @minItems 1
   * @maxItems 8
   */
  sources: string[]
  /**
   * How often they are read again. Default: 30.
   */
  refreshSeconds?: number
}
/**
 * Where the gateway keeps what it must not lose: a file of this machine, or PostgreSQL for several instances. One of file and postgres.
 */
export interface StoreSettings {
  /**
   * SQLite file: the embedded store of one machine. Relative to this file.
   */
  file?: string
  postgres?: PostgresSettings
  /**
   * 32 random bytes in base64 that seal stored messages; GATEWAY_STORE_KEY takes precedence. Relative to this file.
   */
  keyFile?: string
}
/**
 * A PostgreSQL database that all instances of this member share.
 */
export interface PostgresSettings {
  /**
   * Name or address of the server, or the folder of its socket.
   */
  host: string
  /**
   * TCP port. Default: 5432.
   */
  port?: number
  /**
   * Name of the database.
   */
  database: string
  /**
   * Role that owns the gateway's tables.
   */
  user: string
  /**
   * File with its password, readable by its owner only. Relative to this file.
   */
  passwordFile: string
  /**
   * Authorities that vouch for the server, PEM; without them the connection is in clear text and has to stay on this machine. Relative to this file.
   */
  anchors?: string
  /**
   * Connections of one instance, at most. Default: 8.
   */
  connections?: number
}
/**
 * The centre's own core system; absent where the member has none.
 */
export interface CoreSettings {
  /**
   * SQLite database in JGJ/T 320 form, read only. Relative to this file.
   */
  file: string
  /**
   * How long an issued certificate holds, ISO 8601 duration in months or days such as P2M or P30D.
   */
  certificateValidity: string
  /**
   * A normal account is in arrears when it is paid through a month more than this many months ago. Default: 1.
   */
  arrearsAfterMonths?: number
  /**
   * How the core writes ratios: 12.00 or 0.12. Default: percent.
   */
  ratioForm?: 'percent' | 'fraction'
  /**
   * Whether months paid later (补缴) count as paid. Default: true.
   */
  countBackPayments?: boolean
}
/**
 * How one of them is asked.
 */
export interface RepresentedCentreSettings {
  centre: MemberCode
  /**
   * What its interface speaks: the name of a dialect that comes with the gateway, or a dialect folder, relative to this file.
   */
  dialect: string
  /**
   * Where its interface is: http, https, or tcp with a port. Without TLS only by a loopback or private address.
   */
  endpoint: string
  /**
   * How long a certificate issued for it holds, ISO 8601 duration in months or days such as P2M or P30D.
   */
  certificateValidity: string
  settings?: CentreSettings
  /**
   * YAML file of the dialect's secret settings by name, readable by its owner only. Relative to this file.
   */
  secretsFile?: string
  /**
   * Authorities that vouch for an https endpoint, PEM. Relative to this file; default: trust.anchors.
   */
  anchors?: string
  /**
   * Longest conversation about one person, in milliseconds. Default: 8000.
   */
  deadlineMs?: number
  /**
   * People asked about at a time; others wait for their turn. Default: 8.
   */
  concurrency?: number
  /**
   * Largest reply to one message. Default: 1048576.
   */
  maxAnswerBytes?: number
}
/**
 * What the centre gave out, by the names of the dialect's settings; no secret.
 */
export interface CentreSettings {
  [k: string]: string
}
/**
 * The log.
 */
export interface LogSettings {
  /**
   * Least severe level written. Default: info.
   */
  level?: 'debug' | 'info' | 'warn' | 'error'
}
/**
 * A text of the configuration that might be used.
 */
export interface ConsoleCandidate {
  /**
   * The whole file, YAML; more than any gateway needs, and as much as is read at once.
   */
  text: string
}
/**
 * Which cases to show. Posted, so that no identity number stands in a URL.
 */
export interface ConsoleCaseSearch {
  from?: CalendarDate
  to?: CalendarDate
  /**
   * Some centre stands so.
   */
  state?: 'queued' | 'asking' | 'answered' | 'no-record' | 'refused' | 'not-asked' | 'waiting' | 'cancelled'
  /**
   * Only one's own.
   */
  mine?: boolean
  /**
   * Number of the identity document, as typed.
   */
  idNumber?: string
  /**
   * Application number, as typed.
   */
  applicationNumber?: string
}
/**
 * A new case (受理) as an officer entered it: what is missing or wrong is told place by place, all at once.
 */
export interface ConsoleCase {
  person?: EnteredPerson
  /**
   * Centres to ask now (缴存城市).
   *
   * @maxItems 50
   */
  centres?: EnteredCentre[]
  /**
   * Centres to put on the waiting list at once (加入等待).
   *
   * @maxItems 50
   */
  wait?: EnteredCentre1[]
  /**
   * What the facts are for (用途).
   */
  purpose?: string
  basis?: EnteredBasis
  /**
   * The application that it is asked for (业务编号). Default: one is made.
   */
  applicationNumber?: string
}
/**
 * Who it is about.
 */
export interface EnteredPerson {
  /**
   * Name (姓名), as typed.
   */
  name?: string
  /**
   * Type of the identity document, as in parts/person.json. Default: resident-id.
   */
  idType?: string
  /**
   * Number of the identity document, as typed: spaces, full-width characters and a lower-case x do no harm.
   */
  idNumber?: string
}
/**
 * Legal ground (查询依据).
 */
export interface EnteredBasis {
  /**
   * consent (本人授权) or statutory-duty (法定职责).
   */
  kind?: string
  /**
   * Number of the consent document or of the legal provision (授权书编号).
   */
  reference?: string
  /**
   * Last day on which it holds (有效期), China time.
   */
  expires?: string
}
/**
 * What the public check page (验真) asks about a certificate on paper, as it was typed or scanned.
 */
export interface ConsoleCertificateCheck {
  /**
   * Certificate number (证明编号); spaces, dashes, either case and letters that look like digits are forgiven.
   */
  number: string
  /**
   * Verification code (验证码), forgiven likewise.
   */
  code: string
}
/**
 * A text of the configuration to be used from now on.
 */
export interface ConsoleConfiguration {
  /**
   * The whole file, YAML.
   */
  text: string
  /**
   * Why, in four letters, digits or Han characters or more; it is recorded.
   */
  reason?: string
  /**
   * Version in force when the text was begun.
   */
  basedOn: string
}
/**
 * A wish for the signed messages of an exchange.
 */
export interface ConsoleEvidence {
  /**
   * Why, in four letters, digits or Han characters or more; it is recorded.
   */
  reason?: string
}
/**
 * Announced work, during which new questions are refused with a message.
 */
export interface ConsoleMaintenance {
  /**
   * Why, in Chinese.
   */
  zh: string
  /**
   * The same in English.
   */
  en?: string
  /**
   * When it ends by itself, RFC 3339; left out: when somebody ends it.
   */
  until?: string
}
/**
 * What messages are looked for by; what is left out does not matter.
 */
export interface ConsoleMessageSearch {
  /**
   * Id of the exchange.
   */
  exchangeId?: string
  /**
   * Code of the other side, or a part of its name: then every member that has it in its name.
   */
  peer?: string
  /**
   * Not before this moment, RFC 3339.
   */
  from?: string
  /**
   * Not after this moment, RFC 3339.
   */
  to?: string
  /**
   * How the exchange stands, as at the counter: `answered` 已返回, `no-record` 无缴存记录, `refused` 对方未出具, `not-asked` 未能查询; `sent` where nothing came yet.
   */
  state?: 'sent' | 'answered' | 'no-record' | 'refused' | 'not-asked'
  /**
   * An outcome of answers, an error code, or `sent` where nothing came yet.
   */
  outcome?: string
  /**
   * The service, or `all`. Left out: all but pings, unless it is looked for by the id of one exchange.
   */
  service?:
    | 'all'
    | 'deposit-record.check'
    | 'deposit-certificate.issue'
    | 'deposit-certificate.verify'
    | 'gateway.ping'
  /**
   * Whether this member asked or answered.
   */
  direction?: 'asked' | 'answered'
  /**
   * Identity number of the person; it is hashed at once.
   */
  idNumber?: string
}
/**
 * A look at somebody's full name and numbers.
 */
export interface ConsoleReveal {
  /**
   * Why, in four letters, digits or Han characters or more; it is recorded.
   */
  reason?: string
}
/**
 * An earlier text of the configuration to be used again.
 */
export interface ConsoleRollback {
  /**
   * Id of the text in the history.
   */
  id: string
  /**
   * Why, in four letters, digits or Han characters or more; it is recorded.
   */
  reason?: string
}
/**
 * That a branch has seen what came back of what waited.
 */
export interface ConsoleSeen {
  /**
   * Up to where, as the list said.
   */
  mark: string
}
/**
 * Why an operator does something that others will ask about.
 */
export interface ConsoleSteering {
  /**
   * Why, in four letters, digits or Han characters or more; it is recorded, and shown on the board.
   */
  reason?: string
}
/**
 * The certificate, signed by the issuing centre.
 */
export interface CertificateIssued {
  /**
   * What came of it.
   */
  outcome: 'issued'
  number: CertificateNumber
  certificate: CompactJws
}
/**
 * The centre has no account of this person: name and number together.
 */
export interface CertificateNoRecord {
  /**
   * What came of it.
   */
  outcome: 'no-record'
}
/**
 * There is an account, but no certificate is issued for it.
 */
export interface CertificateNotIssuable {
  /**
   * What came of it.
   */
  outcome: 'not-issuable'
  /**
   * Why none would be issued.
   */
  reason: 'account-closed'
}
/**
 * Asks the centre to issue a deposit certificate (异地贷款缴存使用证明) to a named centre.
 */
export interface DepositCertificateIssueRequest {
  person: Person
  addressee: MemberCode
}
/**
 * What the issuing centre says of the certificate.
 */
export interface DepositCertificateVerifyAnswer {
  /**
   * valid: issued here, unaltered, in force. expired: issued here, unaltered, past its validity. revoked: issued here, unaltered, withdrawn since. altered: the number was issued here for other bytes. unknown: no such number was issued here.
   */
  outcome: 'valid' | 'expired' | 'revoked' | 'altered' | 'unknown'
  validUntil?: CalendarDate
  revokedAt?: DateTime
}
/**
 * Asks whether a certificate is still good, by number and digest.
 */
export interface DepositCertificateVerifyRequest {
  number: CertificateNumber
  digest: Sha256Digest
}
/**
 * A certificate would be issued.
 */
export interface RecordIssuable {
  /**
   * What came of it.
   */
  outcome: 'issuable'
}
/**
 * The centre has no account of this person: name and number together.
 */
export interface RecordNone {
  /**
   * What came of it.
   */
  outcome: 'no-record'
}
/**
 * There is an account, but no certificate is issued for it.
 */
export interface RecordNotIssuable {
  /**
   * What came of it.
   */
  outcome: 'not-issuable'
  /**
   * Why none would be issued.
   */
  reason: 'account-closed'
}
/**
 * Would a deposit certificate be issued for this person?
 */
export interface DepositRecordCheckRequest {
  person: Person
}
/**
 * How a centre with an interface of its own is asked, and what its answer means: the file dialect.yaml of a dialect folder. See docs/dialects.md.
 */
export interface DialectDefinition {
  /**
   * Its name, which configurations use.
   */
  dialect: string
  title: BilingualText
  /**
   * What a centre that speaks this dialect has to configure, by name.
   */
  settings?: {
    [k: string]: DialectSetting
  }
  /**
   * Forms under which a resident is looked for, in order, until there is a record: the 18 digits, the 15 of before 1999. Default: only the 18.
   *
   * @minItems 1
   * @maxItems 2
   */
  idNumbers?: ('18-digits' | '15-digits')[]
  /**
   * Our words to their codes, for templates: {person.idType|code idTypes}.
   */
  send?: {
    [k: string]: {
      [k: string]: string
    }
  }
  /**
   * What is sent, in order; the last reply holds the record. Most dialects have one.
   *
   * @minItems 1
   * @maxItems 4
   */
  calls: DialectCall[]
  record?: DialectRecord
  person: DialectPerson
  /**
   * Texts that mean that nothing is given, beside null and the empty text.
   *
   * @maxItems 20
   */
  absent?: string[]
  /**
   * Each fact, and where it comes from in the record.
   */
  fields: {
    [k: string]: DialectField
  }
  /**
   * Values of the record that are not used, each with the reason.
   */
  ignored?: {
    [k: string]: string
  }
  /**
   * Code tables: their code to our word, true or false; null for a code that says nothing.
   */
  codes?: {
    [k: string]: {
      [k: string]: string | boolean | null
    }
  }
}
/**
 * One setting of a centre.
 */
export interface DialectSetting {
  /**
   * What it is and who gives it out.
   */
  about: string
  /**
   * A key or password: it comes from the secrets file and is never shown. Default: false.
   */
  secret?: boolean
  /**
   * Where the configuration names none; without it the setting is required.
   */
  default?: string
}
/**
 * One message and its reply.
 */
export interface DialectCall {
  /**
   * Its name in errors and lineage.
   */
  name: string
  http?: DialectHttp
  tcp?: DialectTcp
  /**
   * Texts made before the body, for its places {part.NAME}.
   */
  parts?: {
    [k: string]: DialectContent
  }
  body?: DialectContent
  /**
   * Signatures.
   *
   * @maxItems 3
   */
  sign?: DialectSignature[]
  reply: DialectReply
}
/**
 * An HTTP request to the endpoint of the centre.
 */
export interface DialectHttp {
  /**
   * Method.
   */
  method: 'GET' | 'POST'
  path: DialectTemplate
  /**
   * Query, encoded as in forms.
   */
  query?: {
    [k: string]: DialectTemplate
  }
  /**
   * Headers; Content-Type goes with the body where none is given.
   */
  headers?: {
    [k: string]: DialectTemplate
  }
}
/**
 * A message over a TCP connection.
 */
export interface DialectTcp {
  header?: DialectTemplate
  /**
   * Bytes of the length that stands before the body, in network order. Without it the message ends with the stream, both ways.
   */
  lengthBytes?: 2 | 4
  /**
   * Bytes before the length in the reply. Default: as many as our header has.
   */
  replyHeaderBytes?: number
}
/**
 * Text of a message, in exactly one form.
 */
export interface DialectContent {
  /**
   * JSON, with templates in its texts.
   */
  json?: {
    [k: string]: unknown
  }
  /**
   * application/x-www-form-urlencoded.
   */
  form?: {
    [k: string]: DialectTemplate
  }
  xmlFields?: DialectXmlFields
  /**
   * <Tag>value</>, a closing tag without a name.
   */
  tags?: {
    [k: string]: DialectTemplate
  }
  text?: DialectTemplate
  /**
   * How text is written in bytes. gb18030 reads and writes all of GBK. Default: utf-8.
   */
  charset?: 'utf-8' | 'gb18030'
  then?: DialectSteps
}
/**
 * <message><head><field name="…">…</field></head><body>…</body></message>.
 */
export interface DialectXmlFields {
  /**
   * Fields of the head.
   */
  head: {
    [k: string]: DialectTemplate
  }
  /**
   * Fields of the body.
   */
  body: {
    [k: string]: DialectTemplate
  }
}
/**
 * One step with its key.
 */
export interface DialectKeyStep {
  /**
   * PKCS#1 v1.5 in blocks, by a public key in PEM.
   */
  'rsa-encrypt'?: string
  /**
   * The reverse, by a private key in PEM.
   */
  'rsa-decrypt'?: string
  /**
   * The signature (PKCS#1 v1.5 over SHA-1) instead of the bytes, by a private key in PEM.
   */
  'rsa-sha1-sign'?: string
  /**
   * AES-ECB with PKCS#5 padding; the key is text of 16, 24 or 32 characters, or 48 or 64 hex digits.
   */
  'aes-ecb-encrypt'?: string
  /**
   * The reverse.
   */
  'aes-ecb-decrypt'?: string
  /**
   * AES-CBC with PKCS#5 padding and the key’s first 16 bytes as initialisation vector.
   */
  'aes-cbc-encrypt'?: string
  /**
   * The reverse.
   */
  'aes-cbc-decrypt'?: string
}
/**
 * A platform’s signature, computed when everything else stands, and sent in the headers of that platform. Each names its own settings; see docs/dialects.md.
 */
export interface DialectSignature {
  /**
   * Which convention.
   */
  with: 'x-tif' | 'gjzwfwpt' | 'gjgxjhpt' | 'x-bg' | 'huidao' | 'appkey-md5'
  /**
   * What the convention needs.
   */
  values: {
    [k: string]: DialectTemplate
  }
}
/**
 * What comes back.
 */
export interface DialectReply {
  /**
   * HTTP statuses under which a reply is read at all; others are faults of the centre. Default: 200.
   *
   * @minItems 1
   * @maxItems 10
   */
  status?: number[]
  then?: DialectSteps
  /**
   * How text is written in bytes. gb18030 reads and writes all of GBK. Default: utf-8.
   */
  charset?: 'utf-8' | 'gb18030'
  /**
   * How the text is read.
   */
  format: 'json' | 'xml-fields' | 'tags'
  /**
   * Values of the reply that are themselves JSON in a text, and are read in place, in order.
   *
   * @maxItems 5
   */
  unwrap?: DialectPath[]
  /**
   * What a reply means; the first that holds counts. Where none holds the reply cannot be read.
   *
   * @minItems 1
   * @maxItems 50
   */
  outcomes: DialectOutcome[]
  /**
   * Values for later calls, as {call.NAME} and keys of steps.
   */
  keep?: {
    [k: string]: DialectKept
  }
}
/**
 * A condition and its meaning. Without a condition it always holds.
 */
export interface DialectOutcome {
  at?: DialectPath
  /**
   * It is one of these, numbers, true and false by their text.
   *
   * @minItems 1
   * @maxItems 50
   */
  equals?: string[]
  /**
   * It is a text with this in it.
   */
  contains?: string
  /**
   * null or empty: null, an empty text, list or object. absent: not there. present: there and not null.
   */
  is?: 'empty' | 'absent' | 'present'
  /**
   * answered: go on. no-record: there is nobody of this name and number. account-closed: there is, but no certificate is given. refused: the centre will not answer us. busy: it may later. fault: it has failed.
   */
  means: 'answered' | 'no-record' | 'account-closed' | 'refused' | 'busy' | 'fault'
}
/**
 * A value of this reply.
 */
export interface DialectKept {
  from: DialectPath
  then?: DialectSteps
}
/**
 * Where in the last reply the person is.
 */
export interface DialectRecord {
  at?: DialectPath
  /**
   * only: there is one record; a list must hold exactly one. account: of a list of accounts the open one is taken, by the rule for our own cores. Default: only.
   */
  choose?: 'only' | 'account'
}
/**
 * What in the record shows whom it is about. It is compared with the person asked for, and another is refused.
 */
export interface DialectPerson {
  name?: DialectPath
  idNumber?: DialectPath
}
/**
 * A fact: either from values of the record through a converter, or constant by the documentation of the interface.
 */
export interface DialectField {
  /**
   * Value of the record, or values that make one fact together.
   */
  from?: DialectPath | DialectPath[]
  /**
   * Converter.
   */
  as?:
    | 'text'
    | 'date'
    | 'date-time'
    | 'month'
    | 'year-and-month'
    | 'first-month'
    | 'last-month'
    | 'months'
    | 'yuan'
    | 'ten-thousand-yuan'
    | 'fen'
    | 'percent'
    | 'fraction'
    | 'ratio'
    | 'code'
    | 'count'
  /**
   * Code table of converter code.
   */
  table?: string
  /**
   * Texts that mean that this one is not given.
   *
   * @maxItems 20
   */
  absent?: string[]
  /**
   * Other values that say the same; where they differ it is reported as a contradiction, and the first stands.
   *
   * @minItems 1
   * @maxItems 3
   */
  against?: DialectSecondSource[]
  /**
   * What the interface says by its nature.
   */
  constant?: boolean | string
}
/**
 * Another value for the same fact.
 */
export interface DialectSecondSource {
  from: DialectPath
  /**
   * Converter.
   */
  as:
    | 'text'
    | 'date'
    | 'date-time'
    | 'month'
    | 'year-and-month'
    | 'first-month'
    | 'last-month'
    | 'months'
    | 'yuan'
    | 'ten-thousand-yuan'
    | 'fen'
    | 'percent'
    | 'fraction'
    | 'ratio'
    | 'code'
    | 'count'
  /**
   * Code table.
   */
  table?: string
}
/**
 * Payload of the signed list of members (typ hpf-directory+jws).
 */
export interface Directory {
  federation: PlainText
  /**
   * Rises with every publication.
   */
  version: number
  issuedAt: EpochSeconds
  expires: EpochSeconds
  /**
   * All members.
   *
   * @maxItems 1000
   */
  members: Member[]
  /**
   * Members by the name of a group, which agreements write as group:NAME.
   */
  groups?: {
    /**
     * @maxItems 1000
     */
    [k: string]: MemberCode[]
  }
  /**
   * Who may ask whom for what; nothing is allowed that no agreement names.
   *
   * @maxItems 10000
   */
  agreements: Agreement[]
}
/**
 * One centre or portal.
 */
export interface Member {
  code: MemberCode
  /**
   * Official name.
   */
  name: string
  /**
   * A provident fund centre, a portal that asks on citizens' behalf, or a hub that may represent centres.
   */
  kind: 'centre' | 'portal' | 'hub'
  /**
   * Administrative division by GB/T 2260, 6 digits; not derived from the code.
   */
  division: string
  representedBy?: MemberCode
  /**
   * Base URLs of the exchange listener, in order of preference; none of a represented centre.
   *
   * @maxItems 8
   */
  endpoints: string[]
  /**
   * Certificates in force, several during a rotation, and retired ones, so that whoever still uses them is told so; none of a represented centre.
   *
   * @maxItems 16
   */
  certificates: MemberCertificate[]
  /**
   * Services offered.
   */
  services: ServiceName[]
  /**
   * Protocol versions spoken.
   *
   * @minItems 1
   */
  protocols: '1'[]
}
/**
 * One certificate and what it is for.
 */
export interface MemberCertificate {
  /**
   * Signs messages, or ends TLS channels.
   */
  use: 'sign' | 'tls'
  /**
   * The certificate and its intermediates, base64 DER, leaf first.
   *
   * @minItems 1
   * @maxItems 5
   */
  chain: string[]
  retired?: DateTime
}
/**
 * One agreement.
 */
export interface Agreement {
  /**
   * Its name.
   */
  id: string
  /**
   * Members that may ask, by code or group.
   *
   * @minItems 1
   * @maxItems 1000
   */
  consumers: Party[]
  /**
   * Centres that may be asked, by code or group.
   *
   * @minItems 1
   * @maxItems 1000
   */
  providers: Party[]
  /**
   * Services covered.
   *
   * @minItems 1
   */
  services: ServiceName[]
  /**
   * Purposes covered.
   *
   * @minItems 1
   */
  purposes: Purpose[]
  /**
   * Field sets covered.
   */
  fields: FieldSet[]
  /**
   * Kinds of basis accepted.
   *
   * @minItems 1
   */
  bases: ('consent' | 'statutory-duty')[]
  notBefore: CalendarDate
  notAfter: CalendarDate
  /**
   * How many requests each consumer may make of each provider within any 60 seconds. Default: no limit.
   */
  requestsPerMinute?: number
  /**
   * A consent serves for one answer. Default: false.
   */
  singleUse?: boolean
}
/**
 * All that is needed to prove one exchange offline, but for the trust anchors and the operators' thumbprints.
 */
export interface EvidenceBundle {
  /**
   * Version of this form.
   */
  version: '1'
  exchangeId: MessageId
  request: CompactJws
  answer: CompactJws
  /**
   * The signed directory in force, as JWS.
   */
  directory: string
  /**
   * The journal entries of the exchange.
   */
  journal: JournalEntry[]
}
/**
 * One entry of the append-only log: hash is SHA-256 of previous, a line feed, and the UTF-8 JSON array of the other members in the order of docs/protocol.md.
 */
export interface JournalEntry {
  /**
   * Position, from 1.
   */
  sequence: number
  /**
   * Milliseconds since 1970-01-01T00:00:00Z.
   */
  at: number
  /**
   * answered: we answered a request. refused: we refused one. asked: we sent a request. concluded: what came of our request. looked: somebody of ours was given what is kept of an exchange. withdrawn: a certificate that we issued was revoked.
   */
  kind: 'answered' | 'refused' | 'asked' | 'concluded' | 'looked' | 'withdrawn'
  /**
   * The request's jti, or where it had none a request id.
   */
  exchangeId: string
  /**
   * Who asked.
   */
  issuer: string
  /**
   * Who was asked.
   */
  audience: string
  /**
   * Service, or empty where unknown.
   */
  service: string
  /**
   * Purpose, or empty.
   */
  purpose: string
  /**
   * Kind of basis, or empty.
   */
  basis: string
  /**
   * Operator id, or empty; of looked: staff number of who looked.
   */
  operator: string
  /**
   * Field sets, joined by commas.
   */
  fields: string
  /**
   * Keyed hash of the identity number, or empty.
   */
  subject: string
  /**
   * The answer's outcome or the error's code; of looked: reveal, print or evidence; of withdrawn: revoked.
   */
  outcome: string
  /**
   * SHA-256 of the request bytes; of looked: of the access record; of withdrawn: of the withdrawal record.
   */
  requestDigest: string
  /**
   * SHA-256 of the answer bytes, or empty; of withdrawn: of the certificate JWS.
   */
  answerDigest: string
  /**
   * Hash of the entry before, base64url; 43 times A for the first.
   */
  previous: string
  /**
   * Hash of this entry, base64url.
   */
  hash: string
}
/**
 * Signed echo with the answering gateway's clock.
 */
export interface GatewayPingAnswer {
  /**
   * As it came.
   */
  nonce: string
  serverTime: DateTime
}
/**
 * Signed echo.
 */
export interface GatewayPingRequest {
  /**
   * Returned as it came.
   */
  nonce: string
}
/**
 * Payload of the merged result that the gateway of whoever asked signs (typ hpf-result+jws): what each centre said, and what could not be asked.
 */
export interface JobResult {
  /**
   * Version of this message.
   */
  version: '1'
  iss: MemberCode
  job: MessageId
  service: ServiceName
  purpose?: Purpose
  iat: EpochSeconds
  endedAt: DateTime
  /**
   * One for each centre, in the order asked.
   */
  centres: JobCentre[]
}
/**
 * Where a job stands at one centre.
 */
export interface JobCentre {
  centre: MemberCode
  /**
   * queued: will be asked. asking: is being asked. answered, no-record, refused: verified, see result. not-asked: it could not be asked and will not be, which says nothing about records. waiting: it could not be asked and will be asked again. cancelled: it is asked no more.
   */
  state: 'queued' | 'asking' | 'answered' | 'no-record' | 'refused' | 'not-asked' | 'waiting' | 'cancelled'
  /**
   * How often it was asked.
   */
  attempts: number
  nextAttemptAt?: DateTime
  result?: CentreResult
}
/**
 * One centre's result.
 */
export interface CentreResult {
  centre: MemberCode
  /**
   * Name by the directory.
   */
  name?: string
  relayedBy?: Relay
  /**
   * answered: a verified answer. no-record: a verified answer that there is none. refused: a verified refusal. not-asked: it could not be asked, which says nothing about records.
   */
  state: 'answered' | 'no-record' | 'refused' | 'not-asked'
  exchangeId?: MessageId
  /**
   * How long it took, in milliseconds.
   */
  elapsedMs: number
  /**
   * The verified answer's body.
   */
  answer?: {
    [k: string]: unknown
  }
  certificate?: DepositCertificate
  /**
   * What was verified, in order, in words of both languages.
   */
  verified?: string[]
  signer?: AnswerSigner
  problem?: Problem
}
/**
 * Who signed the answer.
 */
export interface AnswerSigner {
  /**
   * Subject of the signing certificate.
   */
  subject: string
  thumbprint: CertificateThumbprint
}
/**
 * Payload of a member's signed authorization for one request to an office listener.
 */
export interface OfficeAuthorization {
  /**
   * Version of the protocol.
   */
  version: '1'
  iss: MemberCode
  aud: MemberCode
  jti: MessageId
  iat: EpochSeconds
  exp: EpochSeconds
  /**
   * Method of the request.
   */
  method: 'GET' | 'POST' | 'DELETE'
  /**
   * Path and query of the request, as sent.
   */
  path: string
  bodyDigest: Sha256Digest
}
/**
 * Up to 100 questions at a time. An item that is not a question is told as such, and the others become jobs.
 */
export interface OfficeBatchQuestion {
  /**
   * Each by office.question.json.
   *
   * @minItems 1
   * @maxItems 100
   */
  items: BatchItem[]
}
/**
 * A question.
 */
export interface BatchItem {
  [k: string]: unknown
}
/**
 * What became of the questions of a batch, in their order.
 */
export interface OfficeBatch {
  id: MessageId
  /**
   * A job, or why there is none.
   */
  items: BatchItemResult[]
}
/**
 * One item.
 */
export interface BatchItemResult {
  /**
   * Place in the batch, from 0.
   */
  place: number
  job?: OfficeJob
  problem?: Problem
}
/**
 * A question that may outlive its request (任务), centre by centre.
 */
export interface OfficeJob {
  id: MessageId
  /**
   * running: something is being asked or soon will be. waiting: nothing is, until a centre is back. ended: nothing more comes of it.
   */
  state: 'running' | 'waiting' | 'ended'
  createdAt: DateTime
  waitUntil?: DateTime
  cancelledAt?: DateTime
  endedAt?: DateTime
  /**
   * Rises with every change.
   */
  revision: number
  /**
   * Name of the place that is told when it ends.
   */
  callback?: string
  /**
   * One for each centre, in the order asked.
   */
  centres: JobCentre[]
  /**
   * Once ended: the merged result as a compact JWS of this gateway, typ hpf-result+jws, payload by job-result.json.
   */
  signed?: string
}
/**
 * The centres of the directory in force that this gateway may ask today, in the directory's order.
 */
export interface OfficeCentres {
  /**
   * Of the directory that says so.
   */
  directoryVersion: number
  /**
   * The centres.
   */
  centres: OfficeCentre[]
}
/**
 * A centre and what it may be asked.
 */
export interface OfficeCentre {
  code: MemberCode
  /**
   * Its name by the directory.
   */
  name: string
  /**
   * Administrative division by GB/T 2260, 6 digits; the first two are the province.
   */
  division: string
  relayedBy?: Relay
  /**
   * What an agreement in force lets us ask it about persons.
   */
  services: ServiceName[]
}
/**
 * Callbacks of the caller's jobs, newest first.
 */
export interface OfficeDeliveries {
  /**
   * At most 100.
   */
  deliveries: OfficeDelivery[]
}
/**
 * One callback (投递) and how far it came.
 */
export interface OfficeDelivery {
  id: MessageId
  /**
   * Name of the office client whose job it is.
   */
  caller: string
  /**
   * Name of the client's registered place.
   */
  place: string
  event: CallbackEvent
  job: MessageId
  /**
   * pending: it is being sent, or will be. delivered: the place answered 2xx. gone: it answered 410, and is sent nothing more of this. given-up: it did not take it within 3 days.
   */
  state: 'pending' | 'delivered' | 'gone' | 'given-up'
  createdAt: DateTime
  /**
   * Tries since it was last put in line.
   */
  attempts: number
  lastTryAt?: DateTime
  /**
   * Why the last try failed: an HTTP status, or what went wrong on the way.
   */
  lastFailure?: string
  nextTryAt?: DateTime
  endedAt?: DateTime
}
/**
 * A caller's own jobs, newest first, without facts.
 */
export interface OfficeJobs {
  /**
   * At most 100.
   */
  jobs: JobSummary[]
}
/**
 * One job.
 */
export interface JobSummary {
  id: MessageId
  /**
   * As in office.job.json.
   */
  state: 'running' | 'waiting' | 'ended'
  createdAt: DateTime
  endedAt?: DateTime
  /**
   * State by centre.
   */
  centres: JobCentreState[]
}
/**
 * One centre's state.
 */
export interface JobCentreState {
  centre: MemberCode
  /**
   * As in office.job.json.
   */
  state: string
}
/**
 * How the facts of one answer came to be found at a represented centre (事实来源): what it was asked, its replies as they came, and where in them each fact stands. For our own office only: it holds personal data.
 */
export interface OfficeLineage {
  /**
   * Version of this form.
   */
  version: '1'
  /**
   * The exchange that the answer belongs to.
   */
  exchangeId: string
  dialect: LineageDialect
  question: LineageQuestion
  /**
   * What came back, in order.
   *
   * @maxItems 8
   */
  replies: LineageReply[]
  /**
   * What was found.
   */
  outcome: 'found' | 'no-record' | 'not-issuable'
  facts?: DepositFacts
  /**
   * Where each fact comes from, by its name such as contribution.base.
   */
  lineage?: {
    [k: string]: FactLineage
  }
  /**
   * Facts asked for that the centre did not give (对方未提供).
   */
  missing?: string[]
  /**
   * Values of the record that the definition neither maps nor ignores, as paths.
   */
  unmapped?: string[]
}
/**
 * By which dialect the replies were read.
 */
export interface LineageDialect {
  /**
   * Its name.
   */
  name: string
  /**
   * SHA-256 of the bytes of its dialect.yaml, hex.
   */
  version: string
}
/**
 * All that the messages to the centre were made of, beside the settings.
 */
export interface LineageQuestion {
  person: Person
  /**
   * Field sets asked for.
   */
  fields: FieldSet[]
  centre: LineageParty
  addressee: LineageParty
  /**
   * Application that the question belonged to.
   */
  applicationNumber: string
  /**
   * When, epoch milliseconds.
   */
  at: number
  /**
   * 16 bytes, base64, of which every number in the messages was made.
   */
  seed: string
}
/**
 * A member by code and name.
 */
export interface LineageParty {
  code: MemberCode
  /**
   * Its name in the directory.
   */
  name: string
}
/**
 * One reply.
 */
export interface LineageReply {
  /**
   * The call of the dialect.
   */
  name: string
  /**
   * HTTP status; absent over TCP.
   */
  status?: number
  /**
   * The body as it came, base64.
   */
  bytes: string
}
/**
 * Where one fact comes from.
 */
export interface FactLineage {
  /**
   * Paths in the record; none for a constant of the definition.
   */
  from: string[]
  /**
   * Converter, constant, or the rule by which it follows from other facts.
   */
  by: string
  /**
   * What had to be done beyond reading.
   */
  notes?: string[]
}
/**
 * A question that the centre's own people or systems put to one or more centres.
 */
export interface OfficeQuestion {
  /**
   * Centres to ask, each once: by code, or by a division (6 digits, GB/T 2260) in which there is exactly one.
   *
   * @minItems 1
   * @maxItems 50
   */
  to: Addressed[]
  service: ServiceName
  purpose?: Purpose
  basis?: Basis
  operator?: Operator
  /**
   * Field sets wanted.
   *
   * @minItems 1
   * @maxItems 6
   */
  fields?: FieldSet[]
  /**
   * How long to wait at most, in seconds.
   */
  deadlineSeconds?: number
  /**
   * Of a job only: what cannot be asked waits until the basis expires or the job is cancelled, and is asked again when the centre is back. Default: false.
   */
  mayWait?: boolean
  /**
   * Of a job only: name of the registered place that is told when it ends.
   */
  callback?: string
  /**
   * The service's own request, by its schema.
   */
  body: {
    [k: string]: unknown
  }
}
/**
 * Legal ground of the request (查询依据).
 */
export interface Basis {
  /**
   * The person's consent (本人授权) or a statutory duty (法定职责).
   */
  kind: 'consent' | 'statutory-duty'
  /**
   * Number of the consent document or of the legal provision.
   */
  reference: string
  expires: CalendarDate
  /**
   * The application or case that the basis is bound to.
   */
  applicationNumber: string
}
/**
 * Who asks, on the asking side (经办人员).
 */
export interface Operator {
  /**
   * Staff number, or the portal's system account; never an identity number.
   */
  id: string
  /**
   * Terminal or system from which it is asked.
   */
  terminal: string
}
/**
 * What came of a question, centre by centre.
 */
export interface OfficeResult {
  /**
   * One result per centre, in the order asked.
   */
  results: CentreResult[]
}
/**
 * How the centres are that this gateway may ask, and how often they responded in the last 30 days.
 */
export interface OfficeStatus {
  asOf: DateTime
  maintenance?: AnnouncedMaintenance
  /**
   * How many days are looked back at, today among them.
   */
  days: number
  /**
   * In the directory's order.
   */
  centres: CentreStatus[]
}
/**
 * Announced work, during which new questions are not taken (维护).
 */
export interface AnnouncedMaintenance {
  message: BilingualText
  since: DateTime
  until?: DateTime
}
/**
 * How one centre is, and how often it responded.
 */
export interface CentreStatus {
  code: MemberCode
  /**
   * Its name by the directory.
   */
  name: string
  relayedBy?: Relay
  /**
   * Now, as the answering process sees it: it responds, it does not, or it was not asked since the start.
   */
  state: 'well' | 'failing' | 'unknown'
  nextAttemptAt?: DateTime
  lastRespondedAt?: DateTime
  /**
   * Questions in these days, pings and what failed on our own side apart.
   */
  asked: number
  /**
   * Those of them that got an answer or a signed refusal.
   */
  responded: number
  availability?: BasisPoints
  /**
   * The days on which it was asked, the oldest first.
   */
  history: CentreDay[]
}
/**
 * One day.
 */
export interface CentreDay {
  day: CalendarDate
  /**
   * As above, of this day.
   */
  asked: number
  /**
   * As above, of this day.
   */
  responded: number
  availability?: BasisPoints
}
/**
 * Why there is no access token, as OAuth libraries read it (RFC 6749 section 5.2), with the problem itself.
 */
export interface OfficeTokenRefusal {
  /**
   * Code of the RFC.
   */
  error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type'
  /**
   * Our code and its English text.
   */
  error_description: string
  problem: Problem
}
/**
 * An access token for the office listener (RFC 6749 section 5.1).
 */
export interface OfficeToken {
  /**
   * Opaque; sent as Authorization: Bearer.
   */
  access_token: string
  /**
   * How it is used (RFC 6750).
   */
  token_type: 'Bearer'
  /**
   * Seconds for which it holds.
   */
  expires_in: number
  /**
   * What the client may do, whatever it asked for, joined by spaces.
   */
  scope: string
}
/**
 * Payload of every request JWS (typ hpf-request+jws).
 */
export interface RequestEnvelope {
  /**
   * Protocol version.
   */
  version: '1'
  iss: MemberCode
  aud: MemberCode
  service: ServiceName
  jti: MessageId
  iat: EpochSeconds
  exp: EpochSeconds
  purpose?: Purpose
  basis?: Basis
  operator?: Operator
  /**
   * Field sets asked for.
   *
   * @minItems 1
   * @maxItems 6
   */
  fields?: FieldSet[]
  /**
   * The service's own request, by its schema.
   */
  body: {
    [k: string]: unknown
  }
}
