import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { CentreStatus, OfficeStatus } from '../../src/contracts/generated/types.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { askOffice, disconnect, http, json, memberOf, type TestMember } from '../support/member-client.ts'
import {
  type GatewayProcess,
  hangzhou,
  hefei,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'

let federation: TestFederation
let gateway: GatewayProcess
let asker: TestMember

beforeEach(async () => {
  federation = await prepareFederation()
  asker = memberOf(federation, jiangsu)
  ;[gateway] = await Promise.all([federation.start(jiangsu), federation.start(shanghai)])
})
afterEach(async () => {
  disconnect(asker.office)
  await federation.close()
})

async function status(port = federation.of(jiangsu).ports.office): Promise<OfficeStatus> {
  const answer = await http({ port, path: '/office/v1/status', method: 'GET', tls: asker.office })
  expect(answer.status).toBe(200)
  const checked = createContracts().check('office.status', json(answer))
  if (!checked.ok) throw new Error(`${checked.where} ${checked.detail}`)
  return checked.value
}

function of(code: string, { centres }: OfficeStatus): CentreStatus | undefined {
  return centres.find((centre) => centre.code === code)
}

const ask = (...to: string[]) =>
  askOffice(federation, asker, sandboxQuestion(jiangsu, to, 'normal', Date.now()))

test('each centre as it is now and as it was; one that nobody asked has no availability', async () => {
  await ask(shanghai, hangzhou)
  await ask(shanghai)
  const now = await status()
  expect(now.days).toBe(30)
  expect(of(shanghai, now)).toMatchObject({
    state: 'well',
    asked: 2,
    responded: 2,
    availability: 10_000,
    lastRespondedAt: expect.any(String),
    history: [{ asked: 2, responded: 2, availability: 10_000 }],
  })
  expect(of(hangzhou, now)).toMatchObject({ state: 'unknown', asked: 1, responded: 0, availability: 0 })
  const silent = of(hefei, now)
  expect(silent).toEqual({
    code: hefei,
    name: silent?.name,
    state: 'unknown',
    asked: 0,
    responded: 0,
    history: [],
  })
})

test('is kept across a stop, and counts what all instances of the member asked', async () => {
  await ask(shanghai)
  expect(await gateway.stop()).toBe(0)
  await federation.start(jiangsu)
  await ask(shanghai)
  expect(of(shanghai, await status())).toMatchObject({ asked: 2, responded: 2 })
})
