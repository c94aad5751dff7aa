import type { IncomingMessage } from 'node:http'
import type { Contracts } from '../contracts/contracts.ts'
import type { EvidenceBundle, OfficeCentres, OfficeLineage } from '../contracts/generated/types.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import type { Ask } from '../outbound/ask.ts'
import type { Route } from './app.ts'
import { channelOf } from './channel.ts'
import { readBody } from './read-body.ts'
import { respondJson } from './respond.ts'

/** Largest question, in bytes. */
const maxQuestion = 64 * 1024

export interface OfficeDeps {
  ask: Ask
  contracts: Contracts
  /** SHA-256 thumbprints of the TLS certificates that may use the office listener. */
  clients: ReadonlySet<string>
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
  /** Undefined where the facts are our own, or nobody knows the exchange. */
  lineage(exchangeId: string): Promise<OfficeLineage | undefined>
  peers(): readonly object[]
  /** Whom we may ask today. Fails with DIRECTORY_EXPIRED. */
  centres(): OfficeCentres
}

/** The office listener: the agency's own people and systems. */
export function officeRoutes(deps: OfficeDeps): Route[] {
  function assertClient(request: IncomingMessage): void {
    if (!deps.clients.has(channelOf(request))) throw new GatewayError('OFFICE_FORBIDDEN')
  }
  return [
    {
      operationId: 'askQuestion',
      method: 'post',
      path: '/office/v1/questions',
      async handle(request, response, requestId) {
        assertClient(request)
        const json = readStrictJson(await readBody(request, 'application/json', maxQuestion))
        if (!json.ok) throw new GatewayError('QUESTION_INVALID', { where: '/', detail: json.fault })
        const question = deps.contracts.check('office.question', json.value)
        if (!question.ok) throw new GatewayError('QUESTION_INVALID', question)
        respondJson(response, 200, await deps.ask(question.value), requestId)
      },
    },
    {
      operationId: 'getEvidence',
      method: 'get',
      path: '/office/v1/exchanges/:exchangeId/evidence',
      async handle(request, response, requestId) {
        assertClient(request)
        const bundle = await deps.evidence(String(request.params['exchangeId']))
        if (!bundle) throw new GatewayError('EXCHANGE_UNKNOWN')
        respondJson(response, 200, bundle, requestId)
      },
    },
    {
      operationId: 'getLineage',
      method: 'get',
      path: '/office/v1/exchanges/:exchangeId/lineage',
      async handle(request, response, requestId) {
        assertClient(request)
        const lineage = await deps.lineage(String(request.params['exchangeId']))
        if (!lineage)
          throw new GatewayError('EXCHANGE_UNKNOWN', {
            detail: 'or its facts are not of a represented centre',
          })
        respondJson(response, 200, lineage, requestId)
      },
    },
    {
      operationId: 'listCentres',
      method: 'get',
      path: '/office/v1/centres',
      handle(request, response, requestId) {
        assertClient(request)
        respondJson(response, 200, deps.centres(), requestId)
      },
    },
    {
      operationId: 'listPeers',
      method: 'get',
      path: '/office/v1/peers',
      handle(request, response, requestId) {
        assertClient(request)
        respondJson(response, 200, { peers: deps.peers() }, requestId)
      },
    },
  ]
}
