import { chinaDate, chinaDateTime, type Clock } from '../../clock.ts'
import type { RequestRate } from '../../domain/request-rate.ts'
import type { TraceContext } from '../../domain/trace-context.ts'
import { GatewayError } from '../../errors.ts'
import { readPaper } from '../../print/verify/paper.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import type { CheckOutcome, ShownCheck, ShownVerdict } from '../shown/check.ts'
import { figuresOf } from './figures.ts'
import { heldOriginal, type HeldOriginalDeps } from './held-original.ts'
import { type IssuerDeps, issuerTrusted } from './issuer.ts'
import { issuerSays, type IssuerSaysDeps } from './issuer-says.ts'
import { type IntactOriginal, intactOriginal, type OriginalDeps } from './judged-original.ts'
import { unalteredPaper } from './paper.ts'
import { type Sealed, sealerOf, sealFigures } from './sealer.ts'
import { sparingAsk } from './sparing-ask.ts'

export interface ChecksDeps extends HeldOriginalDeps, OriginalDeps, IssuerSaysDeps {
  clock: Clock
  rate: RequestRate
}

/** What anybody may ask of a certificate (验真). */
export interface Checks {
  /** Number and code that were typed from paper, in their canonical form. Undefined alike for an unknown number and for another code. */
  typed(entry: { number: string; code: string }, trace?: TraceContext): Promise<ShownCheck | undefined>
  /** A file that somebody was given. Fails with DOCUMENT_UNKNOWN where it is not of a gateway at all. */
  document(pdf: Buffer, trace?: TraceContext): Promise<ShownCheck>
}

export function createChecks(given: ChecksDeps): Checks {
  const { trust, directory, clock, rate } = given
  const read = new WeakMap<DirectoryView, DirectoryView>()
  const deps: Deps = {
    ...given,
    ask: sparingAsk(given.ask, { rate, clock }),
    listed(now) {
      const current = directory(now)
      const { token, content } = current
      const view =
        read.get(current) ?? trust.readDirectory(Buffer.from(token, 'latin1'), content.issuedAt * 1000)
      read.set(current, view)
      return view
    },
  }
  return {
    async typed({ number, code }, trace) {
      const held = await heldOriginal(number, code, deps)
      if (!held) return undefined
      const original = await intactOriginal(held.token, deps, clock())
      const unaltered: ShownVerdict = original
        ? { state: 'holds' }
        : { state: 'fails', why: 'original-unreadable' }
      return judged({ original, unaltered, listedThen: held.directory }, deps, trace)
    },
    async document(pdf, trace) {
      const paper = readPaper(pdf)
      if (!paper) throw new GatewayError('DOCUMENT_UNKNOWN')
      const original = paper.original && (await intactOriginal(paper.original.token, deps, clock()))
      const unaltered = unalteredPaper(paper, original, deps, clock())
      return judged({ original, unaltered, seal: paper.seal }, deps, trace)
    },
  }
}

type Deps = ChecksDeps & IssuerDeps

interface Judging {
  original: IntactOriginal | undefined
  unaltered: ShownVerdict
  seal?: Sealed | undefined
  listedThen?: Buffer
}

async function judged(
  { original, unaltered, seal, listedThen }: Judging,
  deps: Deps,
  trace: TraceContext | undefined,
): Promise<ShownCheck> {
  const now = deps.clock()
  const nothing: ShownVerdict = { state: 'not-told', why: 'nothing-to-ask' }
  const sealer = seal && sealerOf(seal, deps.listed(now))
  const issuer = original ? await issuerTrusted(original, { seal, sealer, listedThen }, deps, now) : nothing
  // Who is nobody's member is not asked: a stranger's file would decide whom we ask about what.
  const standing = original && issuer.state !== 'fails' ? await issuerSays(original, deps, trace) : nothing
  const verdicts = { unaltered, notRevoked: standing, issuerTrusted: issuer }
  const expired = original !== undefined && original.certificate.validUntil < chinaDate(now)
  return {
    overall: outcomeOf(verdicts, expired),
    verdicts,
    checkedAt: chinaDateTime(now),
    ...(original && { figures: figuresOf(original.certificate) }),
    ...(original && seal && sealer && { seal: sealFigures(sealer, seal, original.certificate) }),
  }
}

function outcomeOf(
  { unaltered, notRevoked, issuerTrusted }: ShownCheck['verdicts'],
  expired: boolean,
): CheckOutcome {
  if (unaltered.state === 'fails') return 'altered'
  if (notRevoked.why === 'revoked') return 'revoked'
  const confirmed = [unaltered, issuerTrusted].every(({ state }) => state === 'holds')
  if (!confirmed || notRevoked.state === 'fails') return 'issuer-unconfirmed'
  if (expired) return 'expired'
  return notRevoked.state === 'holds' ? 'valid' : 'not-told'
}
