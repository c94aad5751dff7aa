import { readFileSync } from 'node:fs'
import type { Express } from 'express'
import request, { type Response } from 'supertest'
import { type CheckRoutesDeps, checkRoutes } from '../../src/console/check/routes.ts'
import type { ShownCheck } from '../../src/console/shown/check.ts'
import type { DepositCertificate, Directory, EvidenceBundle } from '../../src/contracts/generated/types.ts'
import { createRequestRate } from '../../src/domain/request-rate.ts'
import { createApp } from '../../src/http/app.ts'
import { createKeySigner } from '../../src/jws/signer.ts'
import type { Ask } from '../../src/outbound/ask.ts'
import { checkCode } from '../../src/print/check-link.ts'
import type { PrintOrder } from '../../src/print/order.ts'
import { printCertificate } from '../../src/print/print-certificate.ts'
import type { DirectoryView } from '../../src/speaker/ports.ts'
import type { Store } from '../../src/store/store.ts'
import { certificatesFromPem } from '../../src/trust/certificate.ts'
import { readKey } from '../../src/trust/keys.ts'
import { orderOf } from '../print/support.ts'
import { asked, asker, type EvidenceDesk, madeAt } from './evidence.ts'

/** What the issuing centre answers; undefined: it cannot be asked. */
export type Standing = Record<string, unknown> | undefined

/** A check page of 江苏省直 over HTTP, with a store of its own; Shanghai is at the end of a port. */
export interface CheckDesk {
  deps: CheckRoutesDeps
  /** Every question that left. */
  asked: Parameters<Ask>[0][]
  /** What comes of it. */
  standing: Standing
  now: number
  view: DirectoryView
  /** Exchanges that are kept here, by id. */
  bundles: Map<string, EvidenceBundle>
  /** A certificate that came and was put on paper here. */
  printed(changes?: Partial<DepositCertificate>, order?: Partial<PrintOrder>): Promise<PrintedHere>
  /** Publishes another directory. */
  publish(change: (directory: Directory) => Directory): void
  typed(number: string, code: string, from?: string): Promise<Response>
  document(pdf: Buffer, from?: string): Promise<Response>
}

export interface PrintedHere {
  pdf: Buffer
  number: string
  code: string
  token: Buffer
  bundle: EvidenceBundle
}

export function createCheckDesk(
  store: Store,
  evidence: EvidenceDesk,
  changes: Partial<CheckRoutesDeps> = {},
): CheckDesk {
  const bundles = new Map<string, EvidenceBundle>()
  const read = (token: string) => evidence.trust.readDirectory(Buffer.from(token, 'latin1'), madeAt)
  let addresses = 0
  const desk: CheckDesk = {
    bundles,
    asked: [],
    standing: { outcome: 'valid', validUntil: '2027-01-24' },
    now: madeAt + 60_000,
    view: read(evidence.directory()),
    deps: {
      self: { code: asker },
      clock: () => desk.now,
      contracts: evidence.trust.contracts,
      trust: evidence.trust,
      directory: () => desk.view,
      ask(question) {
        desk.asked.push(question)
        const centre = { centre: question.to[0] ?? '', elapsedMs: 1 }
        const result = desk.standing
          ? { ...centre, state: 'answered' as const, answer: desk.standing }
          : { ...centre, state: 'not-asked' as const }
        return Promise.resolve({ results: [result] })
      },
      evidence: (exchangeId) => Promise.resolve(bundles.get(exchangeId)),
      printings: store.printings,
      certificates: store.certificates,
      rate: createRequestRate(),
      keyedHash: store.sealer.keyedHash,
      trustedProxies: ['127.0.0.1'],
      pause: () => Promise.resolve(),
      ...changes,
    },
    async printed(certificate = {}, order = {}) {
      const whole = orderOf(evidence, certificate, order)
      const token = Buffer.from(whole.token)
      const bundle = bundleWith(token, evidence)
      const { number } = whole.certificate
      const code = checkCode(token)
      bundles.set(bundle.exchangeId, bundle)
      await store.printings.keep({ number, code, exchangeId: bundle.exchangeId, at: desk.now })
      const { pdf } = await printCertificate({ ...whole, checkPage: 'https://check.example/check' })
      return { pdf, number, code, token, bundle }
    },
    publish(change) {
      desk.view = read(evidence.directory(change))
    },
    typed: (number, code, from = `10.1.0.${(addresses += 1) % 250}`) =>
      request(app())
        .post('/check/v1/certificates')
        .set('x-forwarded-for', from)
        .set('content-type', 'application/json')
        .send(JSON.stringify({ number, code })),
    document: (pdf, from = `10.2.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`) =>
      request(app())
        .post('/check/v1/documents')
        .set('x-forwarded-for', from)
        .set('content-type', 'application/pdf')
        .send(pdf),
  }
  let made: Express | undefined
  function app(): Express {
    const deps = { clock: () => desk.now, sandbox: false, onRefused: () => undefined }
    return (made ??= createApp(checkRoutes(desk.deps), deps))
  }
  return desk
}

/** What a member seals paper with. */
export function memberSeal(code: string, { files }: EvidenceDesk): Pick<PrintOrder, 'signer' | 'chain'> {
  const { signKey, signCertificate } = files.member(code)
  return {
    signer: createKeySigner(readKey(readFileSync(signKey, 'utf8'))),
    chain: certificatesFromPem(readFileSync(signCertificate, 'utf8')).map(({ der }) => der),
  }
}

/** An exchange in which this very certificate came. */
function bundleWith(token: Buffer, desk: EvidenceDesk): EvidenceBundle {
  const certificate = token.toString('latin1')
  const payload = Buffer.from(certificate.split('.')[1] ?? '', 'base64url').toString()
  const { number } = JSON.parse(payload) as { number: string }
  return desk.bundle({ body: { outcome: 'issued', number, certificate } })
}

export function shownIn({ body, status }: Response): ShownCheck {
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body as ShownCheck
}

export function statesIn(response: Response): string[] {
  const { overall, verdicts } = shownIn(response)
  return [overall, verdicts.unaltered.state, verdicts.notRevoked.state, verdicts.issuerTrusted.state]
}

export { asked as issuer }
