import type { Certificate } from '../../certificate.ts'
import { certificateNames } from '../../peer-name.ts'
import type { Fault, Position } from '../types.ts'
import { fault, type RuleContext } from './rule.ts'

/** The leaf is for the expected name, when one is expected. */
export function checkPeerName(
  certificate: Certificate,
  position: Position,
  { request: { peer } }: RuleContext,
): Fault | undefined {
  if (position !== 'leaf' || !peer || certificateNames(certificate, peer)) return undefined
  return fault('peer-name', 'RFC 9525 §6', `The certificate is not for the ${peer.kind} name expected.`)
}
