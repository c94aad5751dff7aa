import { GatewayError } from '../errors.ts'
import type { Config } from './config.ts'
import type { Secrets } from './secrets.ts'

/** What a gateway is made from. */
export interface Settings {
  config: Config
  secrets: Secrets
}

/** What holds from start to end: who we are, where others find us, where the evidence is. Names as in the file. */
const fixed = ['member', 'mode', 'exchange', 'office.host', 'office.port', 'ops', 'store']

/** A running gateway can take `after` in place of `before`. Fails with RESTART_REQUIRED naming every member that is in the way. */
export function assertReloadable(before: Settings, after: Settings): void {
  assertNoRestart(fixedChanges(before, after))
}

/** Fails with RESTART_REQUIRED naming `members`, unless there are none. */
export function assertNoRestart(members: readonly string[]): void {
  const where = members.join(', ')
  if (where) throw new GatewayError('RESTART_REQUIRED', { where })
}

/** What differs and only a restart changes. */
export function fixedChanges(before: Settings, after: Settings): string[] {
  const members = changedMembers(before.config, after.config).filter(isFixed)
  return [...members, ...changedSecrets(before.secrets, after.secrets)]
}

/** Members of the configuration that differ, dotted as in docs/operations.md; a list is one member. */
export function changedMembers(before: Config, after: Config): string[] {
  return differences(asFile(before), asFile(after))
}

function asFile({ sandbox, logLevel, ...config }: Config): unknown {
  return { ...config, mode: sandbox, log: { level: logLevel } }
}

/** Whether only a restart changes it. */
export function isFixed(member: string): boolean {
  return fixed.some((name) => member === name || member.startsWith(`${name}.`))
}

/** The store is open already, with these. */
function changedSecrets(before: Secrets, after: Secrets): string[] {
  return [
    ...(before.storeKey.equals(after.storeKey) ? [] : ['store key']),
    ...(before.storePassword === after.storePassword ? [] : ['store password']),
  ]
}

/** Members of objects that differ, dotted; what is absent on one side has no members there. */
export function differences(before: unknown = {}, after: unknown = {}, name = ''): string[] {
  if (!isObject(before) || !isObject(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [name]
  }
  const members = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...members].flatMap((member) =>
    differences(before[member], after[member], name === '' ? member : `${name}.${member}`),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
