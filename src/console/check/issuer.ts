import { certificateRule } from '../../evidence/exchange.ts'
import { createFindings } from '../../evidence/findings.ts'
import type { EvidenceTrust } from '../../evidence/ports.ts'
import { judgeMessage } from '../../evidence/signed-message.ts'
import type { CurrentDirectory, DirectoryView, KnownMember } from '../../speaker/ports.ts'
import { revocationNow } from '../revocation-now.ts'
import type { ShownVerdict } from '../shown/check.ts'
import type { IntactOriginal, OriginalDeps } from './judged-original.ts'
import { type Sealed, sealTimeHolds } from './sealer.ts'

export interface IssuerDeps extends OriginalDeps {
  /** The directory in force, in which paths are judged at the time of signing, when nobody knew yet of what was revoked later. */
  listed: CurrentDirectory
}

/** What was found of the paper, and with the original. */
interface Found {
  seal: Sealed | undefined
  /** Undefined: the seal is nobody's. */
  sealer: KnownMember | undefined
  listedThen: Buffer | undefined
}

const holds: ShownVerdict = { state: 'holds' }
const notListed: ShownVerdict = { state: 'fails', why: 'not-listed' }

/**
 * Whether whoever signed the certificate may speak for the centre in whose name it is, and whoever sealed the paper is a member,
 * at a time that can be true: by the directory in force now, by that of the time of issue where it was kept, with a path to an
 * anchor at the time, and not revoked since.
 */
export async function issuerTrusted(
  original: IntactOriginal,
  { seal, sealer, listedThen }: Found,
  deps: IssuerDeps,
  now: number,
): Promise<ShownVerdict> {
  const view = deps.listed(now)
  for (const each of [view, directoryThen(listedThen, original, deps.trust)]) {
    if (each && !(await speaksForTheCentre(original.token, each, deps.trust))) return notListed
  }
  if (seal && !sealTimeHolds(seal, original.certificate, now)) return { state: 'fails', why: 'seal-time' }
  if (seal && !sealer) return notListed
  const signers = [original.signer, ...(seal ? [seal.thumbprints[0] ?? ''] : [])]
  return signers.map((thumbprint) => revocationOf(thumbprint, deps, now)).reduce(worse, holds)
}

/** Undefined where it was not kept, or was signed by operators who are believed no more. */
function directoryThen(
  bytes: Buffer | undefined,
  { certificate }: IntactOriginal,
  trust: EvidenceTrust,
): DirectoryView | undefined {
  if (!bytes || bytes.length === 0) return undefined
  try {
    return trust.readDirectory(bytes, certificateRule.at(certificate))
  } catch {
    return undefined
  }
}

async function speaksForTheCentre(
  token: Buffer,
  view: DirectoryView,
  trust: EvidenceTrust,
): Promise<boolean> {
  const findings = createFindings()
  await judgeMessage(token, certificateRule, view, trust, findings)
  return findings.list.every(({ state }) => state === 'holds')
}

function revocationOf(thumbprint: string, { directory }: IssuerDeps, now: number): ShownVerdict {
  const state = revocationNow(thumbprint, directory, now)
  return state === 'fails' ? { state, why: 'signer-revoked' } : { state }
}

const order = ['holds', 'not-told', 'fails']

function worse(one: ShownVerdict, other: ShownVerdict): ShownVerdict {
  return order.indexOf(other.state) > order.indexOf(one.state) ? other : one
}
