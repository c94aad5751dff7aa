import type { Clock } from '../clock.ts'
import { compareLevels, daysLeft, type ExpiryLevel, expiryLevel } from '../domain/expiry.ts'
import { GatewayError } from '../errors.ts'
import type { Identity } from '../identity/identity.ts'
import type { CurrentDirectory, DirectoryView } from '../speaker/ports.ts'
import type { ExpiryWarning, Term } from './ports.ts'
import { termsOf } from './terms.ts'

/** Knows what ends soon. */
export interface ExpiryWatch {
  terms(): readonly Term[]
  /** Whatever ends within 30 days or has ended, worst and soonest first. */
  warnings(): ExpiryWarning[]
  /** Tells what came nearer to its end by a level since the last look; not again what stayed. */
  look(): void
}

export interface ExpiryDeps {
  identity: Identity
  /** Our own code. */
  self: string
  directory: CurrentDirectory
  clock: Clock
  onCrossed(warning: ExpiryWarning): void
}

export function createExpiryWatch({ identity, self, directory, clock, onCrossed }: ExpiryDeps): ExpiryWatch {
  let last: DirectoryView | undefined
  let told = new Map<string, ExpiryLevel>()

  /** An expired directory still says what it was. */
  function view(now: number): DirectoryView {
    try {
      return (last = directory(now))
    } catch (error) {
      if (!last || !(error instanceof GatewayError)) throw error
      return last
    }
  }

  function terms(): Term[] {
    const now = clock()
    return termsOf(identity, self, view(now), now)
  }

  function warnings(): ExpiryWarning[] {
    const now = clock()
    return terms()
      .flatMap((term) => {
        const level = expiryLevel(term, now)
        return level === undefined ? [] : [{ ...term, level, daysLeft: daysLeft(term.until, now) }]
      })
      .toSorted((a, b) => compareLevels(b.level, a.level) || a.until - b.until)
  }

  return {
    terms,
    warnings,
    look() {
      const found = warnings()
      for (const warning of found)
        if (compareLevels(warning.level, told.get(warning.thumbprint)) > 0) onCrossed(warning)
      told = new Map(found.map(({ thumbprint, level }) => [thumbprint, level]))
    },
  }
}
