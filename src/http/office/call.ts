import type { Request, Response } from 'express'
import type { Contracts } from '../../contracts/contracts.ts'
import { readStrictJson } from '../../domain/strict-json.ts'
import { GatewayError } from '../../errors.ts'
import type { Route } from '../app.ts'
import { readBody } from '../read-body.ts'

/** Who uses the office listener: one of `office.clients`, by its name. */
export interface Caller {
  name: string
}

/** One request to the office listener, of a caller who may be here. */
export interface OfficeCall {
  request: Request
  response: Response
  requestId: string
  caller: Caller
}

export interface OfficeRoute extends Omit<Route, 'handle'> {
  handle(call: OfficeCall): Promise<void> | void
}

/** A parameter of the path. */
export function parameter({ request }: OfficeCall, name: string): string {
  return String(request.params[name])
}

/** The bytes of a JSON body, up to `limit`. Fails as `readBody` does. */
export function readBytes({ request }: OfficeCall, limit: number): Promise<Buffer> {
  return readBody(request, 'application/json', limit)
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
