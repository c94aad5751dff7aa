import type { Config } from '../config/config.ts'
import type { Identity } from './identity.ts'
import type { PeerTls } from '../peers/agent.ts'
import { certificateToPem } from '../trust/certificate.ts'
import { keyToPem } from '../trust/keys.ts'

/** What this gateway shows to peers in TLS, and whom it believes there. */
export function peerTlsOf({ tls: { minimum } }: Pick<Config, 'tls'>, { tls, anchors }: Identity): PeerTls {
  return {
    key: keyToPem(tls.key),
    certificate: tls.chain.map(certificateToPem).join(''),
    anchors: anchors.map(certificateToPem).join(''),
    minimum,
  }
}
