import type { IssuedCertificate } from '../ports.ts'
import type { Authorised } from '../stages.ts'

/** What a service gives: the answer's body, and what of it must be kept. */
export interface Served {
  body: Record<string, unknown> & { outcome?: string }
  /** One word for journal and log. */
  outcome: string
  certificate?: IssuedCertificate
  /** Where facts that are not our own came from: kept with the exchange, told to nobody else. */
  provenance?: Buffer | undefined
}

/** Answers one authorised request. Throws a GatewayError to refuse it. */
export type Service = (exchange: Authorised) => Served | Promise<Served>
