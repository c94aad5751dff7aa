import type { ReadPaper } from '../../print/verify/paper.ts'
import type { ShownVerdict } from '../shown/check.ts'
import type { IntactOriginal, OriginalDeps } from './judged-original.ts'

const holds: ShownVerdict = { state: 'holds' }

/** Whether every byte is as somebody of the federation sealed it, and the original in the file is the one that it names. */
export function unalteredPaper(
  { seal, original }: ReadPaper,
  intact: IntactOriginal | undefined,
  deps: OriginalDeps,
  now: number,
): ShownVerdict {
  if (!seal) return { state: 'fails', why: 'file-changed' }
  if (!intact || intact.certificate.number !== original?.number) {
    return { state: 'fails', why: 'original-unreadable' }
  }
  return sealVerdict(seal, deps, now)
}

/** Whether by a signer whom the directory knows, or with a path to an anchor. Else it is nobody's member: then a seal proves nothing. */
function sealVerdict(
  { chain, thumbprints, at }: NonNullable<ReadPaper['seal']>,
  { directory, trust }: OriginalDeps,
  now: number,
): ShownVerdict {
  if (directory(now).signing(thumbprints[0] ?? '')) return holds
  try {
    trust.certificate(chain).assertTrusted(at)
    return holds
  } catch {
    return { state: 'not-told', why: 'sealer-unknown' }
  }
}
