import type { Callback } from '../contracts/generated/types.ts'
import { type Span, traceHeaders } from '../domain/trace-context.ts'
import type { Delivery } from './delivery.ts'

/** What a place is sent, to be signed at `now` (epoch milliseconds): nothing of a person, which the receiver gets with the job. */
export function callbackMessage(delivery: Delivery, self: string, now: number): Callback {
  const { id, caller, event, job, revision, centres } = delivery
  return {
    version: '1',
    iss: self,
    aud: caller,
    id,
    iat: Math.floor(now / 1000),
    event,
    job,
    revision,
    centres: [...centres],
  }
}

/** As Standard Webhooks has them; its webhook-signature is left out, since the body itself is signed, the id and the time in it. */
export function callbackHeaders(
  { id }: Pick<Delivery, 'id'>,
  now: number,
  span: Span,
): Record<string, string> {
  return {
    'Content-Type': 'application/jose',
    'Webhook-Id': id,
    'Webhook-Timestamp': String(Math.floor(now / 1000)),
    ...traceHeaders(span),
  }
}
