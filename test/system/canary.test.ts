import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { OfficeResult, Person } from '../../src/contracts/generated/types.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { type Canaries, canariesIn } from '../support/canaries.ts'
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
let canaries: Canaries

beforeAll(async () => {
  federation = await prepareFederation()
  canaries = canariesIn(federation.of(shanghai).core, shanghai, count)
  for (const code of [jiangsu, shanghai]) federation.configure(code, production)
  gateways = await Promise.all(
    [jiangsu, shanghai].map((code) => federation.start(code, { env: { GATEWAY_LOG_LEVEL: 'debug' } })),
  )
})
afterAll(() => federation.close())

const member = (code: string): TestMember => memberOf(federation, code)

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
    if (results[0]?.certificate?.facts.balance?.amount === canaries.balances[i]) certified += 1

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
    await Promise.all(canaries.people.slice(i, i + 10).map((person, k) => tellOf(person, i + k)))
  }
  expect(certified).toBe(count)
  expect(told.flatMap((text) => canaries.found('a refusal', text))).toEqual([])

  for (const code of [jiangsu, shanghai]) {
    const metrics = await fetch(`http://127.0.0.1:${federation.of(code).ports.ops}/metrics`)
    expect(canaries.found('metrics', await metrics.text())).toEqual([])
  }
  // The files as they are while the processes run, write-ahead log and all.
  const files = [jiangsu, shanghai].flatMap((code) => {
    const folder = join(federation.of(code).store, '..')
    return readdirSync(folder)
      .filter((name) => name.startsWith('gateway.db'))
      .map((name) => join(folder, name))
  })
  expect(files.filter((file) => file.endsWith('-wal'))).toHaveLength(2)
  for (const file of files) expect(canaries.found(file, readFileSync(file))).toEqual([])

  await Promise.all(gateways.map((gateway) => gateway.stop()))
  for (const { lines } of gateways) {
    expect(lines.length).toBeGreaterThan(count)
    expect(canaries.found('the log', lines.join('\n'))).toEqual([])
    // Nor inside of a token: no part of one is logged at all.
    expect(lines.join('\n')).not.toMatch(/eyJ[A-Za-z0-9_-]{20}/)
  }
})
