import { chinaDate, type Clock } from '../../clock.ts'
import { digestOf } from '../../domain/digest.ts'
import { type GivingAction, isGiving } from '../../domain/giving-actions.ts'
import { maskIdNumbersIn } from '../../domain/mask.ts'
import type { RequestRate } from '../../domain/request-rate.ts'
import type { AccessRecord } from '../../journal/access-record.ts'
import { type ConsolePerson, type ConsoleRole, consoleRoles } from '../person.ts'
import { reasonIn } from '../reason.ts'
import { type ConsoleRight, rightsFor } from '../rights.ts'
import { assertSeldomEnough } from '../seldom-enough.ts'
import type { AccessLog } from './ports.ts'

interface Rule {
  /** The right that lets somebody do it, and so the role in which they did. */
  right: ConsoleRight
  reason: 'needed' | 'possible'
}

/** What is written down of people at the console, and how. */
const rules = {
  /** A new case. */
  ask: { right: 'ask', reason: 'possible' },
  /** What is done about a centre of a case later: asked once more, put on the waiting list, taken off it. */
  retry: { right: 'ask', reason: 'possible' },
  wait: { right: 'ask', reason: 'possible' },
  'give-up': { right: 'ask', reason: 'possible' },
  /** A certificate on a screen, masked; without a centre: somebody else's case. */
  view: { right: 'cases', reason: 'possible' },
  /** A person's full name and numbers on a screen. */
  reveal: { right: 'reveal', reason: 'needed' },
  /** A certificate on paper. */
  print: { right: 'print', reason: 'possible' },
  /** The signed messages of an exchange. */
  evidence: { right: 'evidence', reason: 'needed' },
  /** Cases looked for by an identity number. */
  find: { right: 'cases', reason: 'possible' },
  /** Messages looked for by an identity number: they tell that somebody was asked about. */
  search: { right: 'messages', reason: 'possible' },
  /** Doings of operators. */
  hold: { right: 'steer', reason: 'possible' },
  release: { right: 'steer', reason: 'possible' },
  maintain: { right: 'steer', reason: 'possible' },
  configure: { right: 'configure', reason: 'possible' },
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

/** Writes down who looked at what (访问记录), before it is given to them. */
export interface Accesses {
  /** What would be written down at a moment, for whoever keeps it in a transaction of their own. Fails as `record` does. */
  recordOf(access: Access, at: number): AccessRecord
  /**
   * Durable when it resolves. Fails as `reasonIn` does where an action needs a reason, and with CONSOLE_BUSY where somebody is given
   * too much within a minute.
   */
  record(access: Access): Promise<void>
  /** The same, once for each person, case and day (China time): for what pages look at again and again. */
  recordDaily(access: Access): Promise<void>
}

export interface AccessesDeps {
  store: AccessLog
  rate: RequestRate
  clock: Clock
  /** Hears of each time that something of a person is given out, once it is written down. */
  onGiving(action: GivingAction): void
}

/** Of each way in which something leaves the store; more than a counter has to do, and too little to carry a list of people away. */
const givenPerMinute = 30

export function createAccesses({ store, rate, clock, onGiving }: AccessesDeps): Accesses {
  function recordOf(
    { person, action, caseId = '', centre = '', exchangeId = '', reason = '' }: Access,
    at: number,
  ): AccessRecord {
    const said = maskIdNumbersIn(reason.trim())
    if (rules[action].reason === 'needed') reasonIn(said)
    const { staff, name, branch } = person
    const role = roleFor(person, rules[action].right)
    return {
      at,
      staff,
      name,
      role,
      branch,
      action,
      caseId,
      centre,
      exchangeId,
      reason: said,
    }
  }

  return {
    recordOf,
    async record(access) {
      const { person, action } = access
      const record = recordOf(access, clock())
      if (!isGiving(action)) return store.add(record, false)
      const who = `console ${action} ${digestOf(person.subject)}`
      await assertSeldomEnough(who, givenPerMinute, 'CONSOLE_BUSY', { rate, clock })
      // The hash-chained journal has it too.
      await store.add(record, true)
      onGiving(action)
    },
    async recordDaily(access) {
      const at = clock()
      await store.addOnce(recordOf(access, at), Date.parse(`${chinaDate(at)}T00:00:00+08:00`))
    },
  }
}

/** The first of somebody's roles that lets them do it. */
function roleFor({ roles }: ConsolePerson, right: ConsoleRight): ConsoleRole | '' {
  const own = consoleRoles.filter((role) => roles.has(role))
  return own.find((role) => rightsFor({ roles: new Set([role]) }).has(right)) ?? own[0] ?? ''
}
