import type { RequestEnvelope } from '../contracts/generated/types.ts'
import type { DirectoryView } from '../speaker/ports.ts'

/** In whose name we answer: our own, or that of a centre that we represent. */
export interface Answerer {
  code: string
  name: string
  /** Ourselves, where we answer for another. */
  relayedBy?: { code: string; name: string }
}

/** What we answer for, by code: ourselves and the centres that our configuration represents. */
export interface Answering {
  self: { code: string; name: string }
  answers: ReadonlyMap<string, Answered>
}

export interface Answered {
  services: ReadonlySet<string>
  /** Its facts are asked of somebody else, who hears of it; otherwise an answer that nobody gets has left no trace. */
  asksElsewhere: boolean
}

/**
 * Who answers a request addressed to `audience`; undefined where that is not for us: we are configured for a represented centre,
 * and the directory says at the moment that we represent it.
 */
export function answererFor(
  audience: string,
  directory: Pick<DirectoryView, 'members'>,
  { self, answers }: Answering,
): Answerer | undefined {
  if (audience === self.code) return ownName(self)
  const centre = directory.members.get(audience)
  if (!centre || centre.representedBy !== self.code || !answers.has(audience)) return undefined
  return { code: centre.code, name: centre.name, relayedBy: ownName(self) }
}

/** In whose name a refusal is: our own, while nobody has read whom the request is for, and where it is not for us. */
export function answererOf(
  exchange: { directory: Pick<DirectoryView, 'members'>; envelope?: RequestEnvelope },
  answering: Answering,
): Answerer {
  const { envelope, directory } = exchange
  return (envelope && answererFor(envelope.aud, directory, answering)) ?? ownName(answering.self)
}

function ownName({ code, name }: Answering['self']): { code: string; name: string } {
  return { code, name }
}
