import { type ErrorCode, GatewayError } from '../../errors.ts'
import type { RevocationView } from '../../revocation/ports.ts'
import type { CertificatePurpose, KnownCertificate } from '../../speaker/ports.ts'
import { type Certificate, readCertificate } from '../../trust/certificate.ts'
import { reasonWords } from '../../trust/path/reason-words.ts'
import type { InvalidPath, PathRequest } from '../../trust/path/types.ts'
import { validatePath } from '../../trust/path/validate.ts'

/** How long a good verdict on a path is believed before it is worked out again, in milliseconds. */
const verdictMs = 60_000

/** Good between two moments, as long as nothing new is known of revocation. */
interface Verdict {
  from: number
  until: number
  generation: number
  asOf: number | undefined
}

/** Reads certificates whose paths must end at `anchors`; without `revocation` nobody is asked about that. */
export function createCertificateReader(
  anchors: readonly Certificate[],
  revocation?: RevocationView,
): (chain: readonly Buffer[]) => KnownCertificate {
  return (chain) => {
    const [leaf, ...intermediates] = chain.map(readCertificate)
    if (!leaf)
      throw new GatewayError('CERTIFICATE_UNTRUSTED', { where: 'x5c', detail: '没有证书 no certificate' })
    const verdicts: Partial<Record<CertificatePurpose, Verdict>> = {}
    let learned = false
    return {
      thumbprint: leaf.thumbprint,
      subject: leaf.subject.text,
      key: leaf.publicKey,
      validity: [leaf, ...intermediates].map(({ thumbprint, subject, notAfter }) => ({
        thumbprint,
        subject: subject.text,
        until: notAfter,
      })),
      assertTrusted(now, purpose = 'sign') {
        const known = verdicts[purpose]
        const current = known?.generation === (revocation?.generation() ?? 0)
        if (known && current && known.from <= now && now < known.until) return known.asOf
        const request = { leaf, intermediates, anchors, time: now, purpose }
        learned ||= revocation === undefined || learn(request, revocation)
        const verdict = judge(request, revocation)
        verdicts[purpose] = verdict
        return verdict.asOf
      },
    }
  }
}

function judge(request: PathRequest, view: RevocationView | undefined): Verdict {
  const { time } = request
  const generation = view?.generation() ?? 0
  const result = validatePath(view ? { ...request, revocation: view.data() } : request)
  if (!result.ok) throw refusal(result)
  const { validUntil, revocation } = result
  const until = Math.min(validUntil, time + verdictMs, (revocation?.until ?? Infinity) + 1)
  return { from: time, until, generation, asOf: revocation?.asOf }
}

/** Only certificates with a path make authorities known, or are asked about. */
function learn(request: PathRequest, view: RevocationView): boolean {
  const result = validatePath(request)
  if (result.ok) view.learn(result.path)
  return result.ok
}

const codes: Partial<Record<InvalidPath['reason'], ErrorCode>> = {
  revoked: 'CERTIFICATE_REVOKED',
  'revocation-unknown': 'REVOCATION_UNKNOWN',
}

function refusal({ certificate, reason, rule, detail }: InvalidPath): GatewayError {
  const code = codes[reason]
  const { zh, en } = reasonWords[reason]
  return new GatewayError(code ?? 'CERTIFICATE_UNTRUSTED', {
    where: certificate.subject,
    // Of revocation there is more to say: when, and by which list.
    detail: `${zh} ${code ? detail : en} (${rule})`,
    diagnosis: { certificate, reason, rule },
  })
}
