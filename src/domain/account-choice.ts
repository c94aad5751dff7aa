import type { AccountFacts } from '../contracts/generated/types.ts'

type AccountStatus = NonNullable<AccountFacts['status']>

/** What of an account decides which of several a certificate is about. */
export interface Choosable {
  status: AccountStatus | undefined
  /** YYYY-MM-DD. */
  opened: string | undefined
  number: string | undefined
}

/** Open accounts are preferred in this order; a closed one is no candidate. */
const preference: readonly (AccountStatus | undefined)[] = ['normal', 'frozen', 'sealed', 'other', undefined]

/** Whether a status says that the account is closed: no certificate is given about it. */
export function isClosedStatus(status: AccountStatus | undefined): boolean {
  return status === 'merged' || status === 'transferred-out' || status === 'withdrawn'
}

/**
 * The account that the certificate is about: among the open ones the one by `preference`, then the one opened last,
 * then the one with the higher number. Undefined of none. One alone is taken unseen.
 */
export function preferredAccount<T>(open: readonly T[], about: (account: T) => Choosable): T | undefined {
  if (open.length < 2) return open[0]
  return open
    .map((account) => ({ account, choosable: about(account) }))
    .sort((a, b) => byPreference(a.choosable, b.choosable))[0]?.account
}

function byPreference(a: Choosable, b: Choosable): number {
  return (
    preference.indexOf(a.status) - preference.indexOf(b.status) ||
    descending(a.opened, b.opened) ||
    descending(a.number, b.number)
  )
}

function descending(a = '', b = ''): number {
  if (a === b) return 0
  return a > b ? -1 : 1
}
