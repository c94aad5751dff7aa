import { chinaDateTime } from '../clock.ts'
import type { AnswerEnvelope, DepositCertificate, Problem } from '../contracts/generated/types.ts'
import { answerMismatch } from '../domain/bound-answer.ts'
import { messageType } from '../domain/message-type.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import type { KnownCertificate, OpenedToken } from '../speaker/ports.ts'
import {
  assertChannelTrusted,
  assertNotRetired,
  assertSameChannel,
  assertType,
  signingMember,
} from '../speaker/speaker.ts'
import { type Asked, assertSpeaks, judged, representativeIn } from './asked.ts'
import type { AskDeps, RawAnswer } from './ports.ts'
import { proofs } from './proofs.ts'
import { verifyCertificate } from './verify-certificate.ts'

/** An answer or refusal that the peer signed, and what was verified of it. */
export interface VerifiedAnswer {
  signer: KnownCertificate
  verified: string[]
  outcome: { answer: Record<string, unknown>; certificate?: DepositCertificate } | { problem: Problem }
}

type Deps = Pick<AskDeps, 'tokens' | 'contracts' | 'clock'>

/**
 * Judges what a peer sent back, by the same functions that judge a request. Fails with PEER_ANSWER_UNVERIFIED where it is not
 * signed as it must be, PEER_ANSWER_MISMATCHED where it belongs elsewhere, PEER_ANSWER_INVALID where its form is wrong.
 */
export function verifyAnswer(raw: RawAnswer, channel: string, asked: Asked, deps: Deps): VerifiedAnswer {
  if (raw.contentType.split(';')[0]?.trim() !== 'application/jose') throw unsigned(raw)
  const verified: string[] = []
  const representative = representativeIn(asked)
  const { token, certificate } = judged('PEER_ANSWER_UNVERIFIED', () => {
    const token = deps.tokens.open(raw.body)
    assertType(token, [messageType.answer, messageType.problem])
    const known = signingMember(token, asked.directory)
    assertSpeaks(known.member, asked, 'CHANNEL_MISMATCH')
    verified.push(representative ? proofs.listedForRepresentative : proofs.listed)
    const revocationAsOf = known.certificate.assertTrusted(deps.clock())
    verified.push(proofs.trusted)
    if (revocationAsOf !== undefined) {
      verified.push(`${proofs.notRevoked} ${chinaDateTime(revocationAsOf)}`)
    }
    assertSameChannel(known.member, channel, asked.directory)
    assertChannelTrusted(channel, asked.directory, deps.clock(), 'tls-server')
    verified.push(representative ? proofs.channelOfMember : proofs.channel)
    token.verify(known.certificate.key)
    verified.push(proofs.signature)
    for (const thumbprint of [token.thumbprint, channel]) {
      assertNotRetired(thumbprint, asked.directory, deps.clock())
    }
    return { token, certificate: known.certificate }
  })

  const envelope = envelopeOf(token, deps)
  const mismatch = answerMismatch(envelope, asked.envelope, asked.digest, representative)
  if (mismatch !== undefined) throw new GatewayError('PEER_ANSWER_MISMATCHED', { where: mismatch })
  verified.push(proofs.bound)
  if (envelope.revocationAsOf !== undefined) {
    verified.push(`${proofs.weAreNotRevoked} ${envelope.revocationAsOf}`)
  }
  return { signer: certificate, verified, outcome: outcomeOf(token, envelope, asked, verified, deps) }
}

function outcomeOf(
  token: OpenedToken,
  envelope: AnswerEnvelope,
  asked: Asked,
  verified: string[],
  deps: Deps,
): VerifiedAnswer['outcome'] {
  const isProblem = token.type === messageType.problem
  if (isProblem && envelope.problem) return { problem: envelope.problem }
  if (isProblem || !envelope.body) throw new GatewayError('PEER_ANSWER_INVALID', { where: 'typ' })

  const checked = deps.contracts.check(`${asked.envelope.service}.answer`, envelope.body)
  if (!checked.ok) throw new GatewayError('PEER_ANSWER_INVALID', checked)
  verified.push(proofs.content)
  const answer = envelope.body
  if (asked.envelope.service !== 'deposit-certificate.issue' || answer.outcome !== 'issued') return { answer }
  const certificate = verifyCertificate(answer as { certificate: string; number: string }, asked, deps)
  verified.push(representativeIn(asked) === undefined ? proofs.certificate : proofs.certificateInName)
  return { answer, certificate }
}

/** Without a signature nothing of an answer counts; its status only tells what is wrong with the peer. */
function unsigned(raw: RawAnswer): GatewayError {
  const where = `HTTP ${raw.status}`
  if (raw.status >= 500) return new GatewayError('PEER_FAULT', { where })
  return new GatewayError('PEER_ANSWER_UNVERIFIED', { where, detail: '应答未签名 the answer is unsigned' })
}

function envelopeOf(token: OpenedToken, deps: Deps): AnswerEnvelope {
  const json = readStrictJson(token.payload)
  if (!json.ok) throw new GatewayError('PEER_ANSWER_INVALID', { where: 'payload', detail: json.fault })
  const checked = deps.contracts.check('answer-envelope', json.value)
  if (!checked.ok) throw new GatewayError('PEER_ANSWER_INVALID', checked)
  return checked.value
}
