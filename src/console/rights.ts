import type { ConsolePerson, ConsoleRole } from './person.ts'

/** What can be done in the console, each asked for by name in the list of routes. */
export const consoleRights = [
  /** Ask centres: new questions, retry, wait, give up waiting. */
  'ask',
  /** See cases, certificates, the waiting list and history, masked. */
  'cases',
  /** See a person's full name and numbers for a minute, with a reason. */
  'reveal',
  /** Put certificates on paper. */
  'print',
  /** See who looked at what. */
  'audit',
  /** See how peers, queues, keys and the configuration are. */
  'board',
  /** Test connections, open and close breakers, announce maintenance. */
  'steer',
  /** Search messages: ids, members, times and outcomes, no facts. */
  'messages',
  /** Take the signed messages of an exchange, facts and all, with a reason. */
  'evidence',
  /** Check, try, apply and roll back the configuration. */
  'configure',
] as const
export type ConsoleRight = (typeof consoleRights)[number]

const rightsOf: Record<ConsoleRole, readonly ConsoleRight[]> = {
  officer: ['ask', 'cases', 'reveal', 'print'],
  supervisor: ['ask', 'cases', 'reveal', 'print', 'audit'],
  auditor: ['cases', 'audit', 'messages', 'evidence'],
  operator: ['board', 'steer', 'messages', 'evidence', 'configure'],
}

export function rightsFor({ roles }: Pick<ConsolePerson, 'roles'>): ReadonlySet<ConsoleRight> {
  return new Set([...roles].flatMap((role) => rightsOf[role]))
}

/** Whose cases somebody sees: all for who audits, of their own branch for the others. */
export function branchesSeen({
  roles,
  branch,
}: Pick<ConsolePerson, 'roles' | 'branch'>): 'all' | readonly string[] {
  return roles.has('auditor') ? 'all' : [branch]
}
