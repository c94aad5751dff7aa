import type { AnswerEnvelope, RequestEnvelope } from '../contracts/generated/types.ts'

/**
 * The first member in which an answer or refusal does not belong to a request, as a JSON pointer; undefined where it belongs.
 * `requestDigest`: SHA-256 of the request bytes, base64url. `representative`: who signs for the centre asked, where that is
 * another. A refusal may lack the request's id, where none could be read; of a representative it is then in its own name.
 */
export function answerMismatch(
  answer: AnswerEnvelope,
  request: RequestEnvelope,
  requestDigest: string,
  representative?: string,
): string | undefined {
  const inItsOwnName = answer.problem !== undefined && answer.iss === representative
  const pairs: [string, unknown, unknown][] = [
    ['/iss', answer.iss, inItsOwnName ? representative : request.aud],
    ['/relayedBy', answer.relayedBy, inItsOwnName ? undefined : representative],
    ['/aud', answer.aud, request.iss],
    ['/requestDigest', answer.requestDigest, requestDigest],
    ['/service', answer.service ?? request.service, request.service],
    ['/inResponseTo', answer.inResponseTo ?? (answer.problem && request.jti), request.jti],
  ]
  return pairs.find(([, received, expected]) => received !== expected)?.[0]
}
