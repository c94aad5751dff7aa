import { assertBody, type Caller } from '../../access/caller.ts'
import type { Callbacks } from '../../callbacks/callbacks.ts'
import { deliveryStates } from '../../callbacks/delivery.ts'
import type { DeliveryFilter } from '../../callbacks/ports.ts'
import { shownDelivery } from '../../callbacks/shown.ts'
import type { OfficeDeliveries } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { respondJson } from '../respond.ts'
import { type OfficeCall, type OfficeRoute, parameter } from './call.ts'

export interface DeliveryRoutesDeps {
  callbacks: Callbacks
}

/** Callbacks of a caller's own jobs; of everybody's for who runs the gateway. */
export function deliveryRoutes({ callbacks }: DeliveryRoutesDeps): OfficeRoute[] {
  return [
    {
      operationId: 'listDeliveries',
      method: 'get',
      path: '/office/v1/deliveries',
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
  const { job, state } = request.query
  if (state !== undefined && !deliveryStates.some((known) => known === state)) {
    const detail = `not one of ${deliveryStates.join(', ')}`
    throw new GatewayError('QUESTION_INVALID', { where: '?state', detail })
  }
  return {
    ...(job !== undefined && { job: String(job) }),
    ...(state !== undefined && { state: String(state) }),
  }
}
