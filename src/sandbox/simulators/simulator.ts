import type { Server as TcpServer } from 'node:net'
import type { HeldAccounts } from './held.ts'

/** How a simulated centre misbehaves at the moment. */
export const misbehaviours = [
  'none',
  /** Accepts the connection, answers after a minute. */
  'slow',
  /** Ends every connection without a word. */
  'down',
  /** HTTP 500 with a page of its application server; over TCP a fault of its own in the dialect's form. */
  'wrong-status',
  /** An answer of no bytes. */
  'empty',
  /** The first half of a good answer. */
  'truncated',
  /** A good answer in another character set than the dialect's. */
  'wrong-charset',
  /** A good answer whose flags mean the reverse of what the documentation says, so that it contradicts itself. */
  'inverted-code',
] as const

export type Misbehaviour = (typeof misbehaviours)[number]

export interface SimulatorDeps {
  held: HeldAccounts
  /** What the centre gave out to whoever may ask it: the same names and values as the dialect's settings. */
  settings: Readonly<Record<string, string>>
  misbehaviour: () => Misbehaviour
  /** Epoch milliseconds. */
  clock: () => number
}

/** A centre's interface over its real transport; node:http servers are TCP servers too. Not yet listening. */
export type CreateSimulator = (deps: SimulatorDeps) => TcpServer
