import type { AskEvents } from '../outbound/ports.ts'

type Concluded = Parameters<AskEvents['concluded']>[0]

/**
 * Whether a centre responded to an ask: with an answer or a signed refusal. Undefined where the ask says nothing of the centre: it
 * was a ping, it failed here, or it found no turn among our own.
 */
export function responded({
  service,
  state,
  error,
}: Pick<Concluded, 'service' | 'state' | 'error'>): boolean | undefined {
  if (service === 'gateway.ping') return undefined
  if (state !== 'not-asked') return true
  return error?.entry.fault === 'peer' && error.code !== 'PEER_BUSY' ? false : undefined
}
