import { answerOf } from '../held.ts'
import type { ReceiverDeps, StoredAnswer } from '../ports.ts'
import type { Accepted, Understood } from '../stages.ts'

/**
 * One `jti` has one outcome, across processes and restarts: the same bytes get the stored answer. Where executing it is heard of
 * elsewhere, it is claimed durably before; otherwise concluding it decides, so that an exchange is written once.
 * After the signature, so that strangers can't burn ids. Fails with REPLAY_REFUSED or EXCHANGE_IN_PROGRESS.
 */
export async function claimOnce(
  exchange: Understood,
  { store, answers }: Pick<ReceiverDeps, 'store' | 'answers'>,
): Promise<Accepted | StoredAnswer> {
  const { member, envelope, digest, at } = exchange
  const key = { issuer: member.code, id: envelope.jti }
  const first = answers.get(envelope.aud)?.asksElsewhere ? 'claim' : 'held'
  const held = await store[first](key, digest, at)
  return held ? answerOf(held) : { ...exchange, stage: 'accepted' }
}
