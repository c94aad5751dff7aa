import { chinaDateTime } from '../../clock.ts'
import type { DepositCertificate } from '../../contracts/generated/types.ts'
import { maxSkewSeconds } from '../../domain/freshness.ts'
import { certificateRule } from '../../evidence/exchange.ts'
import { momentText } from '../../print/china-words.ts'
import { sealLabel } from '../../print/seal-label.ts'
import type { DirectoryView, KnownMember } from '../../speaker/ports.ts'
import { assertNotRetired } from '../../speaker/speaker.ts'
import type { ShownFigure } from '../shown/check.ts'

/** Who sealed a file, when (epoch milliseconds) as they say. */
export interface Sealed {
  thumbprints: readonly string[]
  at: number
}

/** The member whose seal it is, with a path to an anchor and not retired at its time; undefined where it is nobody's. */
export function sealerOf(
  { thumbprints: [leaf = ''], at }: Sealed,
  view: DirectoryView,
): KnownMember | undefined {
  try {
    const known = view.signing(leaf)
    known?.certificate.assertTrusted(at)
    assertNotRetired(leaf, view, at)
    return known?.member
  } catch {
    return undefined
  }
}

/** Whether the time of a seal can be true: not to come, nor before the certificate under it; clocks as far apart as in an exchange. */
export function sealTimeHolds({ at }: Sealed, certificate: DepositCertificate, now: number): boolean {
  const skew = maxSkewSeconds * 1000
  return at <= now + skew && at >= certificateRule.at(certificate) - skew
}

/** In the words of the paper, the member by its name in the directory: what the file itself says of its printer is not asked. */
export function sealFigures(
  { code, name }: KnownMember,
  { at }: Sealed,
  certificate: DepositCertificate,
): ShownFigure[] {
  return [
    { label: sealLabel(certificate, code), value: name },
    { label: '签名时间', value: momentText(chinaDateTime(at)) },
  ]
}
