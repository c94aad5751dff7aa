import { GatewayError } from '../../errors.ts'

/** The failure of an answer at a path of it, with the rule broken. It repeats no value. */
export function refusal(dialect: string, path: string, rule: string): GatewayError {
  return new GatewayError('CENTRE_ANSWER_INVALID', { where: `${dialect} ${path}`, detail: rule })
}
