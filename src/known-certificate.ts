import { GatewayError } from './errors.ts'
import type { KnownCertificate } from './speaker/ports.ts'
import { type Certificate, readCertificate } from './trust/certificate.ts'
import { validatePath } from './trust/path/validate.ts'

/** How long a good verdict on a path is believed before it is worked out again, in milliseconds. */
const verdictMs = 60_000

/** Reads certificates whose paths must end at `anchors`, for signing messages. */
export function createCertificateReader(
  anchors: readonly Certificate[],
): (chain: readonly Buffer[]) => KnownCertificate {
  return (chain) => {
    const [leaf, ...intermediates] = chain.map(readCertificate)
    if (!leaf) throw new GatewayError('CERTIFICATE_UNTRUSTED', { where: 'x5c', detail: 'no certificate' })
    let trusted = { from: 0, until: 0 }
    return {
      thumbprint: leaf.thumbprint,
      subject: leaf.subject.text,
      key: leaf.publicKey,
      assertTrusted(now) {
        if (trusted.from <= now && now < trusted.until) return
        trusted = verdict(leaf, intermediates, anchors, now)
      },
    }
  }
}

function verdict(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  anchors: readonly Certificate[],
  time: number,
): { from: number; until: number } {
  const result = validatePath({ leaf, intermediates, anchors, time, purpose: 'sign' })
  if (result.ok) return { from: time, until: Math.min(result.validUntil, time + verdictMs) }
  throw new GatewayError('CERTIFICATE_UNTRUSTED', {
    where: result.certificate.subject,
    detail: `${result.reason} (${result.rule})`,
    diagnosis: { certificate: result.certificate, reason: result.reason, rule: result.rule },
  })
}
