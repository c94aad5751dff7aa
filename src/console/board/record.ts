import { GatewayError } from '../../errors.ts'
import { isIdNumberShaped } from '../../jobs/idempotency-key.ts'
import type { ConsolePerson } from '../person.ts'

/** Writes down what somebody does, durably, before it is done. */
export type RecordAccess = (access: {
  person: ConsolePerson
  action: 'evidence' | 'hold' | 'release' | 'configure' | 'maintain'
  centre?: string
  exchangeId?: string
  reason?: string
}) => Promise<void>

const shortest = 4

/** A reason that others will read. Fails with REASON_REQUIRED, and with CASE_INVALID where it names somebody by number. */
export function reasonIn(text = ''): string {
  const reason = text.trim()
  if ([...reason].length < shortest) throw new GatewayError('REASON_REQUIRED', { where: '/reason' })
  return assertNobodyIn('/reason', reason)
}

/** What many will read holds no identity number. Fails with CASE_INVALID. */
export function assertNobodyIn(where: string, text: string): string {
  if (!isIdNumberShaped(text)) return text
  throw new GatewayError('CASE_INVALID', { where, detail: 'has something like an identity number in it' })
}
