import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { tellCase } from '../../../src/console/cases/events.ts'
import type { ConsolePerson } from '../../../src/console/person.ts'
import type { ShownCase } from '../../../src/console/shown/cases.ts'
import { createApp, type Route } from '../../../src/http/app.ts'

const person: ConsolePerson = {
  subject: '1',
  staff: 'lin.yue',
  name: '林悦',
  roles: new Set(['officer']),
  branch: 'jinling',
}

test('who goes while the case is looked up is told nothing, and the case is not followed', async () => {
  const asked = Promise.withResolvers<void>()
  const found = Promise.withResolvers<ShownCase>()
  const gone = Promise.withResolvers<void>()
  const told = Promise.withResolvers<void>()
  let followed = 0
  const cases: Parameters<typeof tellCase>[1] = {
    find() {
      asked.resolve()
      return found.promise
    },
    follow() {
      followed++
      return (async function* () {})()
    },
  }
  const route: Route = {
    operationId: 'events',
    method: 'get',
    path: '/cases/:caseId/events',
    handle: (incoming, response, requestId) =>
      tellCase({ request: incoming, response, requestId, person }, cases).finally(told.resolve),
  }
  const deps = { clock: () => 0, sandbox: false, onRefused: () => undefined, onEnded: () => gone.resolve() }
  const server = createServer(createApp([route], deps)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const outgoing = request({ host: '127.0.0.1', port, path: '/cases/1/events' }).on('error', () => undefined)
  outgoing.end()
  await asked.promise
  outgoing.destroy()
  await gone.promise
  found.resolve({} as ShownCase)
  await told.promise
  expect(followed).toBe(0)
  server.close()
})
