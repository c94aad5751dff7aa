import type { ConsolePerson } from '../person.ts'

/** Writes down what somebody does, durably, before it is done. */
export type RecordAccess = (access: {
  person: ConsolePerson
  action: 'evidence' | 'search' | 'hold' | 'release' | 'configure' | 'maintain'
  centre?: string
  exchangeId?: string
  reason?: string
}) => Promise<void>
