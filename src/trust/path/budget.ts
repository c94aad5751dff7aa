import type { Budget } from './types.ts'

const defaults: Budget = { signatures: 100, nodes: 2_000, comparisons: 100_000 }

/** Thrown inside a validation when its budget is used up; `validatePath` turns it into a refusal. */
export class BudgetSpentError extends Error {
  override readonly name = 'BudgetSpentError'
  readonly resource: keyof Budget

  constructor(resource: keyof Budget) {
    super(`The budget of ${resource} is used up.`)
    this.resource = resource
  }
}

/** Counts work down. */
export interface Meter {
  /** @throws BudgetSpentError when less than `amount` is left */
  spend(resource: keyof Budget, amount?: number): void
}

export function createMeter(limits: Partial<Budget> = {}): Meter {
  const left = { ...defaults, ...limits }
  return {
    spend(resource, amount = 1) {
      left[resource] -= amount
      if (left[resource] < 0) throw new BudgetSpentError(resource)
    },
  }
}
