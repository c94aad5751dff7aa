import type { DepositFacts } from '../../contracts/generated/types.ts'

/**
 * One rule that facts can break. It gives the names of the facts that cannot all be true, at most six, and none where
 * they can, or where one that it would need is not stated.
 */
export type ContradictionRule = (stated: DepositFacts) => readonly string[]

/** Names once each, of the findings that hold. */
export function namesOf(...findings: readonly (false | readonly string[])[]): string[] {
  return [...new Set(findings.flatMap((names) => names || []))]
}
