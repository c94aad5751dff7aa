import { expect, test } from '@jest/globals'
import { boardRoutes } from '../../../src/console/board/routes.ts'
import { type ConsoleRole, consoleRoles } from '../../../src/console/person.ts'
import { rightsFor } from '../../../src/console/rights.ts'

const none = {} as never
const routes = boardRoutes({
  overview: none,
  peers: none,
  messages: none,
  trust: none,
  configurations: none,
  upkeep: none,
  contracts: none,
})

/** Who may do what on the board; each route once. */
const expected: Record<string, readonly ConsoleRole[]> = {
  'get /console/v1/board': ['operator'],
  'get /console/v1/peers/:code': ['operator'],
  'post /console/v1/peers/:code/test': ['operator'],
  'post /console/v1/peers/:code/open': ['operator'],
  'post /console/v1/peers/:code/release': ['operator'],
  'post /console/v1/messages/search': ['auditor', 'operator'],
  'get /console/v1/messages/:exchangeId': ['auditor', 'operator'],
  'post /console/v1/messages/:exchangeId/evidence': ['auditor', 'operator'],
  'get /console/v1/keys': ['operator'],
  'get /console/v1/directory': ['operator'],
  'get /console/v1/directory/changes': ['operator'],
  'get /console/v1/configuration': ['operator'],
  'get /console/v1/configuration/history/:id': ['operator'],
  'post /console/v1/configuration/check': ['operator'],
  'post /console/v1/configuration/try': ['operator'],
  'post /console/v1/configuration/apply': ['operator'],
  'post /console/v1/configuration/rollback': ['operator'],
  'get /console/v1/upkeep': ['operator'],
  'post /console/v1/maintenance': ['operator'],
  'post /console/v1/maintenance/end': ['operator'],
}

test('each route of the board is for the roles that the table says, and no other', () => {
  const found = routes.map(({ method, path, needs }) => {
    const may = consoleRoles.filter((role) => {
      const rights = rightsFor({ roles: new Set([role]) })
      return needs.length > 0 && needs.every((right) => rights.has(right))
    })
    return [`${method} ${path}`, may]
  })
  expect(Object.fromEntries(found)).toEqual(expected)
})

test('what a page asks for by itself changes nothing', () => {
  expect(routes.filter(({ background, method }) => background && method !== 'get')).toEqual([])
})
