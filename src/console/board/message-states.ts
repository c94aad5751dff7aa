import type { ConsoleMessageSearch } from '../../contracts/generated/types.ts'
import { catalogue, type CatalogueEntry } from '../../errors.ts'

type MessageState = NonNullable<ConsoleMessageSearch['state']>

const codes: [string, CatalogueEntry][] = Object.entries(catalogue)

/** Said under a signature, where strangers are told nothing so precise and faults mean that the centre could not be asked. */
const refusals = codes
  .filter(([, { fault, uniform }]) => fault === 'caller' && !uniform)
  .map(([code]) => code)

const outcomes: Record<MessageState, readonly string[]> = {
  sent: ['sent'],
  answered: [
    'issued',
    'issuable',
    'not-issuable',
    'valid',
    'expired',
    'revoked',
    'altered',
    'unknown',
    'echoed',
  ],
  'no-record': ['no-record'],
  refused: refusals,
  'not-asked': codes.map(([code]) => code).filter((code) => !refusals.includes(code)),
}

/** What the journal says of exchanges that stand as people at the counter (经办台) are told. */
export function outcomesOf(state: MessageState): readonly string[] {
  return outcomes[state]
}
