import type { Clock } from '../../clock.ts'
import { maskIdNumbersIn } from '../../domain/mask.ts'
import { GatewayError } from '../../errors.ts'
import type { AccessRecord } from '../../journal/access-record.ts'
import { type ConsolePerson, type ConsoleRole, consoleRoles } from '../person.ts'
import { type ConsoleRight, rightsFor } from '../rights.ts'
import type { AccessLog } from './ports.ts'

interface Rule {
  /** The right that lets somebody do it, and so the role in which they did. */
  right: ConsoleRight
  /** Something of a person leaves the store: the hash-chained journal has it too. */
  journalled: boolean
  reason: 'needed' | 'possible'
}

/** What is written down of people at the console, and how. */
const rules = {
  /** A new case, and each further ask. */
  ask: { right: 'ask', journalled: false, reason: 'possible' },
  /** A certificate on a screen, masked. */
  view: { right: 'cases', journalled: false, reason: 'possible' },
  /** A person's full name and numbers on a screen. */
  reveal: { right: 'reveal', journalled: true, reason: 'needed' },
  /** A certificate on paper. */
  print: { right: 'print', journalled: true, reason: 'possible' },
  /** The signed messages of an exchange. */
  evidence: { right: 'evidence', journalled: true, reason: 'needed' },
  /** Doings of operators. */
  hold: { right: 'steer', journalled: false, reason: 'possible' },
  release: { right: 'steer', journalled: false, reason: 'possible' },
  maintain: { right: 'steer', journalled: false, reason: 'possible' },
  configure: { right: 'configure', journalled: false, reason: 'possible' },
} as const satisfies Record<string, Rule>

export type AccessAction = keyof typeof rules

export interface Access {
  person: ConsolePerson
  action: AccessAction
  caseId?: string
  centre?: string
  exchangeId?: string
  reason?: string
}

/** Writes down who looked at what (查看记录), before it is given to them. */
export interface Accesses {
  /** What would be written down, for whoever keeps it in a transaction of their own. Fails as `record` does. */
  recordOf(access: Access): AccessRecord
  /** Durable when it resolves. Fails with REASON_REQUIRED where an action needs one of four characters or more. */
  record(access: Access): Promise<void>
}

const shortestReason = 4

export function createAccesses({ store, clock }: { store: AccessLog; clock: Clock }): Accesses {
  function recordOf({
    person,
    action,
    caseId = '',
    centre = '',
    exchangeId = '',
    reason = '',
  }: Access): AccessRecord {
    const said = reason.trim()
    if (rules[action].reason === 'needed' && [...said].length < shortestReason) {
      throw new GatewayError('REASON_REQUIRED', { where: '/reason' })
    }
    const { staff, name, branch } = person
    const role = roleFor(person, rules[action].right)
    return {
      at: clock(),
      staff,
      name,
      role,
      branch,
      action,
      caseId,
      centre,
      exchangeId,
      reason: maskIdNumbersIn(said),
    }
  }

  return {
    recordOf,
    record: async (access) => store.add(recordOf(access), rules[access.action].journalled),
  }
}

/** The first of somebody's roles that lets them do it. */
function roleFor({ roles }: ConsolePerson, right: ConsoleRight): ConsoleRole | '' {
  const own = consoleRoles.filter((role) => roles.has(role))
  return own.find((role) => rightsFor({ roles: new Set([role]) }).has(right)) ?? own[0] ?? ''
}
