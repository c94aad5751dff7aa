import type { Request, Response } from 'express'
import type { Route } from '../http/app.ts'
import type { ConsolePerson } from './person.ts'
import type { ConsoleRight } from './rights.ts'

/** One request of somebody who is signed in and may make it. */
export interface ConsoleCall {
  request: Request
  response: Response
  requestId: string
  person: ConsolePerson
}

export interface ConsoleRoute extends Omit<Route, 'handle' | 'refuse'> {
  /** What the person must be allowed to do; none: whoever is signed in may. */
  needs: readonly ConsoleRight[]
  /** Made by the page by itself: does not keep an idle session awake. */
  background?: true
  /** Goes on until somebody ends it: nobody has many of them. */
  lasting?: true
  handle(call: ConsoleCall): Promise<void> | void
}

/** A parameter of the path. */
export function parameter({ request }: ConsoleCall, name: string): string {
  return String(request.params[name])
}
