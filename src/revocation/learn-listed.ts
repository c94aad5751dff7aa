import type { DirectoryView } from '../speaker/ports.ts'
import type { RevocationKeeper } from './keeper.ts'

/**
 * Judges every listed certificate once at `now` (epoch milliseconds): their authorities become known, and OCSP is asked about those
 * that nothing is held of. Never fails; what is wrong with a certificate is told when it is used.
 */
export async function learnListed(
  { certificates }: Pick<DirectoryView, 'certificates'>,
  keeper: Pick<RevocationKeeper, 'settle'>,
  now: number,
): Promise<void> {
  for (const { use, certificate } of certificates) {
    try {
      certificate.assertTrusted(now, use === 'sign' ? 'sign' : 'tls-client')
    } catch {
      continue
    }
  }
  await keeper.settle()
}
