import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors.ts'
import type { Certificate } from '../trust/certificate.ts'
import { validatePath } from '../trust/path/validate.ts'
import { certIdOf, sameCertId } from '../trust/revocation/cert-id.ts'
import { ocspRequest } from '../trust/revocation/ocsp-request.ts'
import { readOcspResponse, type OcspResponse, type SingleStatus } from '../trust/revocation/ocsp-response.ts'
import type { HeldResponse } from '../trust/revocation/types.ts'
import { verifyOcsp } from '../trust/revocation/verify-ocsp.ts'
import type { KnownAuthorities } from './known-authorities.ts'
import type { Fetch, KeptBytes, RevocationEvents, RevocationSource } from './ports.ts'
import { createWatch, type Watch } from './watch.ts'

/** An authority's OCSP responder, and its newest response about each certificate. */
export interface Responder {
  /** Asks about every certificate that is known. */
  look(): Promise<void>
  /** Asks about those that nothing is held of yet. */
  settle(): Promise<void>
  held(): readonly (HeldResponse & { single: SingleStatus })[]
  /** Certificates that it can be asked about, and how many of them nothing is held of. */
  subjects(): { known: number; lacking: number }
  watch: Pick<Watch, 'failures' | 'fault'>
}

interface Deps {
  source: RevocationSource
  clock: Clock
  fetch: Fetch
  kept: KeptBytes
  authorities: KnownAuthorities
  events: RevocationEvents
  onChange(): void
}

interface Subject {
  certificate: Certificate
  issuer: Certificate
}

/** Questions under way at a time. */
const abreast = 8
/** Clocks of responders may be this far ahead, in milliseconds. */
const skewMs = 60_000

export function createResponder(
  { url, certIdHash }: NonNullable<RevocationSource['ocsp']>,
  deps: Deps,
): Responder {
  const { source, clock, kept, authorities, events } = deps
  const responses = new Map<string, { response: OcspResponse; single: SingleStatus }>()
  const asked = new Set<string>()
  const watch = createWatch({
    failed: (error) =>
      events.sourceFailed({ source: source.name, place: url, error, secondsLeft: secondsLeft() }),
    back: () => events.sourceBack({ source: source.name, place: url }),
  })

  function subjects(): readonly Subject[] {
    return authorities.issuedBySource(source.issuer)
  }

  function until({ thisUpdate }: SingleStatus): number {
    return thisUpdate + source.graceSeconds * 1000
  }

  function secondsLeft(): number {
    const [first, ...rest] = [...responses.values()].map(({ single }) => until(single))
    return first === undefined ? 0 : Math.floor((Math.min(first, ...rest) - clock()) / 1000)
  }

  function nameOf({ certificate, issuer }: Subject): string {
    const text = `${source.name}\n${certificate.thumbprint}\n${issuer.thumbprint}`
    return `${createHash('sha256').update(text).digest('hex').slice(0, 32)}.ocsp`
  }

  /** Takes nothing that is not signed as it must be, or older than what is held. */
  function take(bytes: Uint8Array, subject: Subject, nonce?: Uint8Array): void {
    const response = readOcspResponse(bytes)
    if (nonce && response.nonce && Buffer.compare(nonce, response.nonce) !== 0) {
      throw refused(
        url,
        '应答与查询不对应，nonce 不符 The response is to another question: its nonce is not the one that was sent.',
      )
    }
    const single = response.statuses.find(({ id }) =>
      sameCertId(id, certIdOf(subject.certificate, subject.issuer, id.hash)),
    )
    if (!single) throw refused(url, '应答针对另一证书 The response is about another certificate.')
    const fault = verifyOcsp(response, subject.issuer, {
      issuedBy: (responder, issuer) => isIssuedBy(responder, issuer, clock()),
      // Asked when it counts, in the path.
      notRevoked: () => true,
    })
    if (fault) throw refused(url, `OCSP 应答未通过验证 The response does not hold: ${fault.detail}`)
    if (Math.max(single.thisUpdate, response.producedAt) > clock() + skewMs) {
      throw refused(url, '应答时间晚于当前 The response is of the future.')
    }
    const name = nameOf(subject)
    const earlier = responses.get(name)
    if (earlier && single.thisUpdate < earlier.single.thisUpdate) {
      throw refused(url, '应答早于现有应答 The response is older than the one held.')
    }
    responses.set(name, { response, single })
    deps.onChange()
  }

  async function ask(subject: Subject): Promise<void> {
    const { der, nonce } = ocspRequest(subject.certificate, subject.issuer, certIdHash)
    const post = { contentType: 'application/ocsp-request', body: der }
    const bytes = await deps.fetch(url, { maxBytes: source.maxBytes }, post)
    take(bytes, subject, nonce)
    kept.write(nameOf(subject), bytes)
  }

  /** The first failure speaks for the rest. */
  async function askAll(all: readonly Subject[]): Promise<void> {
    const waiting = [...all]
    const failures: unknown[] = []
    await Promise.all(
      Array.from({ length: abreast }, async () => {
        for (let subject = waiting.shift(); subject; subject = waiting.shift()) {
          await ask(subject).catch((error: unknown) => failures.push(error))
          // A responder that answers nobody is not asked for the rest: each would wait for its time.
          if (failures.length >= abreast) return
        }
      }),
    )
    if (failures.length > 0) throw failures[0]
  }

  function recall(subject: Subject): void {
    const name = nameOf(subject)
    if (asked.has(name)) return
    asked.add(name)
    const bytes = kept.read(name)
    if (!bytes) return
    try {
      take(bytes, subject)
    } catch {
      // Damaged, or of a responder that is believed no more: as if nothing had been kept.
    }
  }

  function missing(): Subject[] {
    const all = subjects()
    all.forEach(recall)
    return all.filter((subject) => !responses.has(nameOf(subject)))
  }

  return {
    look: () =>
      watch.look(async () => {
        missing()
        await askAll(subjects())
      }),
    async settle() {
      const lacking = missing()
      if (lacking.length > 0) await watch.look(() => askAll(lacking))
    },
    held: () =>
      [...responses.values()].map(({ response, single }) => ({ response, single, until: until(single) })),
    subjects: () => ({ known: subjects().length, lacking: missing().length }),
    watch,
  }
}

function isIssuedBy(responder: Certificate, issuer: Certificate, time: number): boolean {
  return validatePath({ leaf: responder, intermediates: [], anchors: [issuer], time, purpose: 'any' }).ok
}

function refused(where: string, detail: string): GatewayError {
  return new GatewayError('REVOCATION_UNKNOWN', { where, detail })
}
