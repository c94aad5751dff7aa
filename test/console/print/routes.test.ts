import { afterAll, beforeAll, expect, test } from '@jest/globals'
import request from 'supertest'
import { printRoutes } from '../../../src/console/print/routes.ts'
import { orderOf } from '../../print/support.ts'
import { consoleApp, consolePeople } from '../../support/console-person.ts'
import { asked, createEvidenceDesk, type EvidenceDesk } from '../../support/evidence.ts'

let desk: EvidenceDesk

beforeAll(() => {
  desk = createEvidenceDesk()
})
afterAll(() => desk[Symbol.dispose]())

test('what holds is put on paper whoever can be asked about it now: no directory has to be in force', async () => {
  const { token, certificate, signer, chain, printer, checkPage, at } = orderOf(desk)
  const given: string[] = []
  const routes = printRoutes({
    original: async () => ({
      exchangeId: 'x',
      token: Buffer.from(token),
      certificate,
      holds: true,
      revocationKnown: false,
      standing: { state: 'not-told' },
    }),
    accesses: { record: async ({ action }) => void given.push(action) },
    printings: { keep: async () => undefined },
    lastDirectory: () => ({ members: new Map() }),
    member: printer,
    paper: { signer, chain },
    checkPage,
    sandbox: true,
    clock: () => at,
  })
  const app = consoleApp(routes, () => consolePeople.officer)
  const answer = await request(app).post(`/console/v1/cases/c/centres/${asked}/certificate/print`)
  expect([answer.status, answer.headers['content-type'], given]).toEqual([200, 'application/pdf', ['print']])
})
