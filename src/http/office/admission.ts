import type { Request, Response } from 'express'
import type { Access } from '../../access/access.ts'
import { assertBody, assertCounted, assertMay, type Caller } from '../../access/caller.ts'
import type { OfficeClient } from '../../access/client.ts'
import { GatewayError } from '../../errors.ts'
import type { Route } from '../app.ts'
import { shownChannel } from '../channel.ts'
import type { OfficeRoute } from './call.ts'
import { challenge, showRate } from './standard-headers.ts'

/** Nobody gets past the first line of a route but callers who may do it, as often as they may. */
export function forCallers(route: OfficeRoute, access: Access): Route {
  return {
    ...route,
    async handle(request, response, requestId) {
      const caller = await known(request, response, access)
      const count = (requests: number) => counted(caller, requests, response, access)
      await count(1)
      assertMay(caller, ...route.needs)
      // A body that comes with them is never read, so it says nothing.
      if (route.method !== 'post') assertBody(caller, Buffer.alloc(0))
      await route.handle({ request, response, requestId, caller, count })
    },
  }
}

async function known(request: Request, response: Response, access: Access): Promise<Caller> {
  try {
    return await access.callerOf({
      method: request.method,
      path: request.originalUrl,
      authorization: request.headersDistinct['authorization'] ?? [],
      channel: shownChannel(request),
    })
  } catch (error) {
    if (error instanceof GatewayError && error.entry.status === 401) challenge(response, error, access)
    throw error
  }
}

/** Whether it is within the caller's limit or not, the answer tells how much is left. Fails with OFFICE_RATE_LIMITED. */
export async function counted(
  client: OfficeClient,
  requests: number,
  response: Response,
  access: Access,
): Promise<void> {
  const verdict = await access.count(client, requests)
  showRate(response, client, verdict)
  assertCounted(client, verdict)
}
