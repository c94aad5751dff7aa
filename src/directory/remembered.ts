import { digestOf } from '../domain/digest.ts'
import type { KnownCertificate } from '../speaker/ports.ts'

/** More than one directory can list. */
const most = 20_000

/**
 * A reader that gives the same object for the same chain again, so that a new version of a large directory costs little more than
 * what is new in it, and the verdicts on certificates that stay are kept.
 */
export function rememberingCertificates(
  read: (chain: readonly Buffer[]) => KnownCertificate,
): (chain: readonly Buffer[]) => KnownCertificate {
  const known = new Map<string, KnownCertificate>()
  return (chain) => {
    const key = chain.map(digestOf).join()
    const before = known.get(key)
    if (before) return before
    if (known.size >= most) known.clear()
    const certificate = read(chain)
    known.set(key, certificate)
    return certificate
  }
}
