import { createPublicKey } from 'node:crypto'
import type { OfficeClient } from '../contracts/generated/types.ts'
import { keyToPem, newKey } from '../trust/keys.ts'
import { sandboxCentres } from './centres.ts'
import { type MemberFiles, put } from './files.ts'
import { portalCode } from './members.ts'

/** Where docs/samples/callback-receiver.mjs waits; it shows the certificate of the member itself. */
const sampleReceiver = 'https://127.0.0.1:19499/'

/**
 * Who may use a member's office listener: its own desk, by the certificate of that thumbprint. At 江苏省直 one client of each kind;
 * the portal's software signs as the member that the portal is, there and at the portal's own gateway.
 */
export function sandboxClients(code: string, desk: string, files: MemberFiles): OfficeClient[] {
  const own: OfficeClient = { name: 'desk', thumbprint: desk, may: ['ask', 'jobs', 'evidence', 'operate'] }
  const portal: OfficeClient = { name: 'portal', member: portalCode, may: ['ask', 'jobs'] }
  if (code === portalCode) return [own, portal]
  if (code !== sandboxCentres.jiangsuProvincial) return [own]
  makeLoanSystem(files)
  const told = { ...own, callbacks: [{ name: 'sample', url: sampleReceiver }] }
  return [told, { name: 'loan-system', keys: 'office/loan-system.jwks.json' }, portal]
}

function makeLoanSystem({ loanSystemKey, loanSystemKeys }: MemberFiles): void {
  const key = newKey('P-256')
  const jwk = createPublicKey(key).export({ format: 'jwk' })
  put(loanSystemKey, keyToPem(key), true)
  put(loanSystemKeys, JSON.stringify({ keys: [{ ...jwk, kid: '1', alg: 'ES256', use: 'sig' }] }, null, 2))
}
