import type { Contracts } from '../contracts/contracts.ts'
import { payloadOf } from './signed-message.ts'

/** The deposit certificate (JWS) in a signed answer (JWS), unverified; undefined where it holds none. Fails with EVIDENCE_INVALID. */
export function issuedToken(answer: string, contracts: Contracts): Buffer | undefined {
  const [, payload = ''] = answer.split('.')
  const { body } = payloadOf(Buffer.from(payload, 'base64url'), 'answer-envelope', contracts)
  const certificate = body?.['certificate']
  return typeof certificate === 'string' ? Buffer.from(certificate, 'latin1') : undefined
}
