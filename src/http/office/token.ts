import type { Response } from 'express'
import type { Access } from '../../access/access.ts'
import type { OfficeTokenRefusal, Problem } from '../../contracts/generated/types.ts'
import type { Route } from '../app.ts'
import { readBody } from '../read-body.ts'
import { respond, respondJson, respondProblem } from '../respond.ts'
import { counted } from './admission.ts'

/** Largest form, in bytes. */
const maxForm = 16 * 1024

/** Where OAuth clients get an access token (RFC 6749 section 4.4). The one route whose caller is not known beforehand. */
export function tokenRoute(access: Access): Route {
  return {
    operationId: 'issueToken',
    method: 'post',
    path: '/office/v1/token',
    async handle(request, response, requestId) {
      const form = await readBody(request, 'application/x-www-form-urlencoded', maxForm)
      const client = await access.clientOf(form)
      await counted(client, 1, response, access)
      respondJson(response, 200, await access.issueToken(client), requestId)
    },
    refuse,
  }
}

/** As OAuth libraries read it; they know no faults of ours. Without a challenge, which some of them would take for all of the answer. */
function refuse(response: Response, problem: Problem): void {
  if (problem.status >= 500) return respondProblem(response, problem)
  const refusal: OfficeTokenRefusal = {
    error: errorOf(problem),
    error_description: `${problem.code}: ${problem.title.en}`,
    problem,
  }
  respond(response, {
    status: problem.status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(refusal),
    requestId: problem.requestId,
    retryAfterSeconds: problem.retryAfterSeconds,
  })
}

/** Codes of RFC 6749 section 5.2. What was signed too early or too late is no proof of who the client is. */
function errorOf({ code, status, where }: Problem): OfficeTokenRefusal['error'] {
  if (code === 'TOKEN_REQUEST_INVALID')
    return where === 'grant_type' ? 'unsupported_grant_type' : 'invalid_request'
  const unproved = status === 401 || code === 'CLOCK_SKEW' || code === 'REQUEST_EXPIRED'
  return unproved ? 'invalid_client' : 'invalid_request'
}
