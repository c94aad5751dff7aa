import type { Request, Response } from 'express'
import { assertBody, type Caller } from '../../access/caller.ts'
import type { Contracts } from '../../contracts/contracts.ts'
import type { OfficeRight } from '../../contracts/generated/types.ts'
import { readStrictJson } from '../../domain/strict-json.ts'
import { GatewayError } from '../../errors.ts'
import type { Route } from '../app.ts'
import { readBody } from '../read-body.ts'

/** One request to the office listener, of a caller who may be here. */
export interface OfficeCall {
  request: Request
  response: Response
  requestId: string
  caller: Caller
  /** Counts that many requests more than the one that this is. Fails with OFFICE_RATE_LIMITED. */
  count(requests: number): Promise<void>
}

export interface OfficeRoute extends Omit<Route, 'handle' | 'refuse'> {
  /** What the caller must be allowed to do; none: every registered client may. */
  needs: readonly OfficeRight[]
  handle(call: OfficeCall): Promise<void> | void
}

/** A parameter of the path. */
export function parameter({ request }: OfficeCall, name: string): string {
  return String(request.params[name])
}

/** The bytes of a JSON body, up to `limit`. Fails as `readBody` does, and with AUTHORIZATION_INVALID where others were signed. */
export async function readBytes({ request, caller }: OfficeCall, limit: number): Promise<Buffer> {
  const bytes = await readBody(request, 'application/json', limit)
  assertBody(caller, bytes)
  return bytes
}

/** What JSON says, by its schema. Fails with QUESTION_INVALID naming the place. */
export function checkedJson<Name extends Parameters<Contracts['check']>[0]>(
  bytes: Buffer,
  { name, contracts }: { name: Name; contracts: Contracts },
) {
  const json = readStrictJson(bytes)
  if (!json.ok) throw new GatewayError('QUESTION_INVALID', { where: '/', detail: json.fault })
  const checked = contracts.check(name, json.value)
  if (!checked.ok) throw new GatewayError('QUESTION_INVALID', checked)
  return checked.value
}
