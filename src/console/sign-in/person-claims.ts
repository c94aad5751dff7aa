import type { ConsoleBranch } from '../../contracts/generated/types.ts'
import { legibleText } from '../../domain/legible.ts'
import { type ConsolePerson, type ConsoleRole, consoleRoles } from '../person.ts'

export interface ClaimNames {
  rolesClaim: string
  branchClaim: string
}

/** Roles that are about the cases of a branch. */
const ofBranches: ReadonlySet<ConsoleRole> = new Set(['officer', 'supervisor'])
/** As messages between centres name the operator. */
const staffNumber = /^[0-9A-Za-z._@-]{1,64}$/
/** In characters. */
const longestName = 60

/**
 * Whom the provider's claims (OpenID Connect Core, section 5.1) describe. Roles that we do not know count for nothing, and neither does
 * an officer's without a branch that is ours. Undefined where no staff number can be told of them.
 */
export function personIn(
  claims: Readonly<Record<string, unknown>>,
  { rolesClaim, branchClaim }: ClaimNames,
  branches: readonly ConsoleBranch[],
): ConsolePerson | undefined {
  const { sub, preferred_username: username, name } = claims
  if (typeof sub !== 'string') return undefined
  const staff = [username, sub].find((text) => typeof text === 'string' && staffNumber.test(text))
  if (typeof staff !== 'string') return undefined
  const branch = branches.find(({ code }) => code === claims[branchClaim])?.code
  const roles = rolesIn(claims[rolesClaim]).filter((role) => branch !== undefined || !ofBranches.has(role))
  return {
    subject: sub,
    staff,
    name: nameIn(name) || staff,
    roles: new Set(roles),
    branch: branch ?? '',
  }
}

/** It stands on record, in a log whose digest has to fit for ever: nothing in it may be lost on the way into a store. */
function nameIn(claim: unknown): string {
  const name = typeof claim === 'string' ? legibleText(claim).trim() : ''
  return [...name].slice(0, longestName).join('')
}

function rolesIn(claim: unknown): ConsoleRole[] {
  const given: unknown[] =
    typeof claim === 'string' ? claim.split(/[\s,]+/) : Array.isArray(claim) ? claim : []
  return consoleRoles.filter((role) => given.includes(role))
}
