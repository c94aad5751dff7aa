import type { Certificate } from '../certificate.ts'
import { reasonsCovered } from './crl-scope.ts'
import type { Crl, CrlEntry } from './crl.ts'
import { allReasons } from './reasons.ts'
import type { HeldList, Status } from './types.ts'
import { verifyCrl } from './verify-crl.ts'

/** Clocks of issuers may be this far ahead, in milliseconds. */
export const skewMs = 60_000

/** What the lists at hand are judged with. */
export interface ListContext {
  readonly lists: readonly HeldList[]
  /** Epoch milliseconds. */
  readonly time: number
  /** Certificates with a path to the anchor of the one in question, or nothing yet known against them. */
  signers(crl: Crl): Iterable<Certificate>
}

type Unknown = Extract<Status, { kind: 'unknown' }>

const nothing: Unknown = {
  kind: 'unknown',
  clause: 'RFC 5280 §6.1.3 (a)(3)',
  detail: 'No revocation list of its issuer is at hand.',
}

/** A list that counts: rightly signed, in its time, about this certificate. */
interface Usable extends HeldList {
  readonly signer: Certificate
  readonly covered: number
  readonly until: number
}

/**
 * What lists say of a certificate (RFC 5280 §6.3.3): revoked as soon as one does, good when together they cover
 * every reason. A delta counts with the complete list that it changes. An entry in a list whose time is over still
 * refuses; the absence of one in it says nothing.
 */
export function statusByLists(certificate: Certificate, context: ListContext): Status {
  const usable: Usable[] = []
  let unknown: Unknown = nothing
  for (const held of context.lists) {
    if (held.crl.issuer.key !== certificate.issuer.key) continue
    const judged = judge(held, certificate, context)
    if ('kind' in judged) unknown = judged
    else usable.push(judged)
  }
  const complete = usable.filter(({ crl }) => crl.base === undefined)
  const deltas = usable.filter(({ crl }) => crl.base !== undefined)
  let covered = 0
  const times: { asOf: number; until: number }[] = []
  for (const list of complete) {
    const newest = withDelta(list, deltas)
    const lateDelta = newest === list ? undefined : outOfTime(newest, context.time)
    const entry = entryOf(certificate, list, newest, !lateDelta)
    if (entry) return revoked(entry, newest)
    const counting = lateDelta ? list : newest
    const late = outOfTime(counting, context.time)
    if (late) {
      unknown = late
      continue
    }
    covered |= list.covered
    times.push({ asOf: counting.crl.thisUpdate, until: counting.until })
  }
  if (covered !== allReasons) return covered === 0 ? unknown : someReasonsOnly
  return {
    kind: 'good',
    asOf: Math.min(...times.map(({ asOf }) => asOf)),
    until: Math.min(...times.map(({ until }) => until)),
  }
}

const someReasonsOnly: Unknown = {
  kind: 'unknown',
  clause: 'RFC 5280 §6.3.3 (l)',
  detail: 'The revocation lists at hand cover only some reasons.',
}

function judge(held: HeldList, certificate: Certificate, context: ListContext): Usable | Unknown {
  const { crl, until = crl.nextUpdate } = held
  const covered = reasonsCovered(crl, certificate)
  if (covered === 0) {
    return {
      kind: 'unknown',
      clause: 'RFC 5280 §6.3.3 (b)(2)',
      detail: 'The revocation list at hand is for other certificates of the issuer.',
    }
  }
  let refused: Unknown = nothing
  for (const signer of context.signers(crl)) {
    const fault = verifyCrl(crl, signer)
    if (!fault) return { crl, until, signer, covered }
    if (refused === nothing) refused = { kind: 'unknown', clause: fault.rule, detail: fault.detail }
  }
  return refused
}

/** The list with the newest delta that changes it (RFC 5280 §5.2.4, §6.3.3 c); itself where there is none. */
function withDelta(list: Usable, deltas: readonly Usable[]): Usable {
  const fitting = deltas.filter(
    ({ crl, signer }) =>
      signer.thumbprint === list.signer.thumbprint &&
      Buffer.compare(crl.scope.der, list.crl.scope.der) === 0 &&
      (crl.base ?? 0n) <= list.crl.number,
  )
  return fitting.reduce((newest, delta) => (delta.crl.number > newest.crl.number ? delta : newest), list)
}

/** RFC 5280 §6.3.3 (i)–(k); a delta whose time is over revokes, and takes nothing back. */
function entryOf(
  { serial }: Certificate,
  list: Usable,
  newest: Usable,
  inTime: boolean,
): CrlEntry | undefined {
  const change = newest.crl.entries.get(serial)
  if (change && change.reason !== 'removeFromCRL') return change
  return change && inTime ? undefined : list.crl.entries.get(serial)
}

function revoked({ revokedAt, reason }: CrlEntry, { crl }: Usable): Status {
  return {
    kind: 'revoked',
    clause: 'RFC 5280 §6.3.3 (j)',
    detail: `Revoked at ${iso(revokedAt)} (${reason}), by the list of ${iso(crl.thisUpdate)}.`,
  }
}

function outOfTime({ crl, until }: Usable, time: number): Unknown | undefined {
  const clause = 'RFC 5280 §6.3.3 (a)'
  if (crl.thisUpdate > time + skewMs) {
    return {
      kind: 'unknown',
      clause,
      detail: `The revocation list is of the future, ${iso(crl.thisUpdate)}.`,
    }
  }
  if (time <= until) return undefined
  return {
    kind: 'unknown',
    clause,
    detail: `The revocation list of ${iso(crl.thisUpdate)} was to be believed until ${iso(until)}.`,
  }
}

function iso(time: number): string {
  return new Date(time).toISOString().replace('.000', '')
}
