import { readStrictJson } from '../../domain/strict-json.ts'
import { GatewayError } from '../../errors.ts'
import type { ReceiverDeps } from '../ports.ts'
import type { Understood, Verified } from '../stages.ts'

/** The payload is strict JSON and fits the envelope's schema. Fails with PAYLOAD_MALFORMED or CLAIMS_INVALID. */
export function understand(exchange: Verified, deps: Pick<ReceiverDeps, 'contracts'>): Understood {
  const json = readStrictJson(exchange.token.payload)
  if (!json.ok) throw new GatewayError('PAYLOAD_MALFORMED', { where: 'payload', detail: json.fault })
  const checked = deps.contracts.check('request-envelope', json.value)
  if (!checked.ok) throw new GatewayError('CLAIMS_INVALID', checked)
  return { ...exchange, stage: 'understood', envelope: checked.value }
}
