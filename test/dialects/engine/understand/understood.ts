import { expect } from '@jest/globals'
import type { DialectDefinition, FieldSet, Person } from '../../../../src/contracts/generated/types.ts'
import type { DialectFinding, Normalised } from '../../../../src/dialects/engine/normalised.ts'
import { understand } from '../../../../src/dialects/engine/understand.ts'
import { questionAbout } from '../../../support/replay.ts'
import { definitionWith, somebody } from '../definitions.ts'
import { tree } from '../trees.ts'

type Fields = DialectDefinition['fields']

/** Of whom is asked, and for what. */
export interface Asked {
  person?: Person
  fields?: readonly FieldSet[]
}

/** What a reply is understood as by these fields, and by whatever else of a definition is given. */
export function findingOf(
  reply: unknown,
  fields: Fields,
  more: Partial<DialectDefinition> = {},
  { person = somebody, ...asked }: Asked = {},
): DialectFinding {
  return understand(tree(reply), definitionWith([], { fields, ...more }), questionAbout(person, asked))
}

/** The same of one record about somebody, of which something must have been understood. */
export function understood(
  record: object,
  fields: Fields,
  more: Partial<DialectDefinition> = {},
  asked: Asked = {},
): Normalised {
  const id = (asked.person ?? somebody).idNumber
  const finding = findingOf({ id, ...record }, fields, more, asked)
  if (finding.outcome !== 'found') throw new Error(`the outcome is ${finding.outcome}`)
  return finding.normalised
}

/** Where and why an answer is refused. */
export function refused(where: string, detail: string | RegExp): unknown {
  return expect.objectContaining({
    code: 'CENTRE_ANSWER_INVALID',
    where: `test ${where}`,
    detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
  })
}
