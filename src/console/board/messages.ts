import { chinaDateTime } from '../../clock.ts'
import type { EvidenceBundle, JournalEntry } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import type { Verdict } from '../../evidence/ports.ts'
import type { ShownMessage, ShownMessageDetail, ShownMessages } from '../shown/board.ts'
import type { FoundMessage, JournalSearch, MessageFilter } from './ports.ts'

export interface MessagesDeps {
  search: JournalSearch
  /** Entries of one exchange, in order. */
  entries(exchangeId: string): Promise<JournalEntry[]>
  /** Undefined where nobody knows the exchange, or it got no answer. */
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
  verify(bundle: EvidenceBundle): Promise<Verdict>
  /** Name of a member, where the directory has one. */
  nameOf(code: string): string
}

/** 结果超过 1000 条，请缩小范围 */
export const mostMessages = 1_000

/** Who asked whom when, and what came of it: nothing of what was said. */
export interface Messages {
  find(filter: MessageFilter): Promise<ShownMessages>
  /** Fails with EXCHANGE_UNKNOWN. */
  detail(exchangeId: string): Promise<ShownMessageDetail>
  /** Fails with EXCHANGE_UNKNOWN, also where no answer came. */
  evidence(exchangeId: string): Promise<EvidenceBundle>
}

export function createMessages(deps: MessagesDeps): Messages {
  async function evidence(exchangeId: string): Promise<EvidenceBundle> {
    const bundle = await deps.evidence(exchangeId)
    if (bundle) return bundle
    throw new GatewayError('EXCHANGE_UNKNOWN')
  }

  return {
    evidence,
    async find(filter) {
      const found = await deps.search.find(filter, mostMessages + 1)
      return {
        messages: found.slice(0, mostMessages).map((message) => shown(message, deps)),
        tooMany: found.length > mostMessages,
      }
    },
    async detail(exchangeId) {
      const [message] = await deps.search.find({ exchangeId }, 1)
      const entries = (await deps.entries(exchangeId)).filter(
        ({ kind, issuer }) => kind !== 'looked' && issuer === message?.issuer,
      )
      const [first] = entries
      if (!message || !first) throw new GatewayError('EXCHANGE_UNKNOWN')
      const bundle = await deps.evidence(exchangeId)
      const { purpose, basis, operator } = first
      return {
        ...shown(message, deps),
        timeline: entries.map(({ at, kind, outcome }) => ({ at: chinaDateTime(at), kind, outcome })),
        ...(bundle && { verdict: shownVerdict(await deps.verify(bundle)) }),
        purpose,
        basis,
        operator,
      }
    },
  }
}

function shown(message: FoundMessage, { nameOf }: Pick<MessagesDeps, 'nameOf'>): ShownMessage {
  const { exchangeId, direction, at, askedAt, issuer, audience, service, outcome } = message
  return {
    exchangeId,
    direction,
    at: chinaDateTime(at),
    asker: { code: issuer, name: nameOf(issuer) },
    asked: { code: audience, name: nameOf(audience) },
    service,
    outcome,
    ...(askedAt !== undefined && { elapsedMs: at - askedAt }),
  }
}

function shownVerdict({ ok, findings }: Verdict): NonNullable<ShownMessageDetail['verdict']> {
  return {
    holds: ok,
    // What could not be checked, since something before it failed, did not itself fail.
    findings: findings
      .filter(({ state }) => state !== 'not-checked')
      .map(({ part, check, state }) => ({ check: `${part}.${check}`, ok: state === 'holds' })),
  }
}
