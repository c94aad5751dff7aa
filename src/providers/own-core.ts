import { chinaDateTime } from '../clock.ts'
import { chooseAccount, isMerged } from '../dialects/jgjt320/account.ts'
import { depositFacts, type CoreSettings } from '../dialects/jgjt320/facts.ts'
import { accountsOf, heldNumbers } from '../dialects/jgjt320/person.ts'
import { accountsOfPerson, loansOfPerson, paymentsOfAccount } from '../dialects/jgjt320/queries.ts'
import type { CoreRow } from '../dialects/jgjt320/values.ts'
import type { Finding, Provider, ProviderQuestion } from './provider.ts'

export type { CoreSettings }

/** A core database in JGJ/T 320 form, read only. Fails with PROVIDER_UNAVAILABLE. */
export interface CoreDatabase {
  /** Every row of a query, by column name. The texts are few and constant. */
  all(sql: string, ...parameters: string[]): readonly CoreRow[]
  /** Runs `read` over one unchanging state of the database. */
  snapshot<T>(read: () => T): T
}

type CoreQuestion = Pick<ProviderQuestion, 'person' | 'fields' | 'at'>

/** A provider that answers at once. */
export interface OwnCore extends Provider {
  find(question: CoreQuestion): Finding
}

/** The provider of the centre's own core system (业务核心系统): facts by rule from its rows, as of the moment of reading. */
export function createOwnCore(deps: { database: CoreDatabase; settings: CoreSettings }): OwnCore {
  const { database, settings } = deps
  return {
    find: (question) => database.snapshot(() => find(database, settings, question)),
  }
}

function find(database: CoreDatabase, settings: CoreSettings, { person, fields, at }: CoreQuestion): Finding {
  const numbers = heldNumbers(person)
  const accounts = accountsOf(person, database.all(accountsOfPerson, ...numbers))
  if (accounts.length === 0) return { outcome: 'no-record' }
  const account = chooseAccount(accounts)
  if (!account) return { outcome: 'not-issuable', reason: 'account-closed' }
  const paidInto = fields.includes('continuity') ? [account, ...accounts.filter(isMerged)] : []
  const record = {
    account,
    payments: paidInto.flatMap((row) => database.all(paymentsOfAccount, String(row['GRZH']))),
    loans: fields.includes('loans') ? database.all(loansOfPerson, ...numbers) : [],
  }
  return { outcome: 'found', facts: depositFacts(record, fields, chinaDateTime(at), settings) }
}
