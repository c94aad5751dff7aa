import { performance } from 'node:perf_hooks'
import type { Finding, Hop, HopName } from './ports.ts'

/** Hops in the order in which they were made, each with its time. */
export interface Trail {
  hops: readonly Hop[]
  /** Makes a hop; undefined where it fails. */
  hop<T>(name: HopName, step: () => Finding<T> | Promise<Finding<T>>): Promise<T | undefined>
}

export function createTrail(): Trail {
  const hops: Hop[] = []
  return {
    hops,
    async hop(name, step) {
      const started = performance.now()
      const finding = await step()
      const took = 'ms' in finding && finding.ms !== undefined ? finding.ms : performance.now() - started
      const hop = { hop: name, state: finding.state, ms: Math.round(took * 10) / 10 }
      if (finding.state === 'fails') {
        hops.push({ ...hop, trouble: finding.trouble })
        return undefined
      }
      hops.push({ ...hop, text: finding.text })
      return finding.value
    },
  }
}
