/** What somebody does here, as the identity provider says. One person may have several. */
export const consoleRoles = ['officer', 'supervisor', 'auditor', 'operator'] as const
export type ConsoleRole = (typeof consoleRoles)[number]

/** Somebody of the agency who is signed in (经办人员、运维人员). */
export interface ConsolePerson {
  /** `sub` at the identity provider. */
  subject: string
  /** Staff number, as messages name the operator. */
  staff: string
  name: string
  roles: ReadonlySet<ConsoleRole>
  /** Code of the branch (管理部) whose cases are theirs. */
  branch: string
}
