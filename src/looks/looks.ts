import { type GatewayError, toGatewayError } from '../errors.ts'

/** Looks at a store for something to do: regularly, and at once when somebody says that there may be something. One look at a time. */
export interface Looks {
  look(): void
  /** Takes no further look. False: it had stopped already. */
  stop(): Promise<boolean>
}

interface Deps {
  once(): Promise<void>
  /** Between regular looks, in milliseconds: what another process left is found by them. */
  everyMs: number
  /** Hears of a look that failed; the next regular one comes. */
  onTrouble(error: GatewayError): void
}

export function createLooks({ once, everyMs, onTrouble }: Deps): Looks {
  let stopping = false
  let looking: Promise<void> | undefined
  let again = false

  const regular = setInterval(look, everyMs)
  regular.unref()

  function look(): void {
    if (stopping) return
    again = true
    looking ??= looks().finally(() => (looking = undefined))
  }

  async function looks(): Promise<void> {
    while (again) {
      again = false
      try {
        await once()
      } catch (thrown) {
        onTrouble(toGatewayError(thrown))
        return
      }
    }
  }

  return {
    look,
    async stop() {
      if (stopping) return false
      stopping = true
      again = false
      clearInterval(regular)
      await looking
      return true
    },
  }
}
