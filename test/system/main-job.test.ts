import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { compactVerify } from 'jose'
import { chinaDate } from '../../src/clock.ts'
import type { CentreResult, EvidenceBundle, OfficeResult } from '../../src/contracts/generated/types.ts'
import { isCertificateNumber } from '../../src/domain/certificate-number.ts'
import { addMonths, monthOf } from '../../src/domain/month.ts'
import { personas } from '../../src/sandbox/personas.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import {
  askOffice,
  certificateRequest,
  http,
  json,
  memberOf,
  post,
  sha256,
  signed,
  type TestMember,
  verified,
} from '../support/member-client.ts'
import {
  type GatewayProcess,
  hangzhou,
  hefei,
  jiangsu,
  portal,
  prepareFederation,
  shanghai,
  signDirectory,
  type TestFederation,
} from '../support/sandbox.ts'
import { openBehind } from '../support/open-behind.ts'

let federation: TestFederation
const gateways = new Map<string, GatewayProcess>()
const member = (code: string): TestMember => memberOf(federation, code)

beforeAll(async () => {
  federation = await prepareFederation()
  // Hefei reads a directory from which the portal's agreement has been withdrawn; the others do not know it yet.
  const directory = federation.directory()
  const withdrawn = directory.agreements.filter(({ consumers }) => !consumers.includes(portal))
  const file = join(federation.folder, 'directory-of-hefei.jws')
  writeFileSync(file, signDirectory(federation.files, { ...directory, agreements: withdrawn }))
  federation.configure(hefei, (config) => ({
    ...config,
    directory: { ...config.directory, sources: [file] },
  }))
  await Promise.all(
    [jiangsu, shanghai, hangzhou, hefei, portal].map(async (code) =>
      gateways.set(code, await federation.start(code)),
    ),
  )
})
afterAll(() => federation.close())

async function ask(
  asker: string,
  to: readonly string[],
  persona = 'normal',
  changes: object = {},
): Promise<CentreResult[]> {
  const question = { ...sandboxQuestion(asker, to, persona, Date.now()), ...changes }
  const answer = await askOffice(federation, member(asker), question)
  expect(answer.status).toBe(200)
  return json<OfficeResult>(answer).results
}

async function askOne(...args: Parameters<typeof ask>): Promise<CentreResult> {
  const [result] = await ask(...args)
  if (!result) throw new Error('no result')
  return result
}

describe('Jiangsu asks Shanghai for a deposit certificate through its office listener', () => {
  test('gets one that Shanghai signed, with the facts of the core and nothing else', async () => {
    const result = await askOne(jiangsu, [shanghai])
    const today = chinaDate(Date.now())
    const present = monthOf(today)
    expect(result).toMatchObject({
      centre: shanghai,
      name: '上海市公积金管理中心',
      state: 'answered',
      answer: { outcome: 'issued' },
      signer: { thumbprint: member(shanghai).thumbprint },
      certificate: {
        iss: shanghai,
        issuer: '上海市公积金管理中心',
        addressee: jiangsu,
        purpose: 'remote-housing-loan',
        applicationNumber: 'SANDBOX-0001',
        person: { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' },
        fields: ['account', 'contribution', 'balance', 'continuity', 'loans'],
      },
    })
    expect(result.verified).toHaveLength(9)
    expect(isCertificateNumber(result.certificate?.number ?? '')).toBe(true)
    expect(result.certificate?.number.slice(0, 14)).toBe(`310000${today.replaceAll('-', '')}`)
    expect(result.certificate?.validUntil).toBe(Temporal.PlainDate.from(today).add('P2M').toString())
    expect(result.certificate?.facts).toEqual({
      asOf: result.certificate?.issuedAt,
      account: {
        number: '310000000010',
        opened: `${addMonths(present, -24)}-10`,
        status: 'normal',
        frozen: false,
        arrears: false,
      },
      contribution: {
        base: 1_200_000,
        unitRatio: 700,
        ownRatio: 700,
        unitMonthly: 84_000,
        ownMonthly: 84_000,
        totalMonthly: 168_000,
        paidThrough: addMonths(present, -1),
        unitPaidThrough: addMonths(present, -1),
      },
      balance: { amount: 24 * 168_000 },
      continuity: {
        start: addMonths(present, -24),
        end: addMonths(present, -1),
        asOf: present,
        backPaymentsCounted: true,
        months: Array.from({ length: 24 }, (_, i) => addMonths(present, i - 24)),
        monthCount: 24,
        sixMonths: true,
      },
      loans: {
        count: 0,
        unsettledCount: 0,
        unsettled: false,
        usage: 'none',
        contractTotal: 0,
        unsettledBalance: 0,
      },
    })
  })

  test('the certificate is verifiable outside the exchange, by its own chain', async () => {
    const result = await askOne(jiangsu, [shanghai])
    const token = String(result.answer?.certificate)
    const { certificate, thumbprint, x5c } = member(shanghai)
    const { payload, protectedHeader } = await compactVerify(token, certificate.publicKey)
    expect(protectedHeader).toEqual({
      alg: 'ES256',
      typ: 'hpf-certificate+jws',
      'x5t#S256': thumbprint,
      x5c,
    })
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual(result.certificate)
  })

  test('both sides keep the same evidence, under the same id', async () => {
    const { exchangeId = '', answer } = await askOne(jiangsu, [shanghai])
    const bundles = await Promise.all(
      [jiangsu, shanghai].map(async (code) => {
        const got = await http({
          port: federation.of(code).ports.office,
          path: `/office/v1/exchanges/${exchangeId}/evidence`,
          method: 'GET',
          tls: member(code).office,
        })
        return json<EvidenceBundle>(got)
      }),
    )
    const [asker, answerer] = bundles
    expect(asker?.request).toBe(answerer?.request)
    expect(asker?.answer).toBe(answerer?.answer)
    expect(asker?.journal.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['asked', 'sent'],
      ['concluded', 'issued'],
    ])
    expect(answerer?.journal.map(({ kind, outcome }) => [kind, outcome])).toEqual([['answered', 'issued']])
    expect(answerer?.journal[0]?.answerDigest).toBe(sha256(answerer?.answer ?? ''))
    const payload = Buffer.from(asker?.answer.split('.')[1] ?? '', 'base64url').toString()
    expect(JSON.parse(payload)).toMatchObject({ body: answer })
  })

  test('only the field sets asked for are certified', async () => {
    const { certificate } = await askOne(jiangsu, [shanghai], 'normal', { fields: ['employer'] })
    expect(Object.keys(certificate?.facts ?? {}).sort()).toEqual(['asOf', 'employer'])
  })
})

test('the portal asks on a citizen’s behalf, and the certificate goes to the lending centre', async () => {
  const result = await askOne(portal, [shanghai], 'rare-name')
  expect(result).toMatchObject({
    state: 'answered',
    certificate: { purpose: 'citizen-application', addressee: jiangsu, person: { name: '骉㛃𬭎' } },
  })
})

describe('other services', () => {
  test('ping is a signed echo', async () => {
    const ping = { service: 'gateway.ping', body: { nonce: 'echo-1' } }
    const answer = await askOffice(federation, member(jiangsu), { to: [shanghai, portal], ...ping })
    expect(json<OfficeResult>(answer).results).toMatchObject([
      { state: 'answered', answer: { nonce: 'echo-1' } },
      { centre: portal, state: 'answered', answer: { nonce: 'echo-1' } },
    ])
  })

  test.each([
    ['normal', 'answered', { outcome: 'issuable' }],
    ['closed', 'answered', { outcome: 'not-issuable', reason: 'account-closed' }],
    ['no-account', 'no-record', { outcome: 'no-record' }],
  ])('check of %s gives no facts: %s', async (persona, state, answer) => {
    const person = personas.find(({ id }) => id === persona)?.person
    const check = { service: 'deposit-record.check', body: { person } }
    const result = await askOne(jiangsu, [shanghai], persona, check)
    expect({ state: result.state, answer: result.answer }).toEqual({ state, answer })
  })

  test('verify tells valid, altered, unknown and expired apart', async () => {
    const { certificate, answer } = await askOne(jiangsu, [shanghai])
    const number = certificate?.number ?? ''
    const digest = sha256(String(answer?.certificate))
    async function verdict(body: object): Promise<unknown> {
      const service = 'deposit-certificate.verify'
      return (await askOne(jiangsu, [shanghai], 'normal', { service, body })).answer
    }
    const { validUntil } = certificate ?? {}
    expect(await verdict({ number, digest })).toEqual({ outcome: 'valid', validUntil })
    expect(await verdict({ number, digest: sha256('other bytes') })).toEqual({ outcome: 'altered' })
    const never = `${number.slice(0, 14)}999999${number.slice(20)}`
    expect(await verdict({ number: never, digest })).toEqual({ outcome: 'unknown' })

    using database = openBehind(federation.of(shanghai).store)
    database.prepare('update certificate set valid_until = ? where number = ?').run('2026-01-31', number)
    expect(await verdict({ number, digest })).toEqual({ outcome: 'expired', validUntil: '2026-01-31' })
  })
})

describe('default deny', () => {
  test('at the asker: nothing leaves that no agreement covers', async () => {
    const lengths = (): Promise<number[]> =>
      Promise.all([hefei, hangzhou].map(async (code) => (await federation.journal(code)).length))
    const before = await lengths()
    const result = await askOne(hefei, [hangzhou])
    expect(result).toMatchObject({ state: 'not-asked', problem: { code: 'AGREEMENT_REQUIRED', status: 403 } })
    expect(result.exchangeId).toBeUndefined()
    expect(await lengths()).toEqual(before)
  })

  test('at the asker: a question without a basis, with an impossible number or to a stranger', async () => {
    const question = sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now())
    const { basis: _, ...baseless } = question
    const person = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010012' }
    const impossible = { ...question, body: { ...question.body, person } }
    const refusals = await Promise.all(
      [baseless, impossible, { ...question, body: {} }].map((each) =>
        askOffice(federation, member(jiangsu), each),
      ),
    )
    expect(refusals.map((answer) => [answer.status, json<{ code: string }>(answer).code])).toEqual([
      [422, 'BASIS_REQUIRED'],
      [422, 'ID_NUMBER_INVALID'],
      [422, 'QUESTION_INVALID'],
    ])
    expect(await ask(jiangsu, ['999999999999999', portal, jiangsu])).toMatchObject(
      [1, 2, 3].map(() => ({ state: 'not-asked', problem: { code: 'PEER_UNKNOWN' } })),
    )
  })

  test('at the answerer: a request that its asker should not have sent is refused, signed, and written down', async () => {
    const from = member(hefei)
    const envelope = certificateRequest(hefei, hangzhou, {}, 'sealed')
    const bytes = await signed(from, envelope)
    const { problem } = await verified(await post(federation, hangzhou, from.tls, bytes), member(hangzhou), {
      bytes,
      from: hefei,
    })
    expect(problem).toMatchObject({
      code: 'AGREEMENT_REQUIRED',
      status: 403,
      where: `${hefei} → ${hangzhou}, deposit-certificate.issue, remote-housing-loan`,
    })
    const kept = (await federation.journal(hangzhou)).filter(({ exchangeId }) => exchangeId === envelope.jti)
    expect(kept).toMatchObject([{ kind: 'refused', outcome: 'AGREEMENT_REQUIRED', issuer: hefei }])
  })
})

test('one question to many centres ends with an honest state for each, and a killed centre is asked again when it is back', async () => {
  const everybody = [shanghai, hangzhou, hefei, jiangsu]
  await gateways.get(jiangsu)?.kill()
  const results = await ask(portal, everybody)
  expect(results.map(({ centre }) => centre)).toEqual(everybody)
  expect(results).toMatchObject([
    { state: 'answered', answer: { outcome: 'issued' } },
    { state: 'no-record', answer: { outcome: 'no-record' } },
    {
      state: 'refused',
      problem: { code: 'AGREEMENT_REQUIRED' },
      signer: { thumbprint: member(hefei).thumbprint },
    },
    { state: 'not-asked', problem: { code: 'PEER_UNREACHABLE' } },
  ])
  await federation.start(jiangsu)
  const again = await ask(portal, everybody)
  expect(again.map(({ state }) => state)).toEqual(['answered', 'no-record', 'refused', 'answered'])
})
