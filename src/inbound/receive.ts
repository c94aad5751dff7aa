import type { ServiceName } from '../contracts/generated/types.ts'
import type { ConsentUse } from '../domain/consent.ts'
import { problemOf } from '../domain/problem.ts'
import { type ErrorCode, GatewayError, toGatewayError } from '../errors.ts'
import type { EntryDraft } from '../journal/entry.ts'
import { answerOf } from './held.ts'
import { entryOf } from './journal-entry.ts'
import type { Held, ReceiverDeps, StoredAnswer } from './ports.ts'
import { signedAnswer, signedProblem } from './reply.ts'
import type { Reply } from './ports.ts'
import type { Served, Service } from './services/service.ts'
import type { Accepted, Authorised, Incoming, Received, Stage, Understood, Verified } from './stages.ts'
import { afterRestore } from './steps/after-restore.ts'
import { agreed } from './steps/agreed.ts'
import { body } from './steps/body.ts'
import { boundConsent } from './steps/bound-consent.ts'
import { claimOnce } from './steps/claim-once.ts'
import { fresh } from './steps/fresh.ts'
import { identify } from './steps/identify.ts'
import { inService } from './steps/in-service.ts'
import { keyInUse } from './steps/key-in-use.ts'
import { ourAudience } from './steps/our-audience.ts'
import { ownIssuer } from './steps/own-issuer.ts'
import { possiblePerson } from './steps/possible-person.ts'
import { sameChannel } from './steps/same-channel.ts'
import { serviceOfPath } from './steps/service-of-path.ts'
import { signature } from './steps/signature.ts'
import { statedBasis } from './steps/stated-basis.ts'
import { trustedCertificate } from './steps/trusted-certificate.ts'
import { understand } from './steps/understand.ts'
import { withinRate } from './steps/within-rate.ts'

/** Answers one request. Always resolves: what fails becomes a refusal, after its evidence is durable. */
export type Receive = (incoming: Incoming) => Promise<Reply>

type Deps = ReceiverDeps & { services: Record<ServiceName, Service> }

/** The checks of an incoming request, in order. Each either holds or throws one catalogued error. */
export function createReceive(deps: Deps): Receive {
  return async function receive(incoming) {
    let reached: Stage = { ...incoming, stage: 'received' }
    try {
      // Who is speaking? Every failure looks the same to a stranger.
      const identified = (reached = identify(reached, deps))
      const trust = trustedCertificate(identified)
      sameChannel(identified)
      signature(identified)
      const verified: Verified = (reached = { ...identified, stage: 'verified', ...trust })

      // What is asked, of whom, when? From here on a refusal is precise and signed.
      keyInUse(verified)
      const understood = (reached = understand(verified, deps))
      ownIssuer(understood)
      ourAudience(understood, deps)
      serviceOfPath(understood, deps)
      fresh(understood)
      afterRestore(understood, deps)
      inService(understood, deps)

      const { member, envelope, digest } = understood
      return await deps.inFlight.join({ issuer: member.code, id: envelope.jti, digest }, () =>
        execute(understood, deps),
      )
    } catch (thrown) {
      return refuse(reached, toGatewayError(thrown), deps)
    }
  }
}

async function execute(understood: Understood, deps: Deps): Promise<Reply> {
  let reached: Understood | Accepted = understood
  try {
    // For the first time?
    const claimed = await claimOnce(understood, deps)
    if (!('stage' in claimed)) return { signed: true, ...claimed }
    const accepted = (reached = claimed)

    // May it be asked?
    body(accepted, deps)
    possiblePerson(accepted)
    statedBasis(accepted)
    const authorised = agreed(accepted)
    await withinRate(authorised, deps)
    const consent = await boundConsent(authorised, deps)

    const served = await deps.services[understood.service](authorised)
    return await conclude(authorised, served, consent, deps)
  } catch (thrown) {
    return refuse(reached, toGatewayError(thrown), deps)
  }
}

/** Our own answer is held to its schema, signed, and leaves when its evidence is durable. */
async function conclude(
  exchange: Authorised,
  served: Served,
  consent: ConsentUse | undefined,
  deps: ReceiverDeps,
): Promise<Reply> {
  const { envelope, service, member } = exchange
  const checked = deps.contracts.check(`${service}.answer`, served.body)
  if (!checked.ok) throw new GatewayError('ANSWER_INVALID', { where: checked.where, detail: checked.detail })
  const now = deps.clock()
  const answer = await signedAnswer(exchange, served.body, now, deps)
  const result = {
    kind: 'answered' as const,
    outcome: served.outcome,
    answer: answer.bytes,
    at: now,
    subject: consent?.subject,
  }
  const held = await deps.store.conclude({
    key: { issuer: member.code, id: envelope.jti },
    request: exchange.bytes,
    answer,
    directoryVersion: exchange.directory.version,
    entry: entryOf(exchange, envelope, result, deps),
    certificate: served.certificate,
    provenance: served.provenance,
    consent,
  })
  if (held) return { signed: true, ...answerOf(held) }
  deps.events.answered({
    requestId: exchange.requestId,
    span: exchange.span,
    exchangeId: envelope.jti,
    member: member.code,
    service,
    outcome: served.outcome,
  })
  return { signed: true, ...answer }
}

/**
 * Tells as much as the caller has earned: an unsigned uniform problem before the signature held, a signed precise one after.
 * After identification the refusal is in the journal first; where that fails, the answer is STORE_UNAVAILABLE and nothing else.
 * What cannot be signed is refused with SIGNER_UNAVAILABLE, unsigned.
 */
async function refuse(reached: Stage, error: GatewayError, deps: Deps): Promise<Reply> {
  const now = deps.clock()
  const { requestId, span, service } = reached
  const envelope = 'envelope' in reached ? reached.envelope : undefined
  const exchangeId = envelope?.jti ?? requestId
  const member = 'member' in reached ? reached.member.code : ''
  const problem = problemOf(error, { requestId, sandbox: deps.sandbox, now })
  let answer: StoredAnswer | undefined
  if (reached.stage !== 'received' && reached.stage !== 'identified' && !unsigned.has(error.code)) {
    try {
      answer = await signedProblem(reached, envelope?.jti, problem, now, deps)
    } catch (thrown) {
      return refuse(reached, signerFault(thrown), deps)
    }
  }
  deps.events.refused({ requestId, span, exchangeId, member, service, error })
  if (reached.stage === 'received' || error.code === 'STORE_UNAVAILABLE') return { signed: false, problem }
  const result = { kind: 'refused' as const, outcome: error.code, answer: answer?.bytes, at: now }
  try {
    const held = await keepRefusal(reached, error, answer, entryOf(reached, envelope, result, deps), deps)
    if (held) return { signed: true, ...answerOf(held) }
  } catch (thrown) {
    const other = toGatewayError(thrown)
    if (ofAnother.has(other.code)) return refuse(reached, other, deps)
    return { signed: false, problem: problemOf(other, { requestId, sandbox: deps.sandbox, now }) }
  }
  return answer
    ? { signed: true, ...answer, retryAfterSeconds: error.retryAfterSeconds }
    : { signed: false, problem }
}

/** Neither kept nor signed, or not to be signed. */
const unsigned: ReadonlySet<ErrorCode> = new Set(['STORE_UNAVAILABLE', 'SIGNER_UNAVAILABLE'])

/** The id belongs to another execution: nothing of this one is kept under it. */
const ofAnother: ReadonlySet<ErrorCode> = new Set(['REPLAY_REFUSED', 'EXCHANGE_IN_PROGRESS'])

function signerFault(thrown: unknown): GatewayError {
  const error = toGatewayError(thrown)
  return error.code === 'SIGNER_UNAVAILABLE'
    ? error
    : new GatewayError('SIGNER_UNAVAILABLE', { cause: error })
}

/**
 * A refusal of the caller's making is final for its `jti`; one of ours, or one that says when to come again, is not, so that a
 * repeat may succeed. Gives how the exchange stands where another process concluded it before.
 */
async function keepRefusal(
  reached: Exclude<Stage, Received>,
  error: GatewayError,
  answer: StoredAnswer | undefined,
  entry: EntryDraft,
  { store }: Deps,
): Promise<Held | undefined> {
  if (reached.stage !== 'accepted' || ofAnother.has(error.code)) return void (await store.record(entry))
  const key = { issuer: reached.member.code, id: reached.envelope.jti }
  const final = error.entry.fault === 'caller' && error.retryAfterSeconds === undefined
  if (answer && final)
    return store.conclude({
      key,
      request: reached.bytes,
      answer,
      directoryVersion: reached.directory.version,
      entry,
    })
  return void (await store.release(key, entry))
}
