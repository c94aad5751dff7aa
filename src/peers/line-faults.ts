import { GatewayError } from '../errors.ts'

/** Nothing came of the centre. */
export function noAnswer(where: string, detail: string): GatewayError {
  return new GatewayError('CENTRE_UNAVAILABLE', { where, detail })
}

/** Something came that is no whole answer. */
export function badAnswer(where: string, detail: string): GatewayError {
  return new GatewayError('CENTRE_ANSWER_INVALID', { where, detail })
}
