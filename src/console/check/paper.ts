import type { ReadPaper } from '../../print/verify/paper.ts'
import type { ShownVerdict } from '../shown/check.ts'
import type { IntactOriginal, OriginalDeps } from './judged-original.ts'

const holds: ShownVerdict = { state: 'holds' }
const changed: ShownVerdict = { state: 'fails', why: 'file-changed' }

/** Whether every byte is as somebody of the federation sealed it, and the original in the file is the one that it names. */
export function unalteredPaper(
  { seal, original }: ReadPaper,
  intact: IntactOriginal | undefined,
  deps: OriginalDeps,
  now: number,
): ShownVerdict {
  if (!seal) return changed
  if (!intact || intact.certificate.number !== original?.number) {
    return { state: 'fails', why: 'original-unreadable' }
  }
  return sealVerdict(seal, deps, now)
}

/**
 * The seal does not cover the authorities' certificates that stand in it: those of a signer whom the directory knows are as
 * listed there, or others by which there is a path too. Who has no path at all is nobody's member: then a seal proves nothing.
 */
function sealVerdict(
  { chain, thumbprints, at }: NonNullable<ReadPaper['seal']>,
  { directory, trust }: OriginalDeps,
  now: number,
): ShownVerdict {
  const listed = directory(now).signing(thumbprints[0] ?? '')?.certificate
  if (listed?.validity.map(({ thumbprint }) => thumbprint).join() === thumbprints.join()) return holds
  try {
    trust.certificate(chain).assertTrusted(at)
    return holds
  } catch {
    return listed ? changed : { state: 'not-told', why: 'sealer-unknown' }
  }
}
