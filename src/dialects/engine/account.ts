import type { AccountFacts, DialectDefinition } from '../../contracts/generated/types.ts'
import { isClosedStatus, preferredAccount } from '../../domain/account-choice.ts'
import { assembled } from './assemble.ts'
import { readFact } from './fact-reader.ts'
import type { Place } from './path.ts'

/** The account of one person that the certificate is about; undefined where all are closed. */
export function openAccount(records: readonly Place[], definition: DialectDefinition): Place | undefined {
  const open = records.filter((record) => !isClosedStatus(accountOf(record, definition, ['status']).status))
  return preferredAccount(open, (record) => {
    const { status, opened, number } = accountOf(record, definition, ['status', 'opened', 'number'])
    return { status, opened, number }
  })
}

function accountOf(
  record: Place,
  definition: DialectDefinition,
  names: readonly (keyof AccountFacts)[],
): AccountFacts {
  const stated = names.flatMap((name) => {
    const fact = `account.${name}`
    const read = readFact(fact, record, definition)
    return read ? [[fact, read] as const] : []
  })
  return assembled(new Map(stated), ['account'], '').account ?? {}
}
