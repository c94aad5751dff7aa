import { type GatewayError, toGatewayError } from '../errors.ts'

/** One thing that is looked at again and again: what came of it, and whether that is worth a word. */
export interface Watch {
  /** Runs `work`, at most once at a time, and never fails. */
  look(work: () => Promise<void>): Promise<void>
  failures(): number
  fault(): GatewayError | undefined
}

/** How often a failure that goes on is told again. */
const againEvery = 20

export function createWatch(events: { failed(error: GatewayError): void; back(): void }): Watch {
  let failures = 0
  let fault: GatewayError | undefined
  let running: Promise<void> | undefined

  async function once(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      if (fault) events.back()
      failures = 0
      fault = undefined
    } catch (thrown) {
      const error = toGatewayError(thrown)
      const told = fault?.message === error.message && failures % againEvery !== 0
      failures += 1
      fault = error
      if (!told) events.failed(error)
    }
  }

  return {
    look(work) {
      running ??= once(work).finally(() => (running = undefined))
      return running
    },
    failures: () => failures,
    fault: () => fault,
  }
}
