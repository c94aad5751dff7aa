import type { ConsoleRole } from '../../person.ts'

/** What people are in the console, in a word each. */
export const roleWords: Record<ConsoleRole, string> = {
  officer: '经办',
  supervisor: '主管',
  auditor: '审计',
  operator: '运维',
}
