import { chinaDateTime } from '../clock.ts'
import type { AnswerEnvelope, Problem } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { type Answering, answererOf } from './answerer.ts'
import type { OwnSigner, StoredAnswer } from './ports.ts'
import type { Accepted, Authorised, Understood, Verified } from './stages.ts'

interface Signing extends Answering {
  signer: OwnSigner
}

/** Bound to the request by its `jti` and digest, addressed back to the member that signed, in the name of whom it asked. `now` in epoch milliseconds. */
export async function signedAnswer(
  exchange: Authorised,
  body: Record<string, unknown>,
  now: number,
  by: Signing,
): Promise<StoredAnswer> {
  const envelope: AnswerEnvelope = {
    ...mirrored(exchange, now, by),
    service: exchange.service,
    inResponseTo: exchange.envelope.jti,
    body,
  }
  return { status: 200, bytes: await by.signer.sign(messageType.answer, envelope) }
}

/** A refusal, signed since the caller's signature held. `id` is the request's `jti` where one could be read. */
export async function signedProblem(
  exchange: Verified | Understood | Accepted,
  id: string | undefined,
  problem: Problem,
  now: number,
  by: Signing,
): Promise<StoredAnswer> {
  const envelope: AnswerEnvelope = {
    ...mirrored(exchange, now, by),
    service: exchange.service,
    ...(id !== undefined && { inResponseTo: id }),
    problem,
  }
  return { status: problem.status, bytes: await by.signer.sign(messageType.problem, envelope) }
}

function mirrored(exchange: Verified | Understood | Accepted | Authorised, now: number, by: Signing) {
  const { code, relayedBy } = answererOf(exchange, by)
  return {
    version: '1' as const,
    iss: code,
    ...(relayedBy && { relayedBy: relayedBy.code }),
    aud: exchange.member.code,
    requestDigest: exchange.digest,
    iat: Math.floor(now / 1000),
    asOf: chinaDateTime(now),
    ...(exchange.revocationAsOf !== undefined && { revocationAsOf: chinaDateTime(exchange.revocationAsOf) }),
  }
}
