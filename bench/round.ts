import { load } from './load.ts'
import type { Contender } from './contenders.ts'

/** What one round came to. */
export interface Round {
  /** Requests per second. */
  rate: number
  /** CPU time of the server's process per request, microseconds. */
  cpuMicros: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Share of one core that the load generator took, 0 to 1: near 1 it would be the one measured. */
  generator: number
}

/** One round of load on one server. */
export async function playRound(
  { server, secureContext }: Contender,
  pool: readonly Buffer[],
  seconds: number,
): Promise<Round> {
  let cpuMicros = 0
  let generatorMicros = 0
  const readings = async (sign: 1 | -1) => {
    const { user, system } = process.cpuUsage()
    generatorMicros += sign * (user + system)
    cpuMicros += sign * (await server.cpuMicros())
  }
  const {
    requests,
    seconds: elapsed,
    latencies,
  } = await load({ port: server.port, secureContext }, pool, seconds, {
    begin: () => readings(-1),
    end: () => readings(1),
  })
  return {
    rate: requests / elapsed,
    cpuMicros: cpuMicros / requests,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    generator: generatorMicros / 1e6 / elapsed,
  }
}

/** Of numbers in ascending order. */
function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN
}
