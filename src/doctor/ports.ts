import type { SecureContext } from 'node:tls'
import type { Clock } from '../clock.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { MessageType } from '../domain/message-type.ts'
import type { ErrorCode } from '../errors.ts'
import type { Carrier } from '../outbound/ports.ts'
import type { RevocationView } from '../revocation/ports.ts'
import type { DirectoryView, Tokens } from '../speaker/ports.ts'
import type { Certificate } from '../trust/certificate.ts'

/** The hops on the way to a peer, in order. */
export type HopName =
  'directory' | 'dns' | 'tcp' | 'tls' | 'certificate' | 'revocation' | 'own-certificates' | 'clock' | 'ping'

export interface Text {
  en: string
  zh: string
}

/** Why a hop fails, and what to do about it, each in one line. */
export interface Trouble {
  code: ErrorCode
  cause: Text
  remedy: Text
}

/** What a step found: it holds and gives what the next steps need, does not apply here, or fails. `ms`: where another time than its own counts. */
export type Finding<T> =
  | { state: 'holds'; text: Text; value: T; ms?: number }
  | { state: 'skipped'; text: Text; value: T }
  | { state: 'fails'; trouble: Trouble; ms?: number }

export interface Hop {
  hop: HopName
  state: Finding<unknown>['state']
  /** Milliseconds that it took. */
  ms: number
  /** Figures and facts; absent where it fails. */
  text?: Text
  trouble?: Trouble
}

export interface EndpointWalk {
  endpoint: string
  ok: boolean
  /** Up to the first that fails. */
  hops: readonly Hop[]
}

export interface Examination {
  peer: string
  name: string | undefined
  /** Who represents it, and echoes for it: the way from there on is not looked at. */
  relay: { code: string; name: string } | undefined
  ok: boolean
  directory: Hop
  endpoints: readonly EndpointWalk[]
}

/** Limits of the hops that wait for others, in milliseconds. */
export interface Patience {
  lookupMs: number
  connectMs: number
  answerMs: number
}

export interface DoctorDeps {
  /** Our own code. */
  self: string
  clock: Clock
  patience: Patience
  /** The newest directory in force. Fails with the code of what is wrong with it. */
  directory(): Promise<DirectoryView>
  anchors: readonly Certificate[]
  /** Our own chains, leaf first. */
  own: { sign: readonly Certificate[]; tls: readonly Certificate[] }
  /** Absent where nobody is asked about revocation. */
  revocation: (RevocationView & { settle(): Promise<void> }) | undefined
  /** The addresses of a name. */
  lookup(host: string): Promise<readonly string[]>
  /** What we show and speak in TLS. */
  tls: SecureContext
  carrier: Carrier
  sign(type: MessageType, payload: unknown): Buffer | Promise<Buffer>
  tokens: Tokens
  contracts: Contracts
  /** A fresh UUIDv7. */
  newId(): string
}
