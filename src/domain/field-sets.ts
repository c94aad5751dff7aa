import type { FieldSet } from '../contracts/generated/types.ts'

/** Every field set (schemas/parts/values.json), in the order of the form (缴存使用证明). */
export const fieldSets: readonly FieldSet[] = [
  'account',
  'employer',
  'contribution',
  'balance',
  'continuity',
  'loans',
]
