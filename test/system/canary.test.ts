import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { chinaDate } from '../../src/clock.ts'
import type { OfficeResult, Person } from '../../src/contracts/generated/types.ts'
import { fillSyntheticPeople } from '../../src/sandbox/core-people.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import {
  askOffice,
  certificateRequest,
  headerOf,
  json,
  memberOf,
  post,
  rawToken,
  signed,
  type TestMember,
} from '../support/member-client.ts'
import {
  type GatewayProcess,
  hefei,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'
import { production } from '../support/stand.ts'

const count = 100
let federation: TestFederation
let gateways: GatewayProcess[]
let people: Person[]

beforeAll(async () => {
  federation = await prepareFederation()
  people = fillSyntheticPeople(federation.of(shanghai).core, shanghai, count, chinaDate(Date.now())).map(
    (person, i) => ({
      ...person,
      name: nameOf(i),
    }),
  )
  using database = new DatabaseSync(federation.of(shanghai).core)
  const rename = database.prepare('update GRXX set XingMing = ? where ZJHM = ?')
  const enrich = database.prepare(
    'update GRZHXX set GRZHYE = ? where GRZH in (select GRZH from GRXX where ZJHM = ?)',
  )
  for (const [i, { name, idNumber }] of people.entries()) {
    rename.run(name, idNumber)
    enrich.run(`${balanceOf(i).slice(0, -2)}.${balanceOf(i).slice(-2)}`, idNumber)
  }
  for (const code of [jiangsu, shanghai]) federation.configure(code, production)
  gateways = await Promise.all(
    [jiangsu, shanghai].map((code) => federation.start(code, { env: { GATEWAY_LOG_LEVEL: 'debug' } })),
  )
})
afterAll(() => federation.close())

const member = (code: string): TestMember => memberOf(federation, code)

/** In fen, of digits that nothing else here has. */
function balanceOf(i: number): string {
  return `73${String(i).padStart(3, '0')}91773`
}

/** Of characters that nothing else here has. */
function nameOf(i: number): string {
  return `鑫${[...'龘靐齉爩鱻麤龖飝灪厵'][Math.floor(i / 10)]}${[...'瞐嘦垚奣孬嫑巭怹慜掱'][i % 10]}`
}

/** Everything that the canaries could look like. */
function canaries(): string[] {
  return people.flatMap(({ name, idNumber }, i) => [
    name,
    idNumber,
    idNumber.slice(6, 17),
    balanceOf(i),
    `${balanceOf(i).slice(0, -2)}.${balanceOf(i).slice(-2)}`,
  ])
}

function found(where: string, bytes: Buffer | string): string[] {
  const text = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  return canaries()
    .filter((canary) => text.includes(canary))
    .map((canary) => `${canary} in ${where}`)
}

test('T126 numbers, names and balances of 100 people are in no log, metric, refusal, header or database file', async () => {
  const [asker, stranger] = [member(jiangsu), member(hefei)]
  const told: string[] = []
  let certified = 0
  async function tellOf(person: Person, i: number): Promise<void> {
    const question = {
      ...sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now()),
      body: { person, addressee: jiangsu },
    }
    const { results } = json<OfficeResult>(await askOffice(federation, asker, question))
    if (results[0]?.certificate?.facts.balance?.amount === Number(balanceOf(i))) certified += 1

    // Every way of going wrong with a person in hand.
    const request = certificateRequest(jiangsu, shanghai, { body: { person, addressee: jiangsu } })
    const wrong = {
      ...person,
      idNumber: `${person.idNumber.slice(0, -1)}${person.idNumber.endsWith('1') ? '2' : '1'}`,
    }
    const bad: [string, TestMember][] = [
      [await signed(asker, request), stranger],
      [rawToken(headerOf(asker), request, stranger.key), asker],
      [await signed(asker, { ...request, [person.idNumber]: person.name }), asker],
      [await signed(asker, { ...request, aud: hefei }), asker],
      [
        await signed(asker, {
          ...request,
          body: { person: { ...person, [person.name]: 1 }, addressee: jiangsu },
        }),
        asker,
      ],
      [
        await signed(asker, {
          ...request,
          jti: request.jti.replace(/.$/, 'a'),
          body: { person: wrong, addressee: jiangsu },
        }),
        asker,
      ],
      [
        await signed(asker, {
          ...request,
          jti: request.jti.replace(/.$/, 'b'),
          purpose: 'citizen-application',
        }),
        asker,
      ],
      [
        await signed(asker, { ...request, basis: { ...request.basis, applicationNumber: person.name } }),
        asker,
      ],
      [await signed(asker, `{"person":${JSON.stringify(person)},`), asker],
      [JSON.stringify(request), asker],
    ]
    for (const [bytes, from] of bad) {
      const { status, headers, body } = await post(federation, shanghai, from.tls, bytes)
      expect(status).toBeGreaterThanOrEqual(400)
      told.push(
        JSON.stringify(headers),
        body.toString(),
        Buffer.from(body.toString().split('.')[1] ?? '', 'base64url').toString(),
      )
    }
    const badQuestions = [
      { ...question, [person.idNumber]: person.name },
      { ...question, body: { person: wrong, addressee: jiangsu } },
      { ...question, to: [person.idNumber.slice(0, 15)] },
      { ...question, body: { person: { ...person, [person.name]: 1 }, addressee: jiangsu } },
    ]
    for (const bad of badQuestions) told.push((await askOffice(federation, asker, bad)).body.toString())
  }
  for (let i = 0; i < count; i += 10) {
    await Promise.all(people.slice(i, i + 10).map((person, k) => tellOf(person, i + k)))
  }
  expect(certified).toBe(count)
  expect(told.flatMap((text) => found('a refusal', text))).toEqual([])

  for (const code of [jiangsu, shanghai]) {
    const metrics = await fetch(`http://127.0.0.1:${federation.of(code).ports.ops}/metrics`)
    expect(found('metrics', await metrics.text())).toEqual([])
  }
  // The files as they are while the processes run, write-ahead log and all.
  const files = [jiangsu, shanghai].flatMap((code) => {
    const folder = join(federation.of(code).store, '..')
    return readdirSync(folder)
      .filter((name) => name.startsWith('gateway.db'))
      .map((name) => join(folder, name))
  })
  expect(files.filter((file) => file.endsWith('-wal'))).toHaveLength(2)
  for (const file of files) expect(found(file, readFileSync(file))).toEqual([])

  await Promise.all(gateways.map((gateway) => gateway.stop()))
  for (const { lines } of gateways) {
    expect(lines.length).toBeGreaterThan(count)
    expect(found('the log', lines.join('\n'))).toEqual([])
    // Nor inside of a token: no part of one is logged at all.
    expect(lines.join('\n')).not.toMatch(/eyJ[A-Za-z0-9_-]{20}/)
  }
}, 120_000)
