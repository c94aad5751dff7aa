import type { Clock } from '../clock.ts'
import { createPlaces } from '../domain/places.ts'
import { serviceNames } from '../domain/services.ts'
import { GatewayError } from '../errors.ts'
import type { Receive } from '../inbound/receive.ts'
import type { Route } from './app.ts'
import { channelOf } from './channel.ts'
import { readBody } from './read-body.ts'
import { respond, respondProblem } from './respond.ts'
import { spanIn } from './trace.ts'

/** Largest request, in bytes. */
const maxRequest = 64 * 1024
/** Most exchanges in hand at a time. */
const capacity = 512
/** Of these, most by one certificate: whoever holds places by being slow leaves as many to the others. */
const share = 256

/** The exchange listener: one path per service, named as the service. */
export function exchangeRoutes(deps: { receive: Receive; clock: Clock; accepting(): boolean }): Route[] {
  const places = createPlaces()
  return serviceNames.map((service) => ({
    operationId: service,
    method: 'post',
    path: `/exchange/v1/${service}`,
    // What was signed decides, and nothing that stands beside it.
    query: 'any',
    async handle(request, response, requestId) {
      if (!deps.accepting()) throw new GatewayError('SHUTTING_DOWN', { retryAfterSeconds: 5 })
      const channel = channelOf(request)
      using place = places.take(channel, (own, taken) => taken < capacity && own < share)
      if (!place) throw new GatewayError('OVERLOADED', { retryAfterSeconds: 1 })
      const bytes = await readBody(request, 'application/jose', maxRequest)
      const at = deps.clock()
      const reply = await deps.receive({ requestId, span: spanIn(request), bytes, service, channel, at })
      if (!reply.signed) respondProblem(response, reply.problem)
      else {
        const { status, bytes: body, retryAfterSeconds } = reply
        respond(response, { status, contentType: 'application/jose', body, requestId, retryAfterSeconds })
      }
    },
  }))
}
