import { digestOf } from '../domain/digest.ts'

/** That somebody of ours was given what is kept about a person (访问记录). Empty where there is none. */
export interface AccessRecord {
  /** Epoch milliseconds. */
  at: number
  staff: string
  name: string
  role: string
  branch: string
  action: string
  caseId: string
  centre: string
  exchangeId: string
  reason: string
}

/** Members in the order in which they are hashed; docs/protocol.md repeats it. */
const hashed = [
  'at',
  'staff',
  'name',
  'role',
  'branch',
  'action',
  'caseId',
  'centre',
  'exchangeId',
  'reason',
] as const satisfies (keyof AccessRecord)[]

/** SHA-256 of the members and a salt as a JSON array; the salt keeps a guessed reason from being tried out. */
export function accessDigest(record: AccessRecord, salt: string): string {
  return digestOf(JSON.stringify([...hashed.map((name) => record[name]), salt]))
}
