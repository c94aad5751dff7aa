import { performance } from 'node:perf_hooks'
import { digestOf } from '../domain/digest.ts'
import { maxSkewSeconds } from '../domain/freshness.ts'
import { messageType } from '../domain/message-type.ts'
import { services } from '../domain/services.ts'
import { type GatewayError, toGatewayError } from '../errors.ts'
import { pingEnvelope } from '../outbound/ping-envelope.ts'
import type { RawAnswer } from '../outbound/ports.ts'
import { type VerifiedAnswer, verifyAnswer } from '../outbound/verify-answer.ts'
import type { DirectoryView, KnownMember } from '../speaker/ports.ts'
import { speakerOf } from '../speaker/representative.ts'
import type { DoctorDeps, Finding, Trouble } from './ports.ts'
import { refusedSigned, refusedUnsigned, type Told, toldIn, unanswered } from './ping-troubles.ts'

/** What came of a signed ping. Instants in epoch milliseconds. */
export interface Pinged {
  ms: number
  sentAt: number
  answeredAt: number
  answer?: VerifiedAnswer
  error?: GatewayError
  /** What an unsigned answer says. */
  told?: Told
}

/** Asks for an echo over the real way out, and judges the answer as every answer is judged. */
export async function ping(
  endpoint: string,
  member: KnownMember,
  directory: DirectoryView,
  deps: DoctorDeps,
): Promise<Pinged> {
  const envelope = pingEnvelope(member.code, { ...deps, iss: deps.self })
  const started = performance.now()
  const sentAt = deps.clock()
  const times = () => ({ sentAt, answeredAt: deps.clock(), ms: performance.now() - started })
  let seen: RawAnswer | undefined
  try {
    const request = await deps.sign(messageType.request, envelope)
    const asked = {
      member,
      speaker: speakerOf(member, directory),
      envelope,
      digest: digestOf(request),
      directory,
    }
    const answer = await deps.carrier.ask(
      { code: member.code, endpoints: [endpoint] },
      {
        class: services['gateway.ping'].class,
        path: '/exchange/v1/gateway.ping',
        contentType: 'application/jose',
        accept: 'application/jose, application/problem+json',
        body: request,
        deadline: sentAt + deps.patience.answerMs,
        check(raw, { certificate }) {
          seen = raw
          return verifyAnswer(raw, digestOf(certificate), asked, deps)
        },
      },
    )
    return { ...times(), answer }
  } catch (thrown) {
    const told = seen && toldIn(seen)
    return { ...times(), error: toGatewayError(thrown), ...(told && { told }) }
  }
}

/** The peer's clock against ours, halfway between request and answer; the wire has whole seconds. */
export function sameTime(pinged: Pinged): Finding<true> {
  const theirs = Date.parse(serverTimeIn(pinged) ?? '')
  if (Number.isNaN(theirs))
    return { state: 'skipped', text: { zh: '对方未给出时间', en: 'the peer told no time' }, value: true }
  const ours = (pinged.sentAt + pinged.answeredAt) / 2
  const seconds = Math.round((theirs + 500 - ours) / 1000)
  if (Math.abs(seconds) > maxSkewSeconds) return { state: 'fails', trouble: skewed(seconds) }
  const text = {
    zh: `相差 ${seconds} 秒（允许 ${maxSkewSeconds} 秒）`,
    en: `${seconds} s apart (allowed ${maxSkewSeconds} s)`,
  }
  return { state: 'holds', text, value: true, ms: 0 }
}

function serverTimeIn({ answer, told }: Pinged): string | undefined {
  if (!answer) return told?.serverTime
  const { outcome } = answer
  return 'problem' in outcome ? outcome.problem.serverTime : String(outcome.answer['serverTime'])
}

function skewed(seconds: number): Trouble {
  const [zh, en] = seconds > 0 ? ['快', 'ahead of'] : ['慢', 'behind']
  const size = Math.abs(seconds)
  return {
    code: 'CLOCK_SKEW',
    cause: {
      zh: `对方时钟比本机${zh} ${size} 秒（允许 ${maxSkewSeconds} 秒）`,
      en: `the peer’s clock is ${size} s ${en} ours (allowed ${maxSkewSeconds} s)`,
    },
    remedy: {
      zh: '请先校准本机时钟（NTP），再请对方运维校准。',
      en: 'Synchronise this machine’s clock first (NTP), then ask the peer’s operator to do the same.',
    },
  }
}

/** Whether the echo came, signed by the peer and bound to our request. */
export function echoed(
  { ms, answer, error, told }: Pinged,
  { version }: DirectoryView,
  { self }: Pick<DoctorDeps, 'self'>,
): Finding<true> {
  if (!answer) {
    if (told) return { state: 'fails', trouble: refusedUnsigned(told, self, version), ms }
    return { state: 'fails', trouble: unanswered(toGatewayError(error)), ms }
  }
  const { outcome, signer } = answer
  if ('problem' in outcome) {
    return { state: 'fails', trouble: refusedSigned(outcome.problem), ms }
  }
  const text = { zh: `签名已核验：${signer.subject}`, en: `signed by ${signer.subject}` }
  return { state: 'holds', text, value: true, ms }
}
