import type { Config } from '../config/config.ts'
import type { ServiceName } from '../contracts/generated/types.ts'
import { certificateNumber, certificateSequence } from '../domain/certificate-number.ts'
import { serviceNames } from '../domain/services.ts'
import { GatewayError } from '../errors.ts'
import type { Answering } from '../inbound/answerer.ts'
import type { ReceiverDeps } from '../inbound/ports.ts'
import { createCheckRecord } from '../inbound/services/check-record.ts'
import type { Holder, Holders } from '../inbound/services/holder.ts'
import { createIssueCertificate } from '../inbound/services/issue-certificate.ts'
import { createPing } from '../inbound/services/ping.ts'
import type { Service } from '../inbound/services/service.ts'
import { createVerifyCertificate } from '../inbound/services/verify-certificate.ts'
import type { Provider } from '../providers/provider.ts'
import type { RepresentedCentres } from './represented-centres.ts'
import type { Store } from '../store/store.ts'

/** Whose facts are at hand here, by centre: our own core's, and those of the centres that we represent. */
export function heldBy(
  config: Config,
  provider: Provider | undefined,
  { centres }: RepresentedCentres,
): ReadonlyMap<string, Holder> {
  const own = provider && { provider, validity: config.core?.certificateValidity ?? 'P1M' }
  return new Map([...centres, ...(own ? [[config.member, own] as const] : [])])
}

/** Without facts of its own a gateway still answers a ping. */
export function answeringOf(
  self: { code: string; name: string },
  held: ReadonlyMap<string, Holder>,
): Answering {
  const services = new Set<string>(serviceNames)
  const answers = new Map(
    [...held.keys()].map((code) => [code, { services, asksElsewhere: code !== self.code }]),
  )
  if (!held.has(self.code))
    answers.set(self.code, { services: new Set(['gateway.ping']), asksElsewhere: false })
  return { self, answers }
}

/** Nobody comes to ask about others: their services are not offered. */
export function holderIn(held: ReadonlyMap<string, Holder>): Holders {
  return (centre) => {
    const holder = held.get(centre)
    if (!holder) throw new GatewayError('PROVIDER_UNAVAILABLE')
    return holder
  }
}

export function servicesOf(deps: {
  answering: Answering
  holder: Holders
  store: Store
  shared: Pick<ReceiverDeps, 'clock' | 'contracts' | 'signer'>
}): Record<ServiceName, Service> {
  const { answering, holder, store, shared } = deps
  return {
    'gateway.ping': createPing(shared),
    'deposit-record.check': createCheckRecord({ holder }),
    'deposit-certificate.issue': createIssueCertificate({
      ...shared,
      ...answering,
      holder,
      async nextNumber(centre, date) {
        return certificateNumber(centre, date, await store.numbers.next(certificateSequence(date)))
      },
    }),
    'deposit-certificate.verify': createVerifyCertificate({
      self: answering.self,
      store: store.certificates,
    }),
  }
}
