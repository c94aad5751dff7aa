import type { DialectDefinition } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'

/** What the templates and steps of a message may take. */
export interface Scope {
  /** The dialect's name, for errors. */
  dialect: string
  /** Epoch milliseconds. */
  at: number
  /** By place: `person.name`, `settings.appid`, `call.session`. */
  texts: ReadonlyMap<string, string>
  /** Our words to their codes. */
  tables: NonNullable<DialectDefinition['send']>
}

export function withTexts(scope: Scope, texts: Iterable<readonly [string, string]>): Scope {
  return { ...scope, texts: new Map([...scope.texts, ...texts]) }
}

/** The text of a place. Fails with CONFIG_INVALID where there is none: a setting is not configured. */
export function textAt({ texts, dialect }: Scope, place: string): string {
  const text = texts.get(place)
  if (text !== undefined) return text
  throw new GatewayError('CONFIG_INVALID', { where: dialect, detail: `没有取值 ${place} has no value` })
}

/**
 * The failure of a question that this dialect has no way to write. It is no sickness of the centre, so it must not count
 * as one. `where` is a place in the message.
 */
export function unaskable({ dialect }: Scope, where: string, detail: string): GatewayError {
  return new GatewayError('CENTRE_REFUSED', { where: `${dialect} ${where}`, detail })
}
