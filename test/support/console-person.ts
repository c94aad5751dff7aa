import type { Express } from 'express'
import type { ConsoleRoute } from '../../src/console/call.ts'
import type { ConsolePerson, ConsoleRole } from '../../src/console/person.ts'
import { rightsFor } from '../../src/console/rights.ts'
import { GatewayError } from '../../src/errors.ts'
import { type AppDeps, createApp, type Route } from '../../src/http/app.ts'

/** People of the sandbox, as the identity provider describes them. */
export const consolePeople = {
  officer: consolePerson('lin.yue', '林悦', 'jinling', 'officer'),
  otherOfficer: consolePerson('zhou.hang', '周航', 'jianye', 'officer'),
  supervisor: consolePerson('xu.ning', '许宁', 'jinling', 'supervisor'),
  auditor: consolePerson('he.jing', '何静', '', 'auditor'),
  operator: consolePerson('jiang.chuan', '江川', '', 'operator'),
}

export function consolePerson(
  staff: string,
  name: string,
  branch: string,
  ...roles: ConsoleRole[]
): ConsolePerson {
  return { subject: `sub-${staff}`, staff, name, branch, roles: new Set(roles) }
}

/** The routes alone, for whoever `who` gives at each request: rights are kept, sessions and the rest of admission are not there. */
export function consoleApp(
  routes: readonly ConsoleRoute[],
  who: () => ConsolePerson,
  { clock = Date.now, sandbox = true, onRefused = () => undefined }: Partial<AppDeps> = {},
): Express {
  const admitted = routes.map(({ needs, handle, ...route }): Route => ({
    ...route,
    handle(request, response, requestId) {
      const person = who()
      const rights = rightsFor(person)
      if (!needs.every((right) => rights.has(right))) throw new GatewayError('CONSOLE_FORBIDDEN')
      return handle({ request, response, requestId, person })
    },
  }))
  return createApp(admitted, { clock, sandbox, onRefused })
}
