import type { EvidenceBundle, OfficeLineage } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { respondJson } from '../respond.ts'
import { type OfficeRoute, parameter } from './call.ts'

export interface ExchangeRoutesDeps {
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
  /** Undefined where the facts are our own, or nobody knows the exchange. */
  lineage(exchangeId: string): Promise<OfficeLineage | undefined>
}

/** What is kept of one exchange. */
export function exchangeFileRoutes({ evidence, lineage }: ExchangeRoutesDeps): OfficeRoute[] {
  return [
    {
      operationId: 'getEvidence',
      method: 'get',
      path: '/office/v1/exchanges/:exchangeId/evidence',
      needs: ['evidence'],
      async handle(call) {
        const bundle = await evidence(parameter(call, 'exchangeId'))
        if (!bundle) throw new GatewayError('EXCHANGE_UNKNOWN')
        respondJson(call.response, 200, bundle, call.requestId)
      },
    },
    {
      operationId: 'getLineage',
      method: 'get',
      path: '/office/v1/exchanges/:exchangeId/lineage',
      needs: ['evidence'],
      async handle(call) {
        const found = await lineage(parameter(call, 'exchangeId'))
        if (!found)
          throw new GatewayError('EXCHANGE_UNKNOWN', {
            detail: '或其事实并非来自被代理中心 or its facts are not of a represented centre',
          })
        respondJson(call.response, 200, found, call.requestId)
      },
    },
  ]
}
