import { type ErrorCode, GatewayError } from '../errors.ts'

/** The part of the evidence that a finding is about. */
export type Part = 'file' | 'directory' | 'request' | 'answer' | 'certificate' | 'journal' | 'result'

/**
 * What was checked.
 *
 * - `form`: one canonical token of the right type; for the file, the form of a bundle
 * - `content`: the payload fits its schema
 * - `operator`: signed by an operator that we know
 * - `listed`: the signing certificate is listed in the directory for the member named inside
 * - `named`: the signing certificate carries the code of the member named inside
 * - `represented`: the directory lets who relayed it speak for the centre named inside
 * - `trusted`: the certificate had a valid path to an anchor when it signed, and was not retired
 * - `signature`: the signature holds over the bytes
 * - `once`: no member, certificate or agreement is listed twice
 * - `in-force`: the directory had not expired at the time of the exchange
 * - `body`: the answer's body fits the schema of the service, or it is a refusal
 * - `bound`: belongs to the request: identifier, digest, issuer and audience
 * - `about`: the certificate is about what was asked
 * - `valid`: the certificate has not expired by now
 * - `whole`: a journal entry's hash is right
 * - `linked`: a journal entry follows the one before
 * - `digests`: a journal entry's digests are those of the messages
 * - `says`: a journal entry says what the messages say
 * - `recorded`: the journal holds this request and this answer
 */
export type Check =
  | 'form'
  | 'content'
  | 'operator'
  | 'listed'
  | 'named'
  | 'represented'
  | 'trusted'
  | 'signature'
  | 'once'
  | 'in-force'
  | 'body'
  | 'bound'
  | 'about'
  | 'valid'
  | 'whole'
  | 'linked'
  | 'digests'
  | 'says'
  | 'recorded'

/** Where a finding belongs; `entry` is the sequence number of a journal entry. */
export interface Place {
  part: Part
  entry?: number
}

/** One check and what came of it; `not-checked` where something before it failed. */
export interface Finding extends Place {
  check: Check
  state: 'holds' | 'fails' | 'not-checked'
  code?: ErrorCode
  where?: string
  detail?: string
}

/** Findings in the order in which they were made: every check is made that can be, whatever failed before. */
export interface Findings {
  list: readonly Finding[]
  /** What `judge` gives, or undefined where it threw a GatewayError, which becomes the finding. */
  judge<T>(at: Place, check: Check, judge: () => T | Promise<T>): Promise<T | undefined>
  /** A check that holds, with a remark. */
  note(at: Place, check: Check, detail: string): void
  skip(at: Place, checks: readonly Check[], detail: string): void
}

export function createFindings(): Findings {
  const list: Finding[] = []
  return {
    list,
    async judge(at, check, judge) {
      try {
        const value = await judge()
        list.push({ ...at, check, state: 'holds' })
        return value
      } catch (thrown) {
        if (!(thrown instanceof GatewayError)) throw thrown
        const { code, where, detail } = thrown
        list.push({
          ...at,
          check,
          state: 'fails',
          code,
          ...(where !== undefined && { where }),
          ...(detail !== undefined && { detail }),
        })
        return undefined
      }
    },
    note: (at, check, detail) => void list.push({ ...at, check, state: 'holds', detail }),
    skip(at, checks, detail) {
      for (const check of checks) list.push({ ...at, check, state: 'not-checked', detail })
    },
  }
}

/** A finding of our own making, at a place inside the part. */
export function invalid(where: string, detail?: string): GatewayError {
  return new GatewayError('EVIDENCE_INVALID', { where, ...(detail !== undefined && { detail }) })
}
