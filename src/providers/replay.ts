import type { Provenance } from './provenance.ts'
import { converse } from '../dialects/engine/converse.ts'
import type { Dialect, DialectSettings } from '../dialects/engine/dialect.ts'
import type { DialectFinding } from '../dialects/engine/normalised.ts'
import { GatewayError } from '../errors.ts'

/**
 * Reads stored replies again, by the dialect as it is now, and asks nobody. Fails with EVIDENCE_INVALID where it would send
 * other messages than were sent, and as the engine does where it cannot read them any more.
 */
export function replayed(
  { question, replies }: Provenance,
  dialect: Dialect,
  settings: DialectSettings,
): DialectFinding {
  const seed = Buffer.from(question.seed, 'base64')
  const talking = converse(dialect, settings, { ...question, seed })
  let step = talking.next()
  for (const [index, { name, status, bytes }] of replies.entries()) {
    if (step.done || step.value.name !== name) throw strayed(index, name)
    step = talking.next({ ...(status !== undefined && { status }), bytes: Buffer.from(bytes, 'base64') })
  }
  if (!step.done) throw strayed(replies.length, step.value.name)
  return step.value
}

/** Names of what differs between what was found then and now: `outcome`, or facts such as contribution.base. */
export function differences(then: Provenance, now: DialectFinding): string[] {
  if (then.outcome !== now.outcome) return ['outcome']
  if (now.outcome !== 'found') return []
  const [before, after] = [flat(then.facts ?? {}), flat(now.normalised.facts)]
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort()
}

/** Facts by name, as the bytes that they are signed as. */
function flat(facts: object): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value !== 'object' || Array.isArray(value)) found.set(name, JSON.stringify(value))
    else
      for (const [fact, inner] of Object.entries(value as object))
        found.set(`${name}.${fact}`, JSON.stringify(inner))
  }
  return found
}

function strayed(index: number, name: string): GatewayError {
  return new GatewayError('EVIDENCE_INVALID', {
    where: `reply ${index + 1} (${name})`,
    detail:
      '按现行方言定义发出的报文与当时不同 the dialect as it is now would send other messages than were sent',
  })
}
