import { GatewayError } from '../../../errors.ts'

/** Most levels of lists and objects in a reply; the deepest known has four. */
export const maxDepth = 20

/** The failure of a text that breaks its form. It repeats nothing of the text. */
export function unreadable(rule: string): GatewayError {
  return new GatewayError('CENTRE_ANSWER_INVALID', { detail: rule })
}
