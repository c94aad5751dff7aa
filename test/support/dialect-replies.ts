import { expect } from '@jest/globals'
import type { Person } from '../../src/contracts/generated/types.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { type DialectId, type DialectSetup, dialectSetups } from './dialect-setups.ts'
import { dialectOf, fixture, questionAbout, replay, type Replayed } from './replay.ts'

type About = PersonaId | Person

/** Conversations in a dialect in which the centre says what the test gives it, about 沈清和 where nobody else is named. */
export interface DialectReplies {
  /** Answered with bytes. */
  answered(bytes: Buffer | string, about?: About, status?: number): Replayed
  /** Answered with a sample of the dialect. */
  sample(name: string, about?: About, status?: number): Replayed
  /** A sample, the normal one where none is named, with one text changed. */
  changed(from: string, to: string, name?: string): Buffer
}

/** With other `more`, what is answered travels in another way. */
export function repliesOf(id: DialectId, more: Partial<DialectSetup> = {}): DialectReplies {
  const { settings, kept, travels = asItIs } = { ...dialectSetups[id], ...more }
  const dialect = dialectOf(id)
  const { as, read, write } = kept ?? { as: 'json', read: String, write: (text) => Buffer.from(text) }
  const file = (name: string) => fixture(id, `${name}.${as}`)
  function answered(bytes: Buffer | string, about: About = 'normal', status = 200): Replayed {
    const question = questionAbout(typeof about === 'string' ? personOf(about) : about)
    const reply = { status, bytes: Buffer.from(bytes) }
    return replay(dialect, settings, question, (call) => travels(reply, call))
  }
  return {
    answered,
    sample: (name, about, status) => answered(file(name), about, status),
    changed(from, to, name = 'normal') {
      const text = read(file(name))
      if (!text.includes(from)) throw new RangeError(from)
      return write(text.replace(from, to))
    },
  }
}

/** What travels is the sample itself. */
export const asItIs: NonNullable<DialectSetup['travels']> = (reply) => reply

export function personOf(id: PersonaId): Person {
  const persona = personas.find((each) => each.id === id)
  if (!persona) throw new RangeError(id)
  return persona.person
}

/** The error of an answer that cannot be used. */
export const invalid = expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID' })
