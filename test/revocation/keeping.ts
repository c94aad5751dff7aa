import { GatewayError } from '../../src/errors.ts'
import { createCertificateReader } from '../../src/composition/trust/known-certificate.ts'
import { createRevocationKeeper, type RevocationKeeper } from '../../src/revocation/keeper.ts'
import type { Fetch, KeptBytes, RevocationSource } from '../../src/revocation/ports.ts'
import type { KnownCertificate } from '../../src/speaker/ports.ts'
import type { Certificate } from '../../src/trust/certificate.ts'
import { now } from '../trust/support/pki.ts'
import { anchor, issuer, leaf, listDer } from '../trust/support/revocation.ts'

/** What is published where, a clock to move, and a keeper that looks there. */
export interface Keeping {
  keeper: RevocationKeeper
  /** Sets the clock, epoch milliseconds. */
  at(time: number): void
  publish(place: string, bytes: Uint8Array | undefined): void
  /** What the keeper told, a word and the details each. */
  told: [string, Record<string, unknown>][]
  /** Asked URLs. */
  asked: string[]
  member(certificate?: Certificate): KnownCertificate
  /** Code of the refusal, or 'trusted'. */
  verdict(certificate?: KnownCertificate): string
}

export const rootPlace = 'http://ca.test/root.crl'
export const issuingPlace = 'http://ca.test/issuing.crl'

export const rootSource: RevocationSource = {
  name: 'root',
  issuer: anchor.certificate.thumbprint,
  lists: [rootPlace],
  ocsp: undefined,
  graceSeconds: 31_000_000,
  maxBytes: 1_048_576,
}

export const issuingSource: RevocationSource = {
  ...rootSource,
  name: 'issuing',
  issuer: issuer.certificate.subject.text,
  lists: [issuingPlace],
  graceSeconds: 3_600,
}

export function memory(): KeptBytes & { files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>()
  return {
    files,
    read: (name) => {
      const bytes = files.get(name)
      return bytes && Buffer.from(bytes)
    },
    write: (name, bytes) => void files.set(name, bytes),
  }
}

export function keeping({
  sources = [rootSource, issuingSource],
  kept = memory(),
  time = now,
  required = true,
  authorities = [anchor.certificate, issuer.certificate],
  fetch,
}: {
  sources?: readonly RevocationSource[]
  kept?: KeptBytes
  time?: number
  required?: boolean
  authorities?: readonly Certificate[]
  fetch?: Fetch
} = {}): Keeping {
  const places = new Map<string, Uint8Array>([
    [rootPlace, listDer(anchor, { thisUpdate: now })],
    [issuingPlace, listDer(issuer, { thisUpdate: now })],
  ])
  const told: [string, Record<string, unknown>][] = []
  const asked: string[] = []
  let clock = time
  const keeper = createRevocationKeeper({
    sources,
    required,
    authorities,
    clock: () => clock,
    kept,
    fetch:
      fetch ??
      (async (url) => {
        asked.push(url)
        const bytes = places.get(url)
        if (bytes) return Buffer.from(bytes)
        throw new GatewayError('SOURCE_UNAVAILABLE', { where: url, detail: 'HTTP 404' })
      }),
    events: {
      sourceFailed: ({ error, ...event }) =>
        void told.push(['failed', { ...event, code: error.code, detail: error.detail }]),
      sourceBack: (event) => void told.push(['back', { ...event }]),
      listChanged: (event) => void told.push(['changed', { ...event }]),
    },
  })
  const read = createCertificateReader([anchor.certificate], keeper)
  const member = (certificate = leaf): KnownCertificate =>
    read([certificate, issuer.certificate].map(({ der }) => Buffer.from(der)))
  const usual = member()
  return {
    keeper,
    at: (next) => void (clock = next),
    publish(place, bytes) {
      if (bytes) places.set(place, bytes)
      else places.delete(place)
    },
    told,
    asked,
    member,
    verdict(certificate = usual) {
      try {
        certificate.assertTrusted(clock)
        return 'trusted'
      } catch (error) {
        return error instanceof GatewayError ? error.code : 'INTERNAL'
      }
    },
  }
}
