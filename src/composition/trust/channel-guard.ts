import type { Clock } from '../../clock.ts'
import { digestOf } from '../../domain/digest.ts'
import { GatewayError } from '../../errors.ts'
import type { CertificatePurpose, CurrentDirectory, KnownCertificate } from '../../speaker/ports.ts'

/**
 * Judges the certificate at the other end of a TLS channel by our own path validation, revocation included: TLS knows neither.
 * `chain` is what was presented, DER, leaf first. Fails with CERTIFICATE_UNTRUSTED, CERTIFICATE_REVOKED or REVOCATION_UNKNOWN.
 */
export type ChannelGuard = (chain: readonly Buffer[], purpose: CertificatePurpose) => void

/** Certificates that no directory lists are remembered up to this many. */
const remembered = 1_000

export function createChannelGuard(deps: {
  clock: Clock
  directory: CurrentDirectory
  /** Added to what is presented: a resumed TLS session brings the leaf alone. DER. */
  intermediates?: readonly Buffer[]
  certificate(chain: readonly Buffer[]): KnownCertificate
}): ChannelGuard {
  const strangers = new Map<string, KnownCertificate>()

  /** Without a directory in force nobody is listed; the exchange says so itself. */
  function listedAs(thumbprint: string, now: number): KnownCertificate | undefined {
    try {
      return deps.directory(now).channelCertificate(thumbprint)
    } catch {
      return undefined
    }
  }

  return (chain, purpose) => {
    const [leaf] = chain
    if (!leaf)
      throw new GatewayError('CERTIFICATE_UNTRUSTED', {
        where: 'TLS',
        detail: '对方未出示证书 no certificate',
      })
    const now = deps.clock()
    const thumbprint = digestOf(leaf)
    const known = listedAs(thumbprint, now) ?? strangers.get(thumbprint)
    if (known) {
      known.assertTrusted(now, purpose)
      return
    }
    const stranger = deps.certificate([...chain, ...(deps.intermediates ?? [])])
    stranger.assertTrusted(now, purpose)
    if (strangers.size >= remembered) strangers.clear()
    strangers.set(thumbprint, stranger)
  }
}
