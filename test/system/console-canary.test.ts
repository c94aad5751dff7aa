import { randomUUIDv7 } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ShownCertificate } from '../../src/console/shown/cases.ts'
import type { Person } from '../../src/contracts/generated/types.ts'
import { changePerson } from '../../src/sandbox/identity-provider/people.ts'
import { type Canaries, canariesIn } from '../support/canaries.ts'
import { endedCase } from '../support/console-cases.ts'
import { type AtConsole, signIn, startProvider } from '../support/console-sign-in.ts'
import {
  type GatewayProcess,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'
import { production } from '../support/stand.ts'

const count = process.env['LONG'] === '1' ? 1_000 : 60
/** As many as stay within what one may ask in a minute. */
const perOfficer = 20
const cases = '/console/v1/cases'

let federation: TestFederation
let gateways: GatewayProcess[]
let canaries: Canaries
let operator: AtConsole
let auditor: AtConsole

beforeAll(async () => {
  federation = await prepareFederation()
  canaries = canariesIn(federation.of(shanghai).core, shanghai, count)
  for (const code of [jiangsu, shanghai]) federation.configure(code, production)
  const starting = [jiangsu, shanghai].map((code) =>
    federation.start(code, { env: { GATEWAY_LOG_LEVEL: 'debug' } }),
  )
  ;[gateways] = await Promise.all([Promise.all(starting), startProvider(federation)])
  operator = await signIn(federation, 'jiang.chuan')
  auditor = await signIn(federation, 'he.jing')
})
afterAll(() => federation.close())

/** What the pages are told, which masks; and what goes wrong with a person in hand. */
async function told(desk: AtConsole, person: Person): Promise<string[]> {
  const entered = {
    person,
    centres: [shanghai],
    purpose: 'remote-housing-loan',
    basis: { kind: 'consent', reference: `SQS-${randomUUIDv7()}`, expires: '2099-03-31' },
  }
  const enter = (body: unknown) => desk.post(cases, body, { 'idempotency-key': randomUUIDv7() })
  const { id } = JSON.parse((await enter(entered)).body) as { id: string }
  await endedCase(desk, id)
  const certificate = `${cases}/${id}/centres/${shanghai}/certificate`
  const seen = await desk.get(certificate)
  const balance = (JSON.parse(seen.body) as ShownCertificate).facts.balance?.amount
  expect(balance).toBe(canaries.balances[canaries.people.indexOf(person)])
  const wrong = person.idNumber.replace(/.$/, (last) => (last === '1' ? '2' : '1'))
  const reason = `${person.name} ${person.idNumber}`
  const revealed = await desk.post(`${certificate}/reveal`, { reason })
  expect(revealed.body).toContain(person.idNumber)
  expect((await desk.post(`${certificate}/print`)).status).toBe(200)
  const answers = [
    await desk.get(`${cases}/${id}`),
    await desk.post(`${cases}/search`, { idNumber: person.idNumber }),
    await enter({ ...entered, person: { ...person, idNumber: wrong } }),
    await enter({ ...entered, [person.idNumber]: person.name }),
    await enter({ ...entered, centres: [person.idNumber.slice(0, 15)] }),
    await enter({ ...entered, purpose: person.name }),
    await operator.post('/console/v1/messages/search', { idNumber: person.idNumber }),
    await operator.post('/console/v1/messages/search', { outcome: person.name }),
  ]
  return [
    ...[seen, ...answers].map(({ body, headers }) => body + JSON.stringify(headers)),
    JSON.stringify(revealed.headers),
  ]
}

test(`T126 names and numbers of ${count} people who were asked about at the console are in no page but what was revealed, and in no log, metric, URL or file`, async () => {
  const pages: string[] = []
  for (let i = 0; i < count; i += perOfficer) {
    const staff = `officer.${i}`
    const seat = { staff, name: '测试', roles: ['officer'], branch: 'jinling' } as const
    changePerson(federation.files.identity, 'lin.yue', seat)
    const desk = await signIn(federation, staff)
    for (const person of canaries.people.slice(i, i + perOfficer)) pages.push(...(await told(desk, person)))
    for (const path of ['/console/v1/cases', '/console/v1/waiting']) pages.push((await desk.get(path)).body)
    expect(canaries.found('an address', desk.browser.visited.join('\n'))).toEqual([])
    changePerson(federation.files.identity, staff, { staff: 'lin.yue' })
  }
  for (const path of ['board', `peers/${shanghai}`, 'upkeep', 'keys']) {
    pages.push((await operator.get(`/console/v1/${path}`)).body)
  }
  pages.push((await auditor.get('/console/v1/cases')).body)
  expect(pages.flatMap((page) => canaries.found('a page', page, 'who'))).toEqual([])

  for (const code of [jiangsu, shanghai]) {
    const metrics = await fetch(`http://127.0.0.1:${federation.of(code).ports.ops}/metrics`)
    expect(canaries.found('metrics', await metrics.text())).toEqual([])
    const folder = join(federation.of(code).store, '..')
    const files = readdirSync(folder).filter((name) => name.startsWith('gateway.db'))
    expect(files.length).toBeGreaterThan(1)
    for (const file of files) expect(canaries.found(file, readFileSync(join(folder, file)))).toEqual([])
  }
  await Promise.all(gateways.map((gateway) => gateway.stop()))
  for (const { lines } of gateways) {
    expect(lines.length).toBeGreaterThan(count)
    expect(canaries.found('the log', lines.join('\n'))).toEqual([])
  }
}, 900_000)
