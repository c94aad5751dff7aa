import { chinaDate } from '../clock.ts'
import type { CentreResult, OfficeQuestion, RequestEnvelope } from '../contracts/generated/types.ts'
import { agreementFor } from '../domain/agreement.ts'
import { defaultDeadlineSeconds } from '../domain/deadline.ts'
import { digestOf } from '../domain/digest.ts'
import { maxSkewSeconds } from '../domain/freshness.ts'
import { messageType } from '../domain/message-type.ts'
import { problemOf } from '../domain/problem.ts'
import { services } from '../domain/services.ts'
import { type Span, spanOf, type TraceContext } from '../domain/trace-context.ts'
import { GatewayError, toGatewayError } from '../errors.ts'
import type { DirectoryView, KnownMember } from '../speaker/ports.ts'
import { relayOf, speakerOf } from '../speaker/representative.ts'
import type { Asked } from './asked.ts'
import { exchangeCall } from './exchange-call.ts'
import { askedEntry, concludedEntry } from './journal-entry.ts'
import type { AskDeps, RawAnswer } from './ports.ts'
import type { VerifiedAnswer } from './verify-answer.ts'

/** A request this old may reach the peer stale, in milliseconds. */
const resendableMs = (maxSkewSeconds - 10) * 1000

/** One centre to ask. */
export interface Asking {
  centre: string
  question: OfficeQuestion
  /** Id of the exchange. Default: a fresh one. */
  exchangeId?: string
  /** Signed and sent under that id before, perhaps: what is still fresh is sent again as it was, and gets the answer that it got. */
  resumed?: boolean
  /** Whose work this is part of. Default: a trace of its own. */
  trace?: TraceContext | undefined
}

/** One centre's honest result, with its evidence durable. Always resolves. */
export async function askCentre(
  { centre, question, exchangeId, resumed = false, trace }: Asking,
  deps: AskDeps,
): Promise<CentreResult> {
  const started = deps.clock()
  const patienceMs = (question.deadlineSeconds ?? defaultDeadlineSeconds) * 1000
  let envelope = envelopeFor(centre, question, started, exchangeId ?? deps.newId(), deps)
  let naming: Pick<CentreResult, 'centre' | 'name' | 'relayedBy'> = { centre }
  const common = () => ({ ...naming, elapsedMs: deps.clock() - started })
  const span = () => spanOf(envelope.jti, trace)
  let sent = false
  try {
    const directory = deps.directory(started)
    naming = named(centre, directory)
    const member = offering(centre, question, directory, deps)
    const before = resumed ? await sentBefore(envelope, started, deps) : undefined
    if (before) envelope = before.envelope
    else if (resumed) envelope = { ...envelope, jti: deps.newId() }
    const request = before?.request ?? (await deps.signer.sign(messageType.request, envelope))
    const speaker = speakerOf(member, directory)
    const asked: Asked = { member, speaker, envelope, digest: digestOf(request), directory }
    const sending = { at: started, directoryVersion: directory.version }
    if (!before) await deps.store.sent(keyOf(envelope), request, sending, askedEntry(asked, deps))
    sent = true
    const deadline = Math.min(started + patienceMs, expiryOf(envelope))
    const { answer, raw } = await carried(asked, request, { deadline, span: span() }, deps)
    const result = { ...common(), exchangeId: envelope.jti, ...shown(answer) }
    await deps.store.concludeAsk(
      keyOf(envelope),
      { status: raw.status, bytes: raw.body },
      concludedEntry(asked, outcomeWord(answer), raw.body, deps),
    )
    deps.events.concluded({ ...event(envelope, deps.clock() - started), state: result.state, span: span() })
    return result
  } catch (thrown) {
    const error = toGatewayError(thrown)
    const told = { ...event(envelope, deps.clock() - started), span: span() }
    deps.events.concluded({ ...told, state: 'not-asked', error })
    const problem = problemOf(error, { requestId: envelope.jti, sandbox: deps.sandbox, now: deps.clock() })
    return { ...common(), ...(sent && { exchangeId: envelope.jti }), state: 'not-asked', problem }
  }
}

/** The request of this id, where it was signed in an earlier try and is still fresh. */
async function sentBefore(
  { iss, jti }: RequestEnvelope,
  now: number,
  deps: AskDeps,
): Promise<{ request: Buffer; envelope: RequestEnvelope } | undefined> {
  const request = await deps.store.sentBefore({ issuer: iss, id: jti })
  if (!request) return undefined
  const payload = Buffer.from(request.toString('latin1').split('.')[1] ?? '', 'base64url')
  const envelope = JSON.parse(payload.toString()) as RequestEnvelope
  const age = now - envelope.iat * 1000
  return age < resendableMs && expiryOf(envelope) > now ? { request, envelope } : undefined
}

function named(
  centre: string,
  directory: DirectoryView,
): Pick<CentreResult, 'centre' | 'name' | 'relayedBy'> {
  const member = directory.members.get(centre)
  const relayedBy = member && relayOf(member, directory)
  return { centre, ...(member && { name: member.name }), ...(relayedBy && { relayedBy }) }
}

/**
 * Carries the request inside the breaker of the centre asked, also where another answers for it: of the centres behind one hub,
 * one can be sick alone. Writes down a failure before it is told.
 */
async function carried(
  asked: Asked,
  request: Buffer,
  sending: { deadline: number; span: Span },
  deps: AskDeps,
): Promise<{ answer: VerifiedAnswer; raw: RawAnswer }> {
  let seen: RawAnswer | undefined
  try {
    const peer = { code: asked.member.code, endpoints: asked.speaker.endpoints }
    return await deps.peers.ask(
      peer,
      exchangeCall(asked, request, sending, deps, (raw) => (seen = raw)),
    )
  } catch (thrown) {
    const error = toGatewayError(thrown)
    const answer = seen && { status: seen.status, bytes: seen.body }
    await deps.store.concludeAsk(
      keyOf(asked.envelope),
      answer,
      concludedEntry(asked, error.code, seen?.body, deps),
    )
    throw error
  }
}

/** The centre, when the directory lists it, offers the service, and an agreement lets us ask: otherwise nothing personal leaves. */
function offering(
  centre: string,
  question: OfficeQuestion,
  directory: DirectoryView,
  deps: AskDeps,
): KnownMember {
  const member = directory.members.get(centre)
  if (!member?.services.has(question.service) || centre === deps.self.code) {
    throw new GatewayError('PEER_UNKNOWN', { where: `${centre}, ${question.service}` })
  }
  if (services[question.service].agreement && question.purpose) {
    agreementFor(
      {
        consumer: deps.self.code,
        provider: centre,
        service: question.service,
        purpose: question.purpose,
        basis: question.basis,
        fields: question.fields ?? [],
        today: chinaDate(deps.clock()),
      },
      directory.agreementsOf(deps.self.code),
    )
  }
  return member
}

function envelopeFor(
  centre: string,
  question: OfficeQuestion,
  now: number,
  jti: string,
  deps: AskDeps,
): RequestEnvelope {
  const { service, purpose, basis, operator, fields, body } = question
  return {
    version: '1',
    iss: deps.self.code,
    aud: centre,
    service,
    jti,
    iat: Math.floor(now / 1000),
    exp: Math.ceil((now + (question.deadlineSeconds ?? defaultDeadlineSeconds) * 1000) / 1000),
    ...(purpose && { purpose }),
    ...(basis && { basis }),
    ...(operator && { operator }),
    ...(fields && { fields }),
    body,
  }
}

/** Epoch milliseconds: nobody works for a caller who has left. */
function expiryOf({ exp }: RequestEnvelope): number {
  return exp * 1000
}

function keyOf(envelope: RequestEnvelope): { issuer: string; id: string } {
  return { issuer: envelope.iss, id: envelope.jti }
}

function event(envelope: RequestEnvelope, elapsedMs: number) {
  return { exchangeId: envelope.jti, centre: envelope.aud, service: envelope.service, elapsedMs }
}

function outcomeWord({ outcome }: VerifiedAnswer): string {
  return 'problem' in outcome ? outcome.problem.code : String(outcome.answer.outcome ?? 'echoed')
}

function shown({
  outcome,
  signer,
  verified,
}: VerifiedAnswer): Omit<CentreResult, 'centre' | 'name' | 'relayedBy' | 'elapsedMs'> {
  const proof = { verified, signer: { subject: signer.subject, thumbprint: signer.thumbprint } }
  if ('problem' in outcome) return { state: 'refused', problem: outcome.problem, ...proof } as const
  const state = outcome.answer.outcome === 'no-record' ? 'no-record' : 'answered'
  return { state, ...outcome, ...proof } as const
}
