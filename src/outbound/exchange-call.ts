import { digestOf } from '../domain/digest.ts'
import { services } from '../domain/services.ts'
import { type Span, traceHeaders } from '../domain/trace-context.ts'
import type { Asked } from './asked.ts'
import { couldNotAsk } from './could-not-ask.ts'
import type { AskDeps, Call, RawAnswer } from './ports.ts'
import { type VerifiedAnswer, verifyAnswer } from './verify-answer.ts'

/**
 * A signed request on its way, until `deadline` (epoch ms). The peer keeps one answer to it, so that it can be sent again as it is.
 * A signed refusal is health; a signed fault is not. `seen` hears of every answer that the peer signed.
 */
export function exchangeCall(
  asked: Asked,
  request: Buffer,
  { deadline, span }: { deadline: number; span: Span },
  deps: Pick<AskDeps, 'tokens' | 'contracts' | 'clock'>,
  seen: (raw: RawAnswer) => void = () => undefined,
): Call<{ answer: VerifiedAnswer; raw: RawAnswer }> {
  const { service } = asked.envelope
  return {
    class: services[service].class,
    path: `/exchange/v1/${service}`,
    contentType: 'application/jose',
    accept: 'application/jose, application/problem+json',
    headers: traceHeaders(span),
    body: request,
    deadline,
    check(raw, tlsPeer) {
      const answer = verifyAnswer(raw, digestOf(tlsPeer.certificate), asked, deps)
      seen(raw)
      const fault = 'problem' in answer.outcome ? couldNotAsk(answer.outcome.problem) : undefined
      if (fault) throw fault
      return { answer, raw }
    },
    comeAgain: ({ answer: { outcome } }) =>
      'problem' in outcome ? outcome.problem.retryAfterSeconds : undefined,
  }
}
