import { createHash } from 'node:crypto'
import type { ChannelGuard } from './trust/channel-guard.ts'
import { type Contracts, createContracts } from '../contracts/contracts.ts'
import { createInFlight, type InFlight } from '../inbound/in-flight.ts'
import type { Reply } from '../inbound/ports.ts'
import { createMetrics } from '../metrics/metrics.ts'
import type { Metrics } from '../metrics/ports.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Operation } from './operation.ts'
import type { AskDeps } from '../outbound/ports.ts'
import { programVersion } from '../program-version.ts'

/** What outlives a configuration, so that another can take its place while exchanges are in hand. */
export interface Lasting {
  contracts: Contracts
  metrics: Metrics
  /** One execution of a request, also where the configuration changes in its midst. */
  inFlight: InFlight<Reply>
  share: Share
  /** What shared parts use of the gateway as it is configured now. */
  now: Present | undefined
  operation: Operation
}

export interface Present {
  guard: ChannelGuard
  asking: AskDeps
  recovered: Jobs['recovered']
  heard: Jobs['heard']
}

/**
 * The part of this name that was made of the same things (`of`, anything JSON), or a new one. It is closed when the last who
 * shares it has closed its hold.
 */
export type Share = <Part extends AsyncDisposable>(
  name: string,
  of: unknown,
  make: () => Part | Promise<Part>,
) => Promise<Hold<Part>>

export interface Hold<Part> extends AsyncDisposable {
  part: Part
}

export function createLasting(): Lasting {
  const contracts = createContracts()
  contracts.compileAll()
  return {
    contracts,
    metrics: createMetrics(programVersion()),
    inFlight: createInFlight(),
    share: createShare(),
    now: undefined,
    operation: { configuration: undefined, reconfigure: undefined },
  }
}

/** Not for two at a time. */
export function createShare(): Share {
  const kept = new Map<string, { digest: string; part: AsyncDisposable; holds: number }>()
  return async <Part extends AsyncDisposable>(
    name: string,
    of: unknown,
    make: () => Part | Promise<Part>,
  ) => {
    // Secrets are among what a part is made of.
    const digest = createHash('sha256').update(JSON.stringify(of)).digest('base64url')
    const known = kept.get(name)
    const entry = known?.digest === digest ? known : { digest, part: await make(), holds: 0 }
    kept.set(name, entry)
    entry.holds += 1
    let held = true
    return {
      part: entry.part as Part,
      async [Symbol.asyncDispose]() {
        if (!held) return
        held = false
        entry.holds -= 1
        if (entry.holds > 0) return
        if (kept.get(name) === entry) kept.delete(name)
        await entry.part[Symbol.asyncDispose]()
      },
    }
  }
}
