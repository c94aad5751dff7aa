import type { ConsoleMessageSearch } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { outcomesOf } from './message-states.ts'
import type { MessageFilter } from './ports.ts'

export interface MessageFilterDeps {
  subjectHash(idNumber: string): string
  /** Codes of the members that have this in their name. */
  membersNamed(text: string): string[]
}

/** What somebody looks for, the identity number hashed at once. Fails with CASE_INVALID. */
export function messageFilter(
  { from, to, idNumber, service, peer, state, outcome, ...filter }: ConsoleMessageSearch,
  { subjectHash, membersNamed }: MessageFilterDeps,
): MessageFilter {
  return {
    ...filter,
    peers: peer === undefined ? undefined : peersOf(peer, membersNamed),
    outcomes: outcomesIn(state, outcome),
    service: service === 'all' ? undefined : service,
    business: service === undefined && filter.exchangeId === undefined,
    from: moment('/from', from),
    to: moment('/to', to),
    subject: idNumber === undefined ? undefined : subjectHash(idNumber),
  }
}

function peersOf(peer: string, membersNamed: MessageFilterDeps['membersNamed']): string[] {
  // Whoever is no member any more is known by code only.
  if (/^[0-9]{9}([0-9]{6})?$/.test(peer)) return [peer]
  const named = membersNamed(peer)
  if (named.length > 0) return named
  throw new GatewayError('CASE_INVALID', {
    where: '/peer',
    faults: [{ where: '/peer', zh: '没有名称含此内容的中心', en: 'No centre has this in its name' }],
  })
}

function outcomesIn(
  state: ConsoleMessageSearch['state'],
  outcome: string | undefined,
): readonly string[] | undefined {
  if (state === undefined) return outcome === undefined ? undefined : [outcome]
  return outcomesOf(state).filter((each) => outcome === undefined || each === outcome)
}

function moment(where: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const at = Date.parse(text)
  if (Number.isNaN(at))
    throw new GatewayError('CASE_INVALID', { where, detail: '不是有效的时刻 is no moment' })
  return at
}
