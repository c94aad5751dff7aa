import type { AnswerEnvelope, RequestEnvelope } from '../contracts/generated/types.ts'

/**
 * The first member in which an answer or refusal does not belong to a request, as a JSON pointer; undefined where it belongs.
 * `requestDigest`: SHA-256 of the request bytes, base64url. A refusal may lack the request's id, where none could be read.
 */
export function answerMismatch(
  answer: AnswerEnvelope,
  request: RequestEnvelope,
  requestDigest: string,
): string | undefined {
  const pairs: [string, unknown, unknown][] = [
    ['/iss', answer.iss, request.aud],
    ['/aud', answer.aud, request.iss],
    ['/requestDigest', answer.requestDigest, requestDigest],
    ['/service', answer.service ?? request.service, request.service],
    ['/inResponseTo', answer.inResponseTo ?? (answer.problem && request.jti), request.jti],
  ]
  return pairs.find(([, received, expected]) => received !== expected)?.[0]
}
