import { assertBody, type Caller } from '../../access/caller.ts'
import type { Callbacks } from '../../callbacks/callbacks.ts'
import { deliveryStates } from '../../callbacks/delivery.ts'
import type { DeliveryFilter } from '../../callbacks/ports.ts'
import { shownDelivery } from '../../callbacks/shown.ts'
import type { OfficeDeliveries } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { matching, oneOf, queryParameter } from '../query.ts'
import { respondJson } from '../respond.ts'
import { type OfficeCall, type OfficeRoute, parameter } from './call.ts'

export interface DeliveryRoutesDeps {
  callbacks: Callbacks
}

/** RFC 9562 section 5.7, in lower case. */
const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Callbacks of a caller's own jobs; of everybody's for who runs the gateway. */
export function deliveryRoutes({ callbacks }: DeliveryRoutesDeps): OfficeRoute[] {
  return [
    {
      operationId: 'listDeliveries',
      method: 'get',
      path: '/office/v1/deliveries',
      query: {
        job: matching(uuid7, '任务编号（UUID 第 7 版） the id of a job, a UUID of version 7'),
        state: oneOf(deliveryStates),
      },
      needs: ['jobs'],
      async handle(call) {
        const found = await callbacks.list({ ...filterIn(call), caller: whose(call.caller) })
        const deliveries = found.map(shownDelivery)
        respondJson(call.response, 200, { deliveries } satisfies OfficeDeliveries, call.requestId)
      },
    },
    {
      operationId: 'resendDelivery',
      method: 'post',
      path: '/office/v1/deliveries/:deliveryId/resend',
      needs: ['jobs'],
      async handle(call) {
        assertBody(call.caller, Buffer.alloc(0))
        const delivery = await callbacks.resend(parameter(call, 'deliveryId'), whose(call.caller))
        if (!delivery) throw new GatewayError('DELIVERY_UNKNOWN')
        respondJson(call.response, 202, shownDelivery(delivery), call.requestId)
      },
    },
  ]
}

function whose({ name, may }: Caller): string | undefined {
  return may.has('operate') ? undefined : name
}

function filterIn({ request }: OfficeCall): DeliveryFilter {
  const [job, state] = [queryParameter(request, 'job'), queryParameter(request, 'state')]
  return { ...(job !== undefined && { job }), ...(state !== undefined && { state }) }
}
