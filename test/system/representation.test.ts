import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/composition/context.ts'
import type { ShownHops } from '../../src/console/shown/board.ts'
import type { CentreResult, OfficeQuestion } from '../../src/contracts/generated/types.ts'
import { believing } from '../../src/cli/trust.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import { verifyBundle } from '../../src/evidence/verify-bundle.ts'
import { verifyDepositCertificate } from '../../src/evidence/verify-certificate.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { gateway } from '../support/cli.ts'
import { signIn, startProvider } from '../support/console-sign-in.ts'
import { httpAnswer, says } from '../support/hostile-server.ts'
import {
  elsewhere,
  hub,
  type HubStand,
  otherHub,
  park,
  prepareHub,
  record,
  second,
  unconfigured,
  withCode,
} from '../support/hub.ts'
import { serveInProcess } from '../support/in-process.ts'
import {
  certificateRequest,
  http,
  json,
  memberOf,
  pingRequest,
  post,
  sha256,
  signed,
} from '../support/member-client.ts'
import { jiangsu, shanghai, type TestFederation } from '../support/sandbox.ts'

let stand: HubStand
let federation: TestFederation
let asker: Context
let hubContext: Context

beforeAll(async () => {
  stand = await prepareHub()
  federation = stand.federation
  hubContext = (await serveInProcess(federation, hub)).context
  asker = (await serveInProcess(federation, jiangsu)).context
  await serveInProcess(federation, otherHub)
  await startProvider(federation)
})
beforeEach(() => stand.centre.behave(says(record())))
afterAll(() => federation.close())

const relayedBy = { code: hub, name: '合肥市住房公积金管理中心' }

async function ask(
  context: Context,
  from: string,
  to: string,
  question: Partial<OfficeQuestion> = {},
): Promise<CentreResult> {
  const asked = { ...sandboxQuestion(from, [to], 'normal', Date.now()), ...question }
  const [result] = (await context.ask(asked)).results
  if (!result) throw new Error('no result')
  return result
}

/** Says something to the hub as Jiangsu, and gives what it signed. */
async function toHub(envelope: { iss: string; service: string }) {
  const member = memberOf(federation, envelope.iss)
  const bytes = await signed(member, envelope)
  const answer = await post(federation, hub, member.tls, bytes, { service: envelope.service })
  const payload = answer.body.toString('latin1').split('.')[1] ?? ''
  return { status: answer.status, payload: JSON.parse(Buffer.from(payload, 'base64url').toString()) }
}

describe('a represented centre', () => {
  test('answers through its hub, in its own name and under its own terms', async () => {
    const result = await ask(asker, jiangsu, park)
    expect(result).toMatchObject({
      centre: park,
      name: '苏州工业园区社会保险基金和公积金管理中心',
      relayedBy,
      state: 'answered',
      certificate: {
        iss: park,
        issuer: '苏州工业园区社会保险基金和公积金管理中心',
        relayedBy,
        number: expect.stringMatching(/^321400/),
        facts: { balance: { amount: 1_234_567 }, contribution: { base: 800_000 } },
      },
    })
    expect(result.signer?.thumbprint).toBe(memberOf(federation, hub).thumbprint)
    expect(result.verified).toContain(
      '签名证书已在目录中为该中心的代理成员登记 signing certificate is listed in the directory for the member that represents this centre',
    )
  })

  test('is one of several in its city: the asker is asked which, and nothing leaves', async () => {
    const before = stand.centre.messages.length
    await expect(ask(asker, jiangsu, '320500')).rejects.toMatchObject({
      code: 'QUESTION_INVALID',
      where: '/to/0',
      detail: expect.stringContaining(park),
    })
    const config = ['--config', federation.of(jiangsu).config]
    const asking = ['request', ...config, '--to', '320500', '--persona', 'normal']
    const said = await gateway(asking, { now: Date.now() })
    expect(said.code).toBe(2)
    expect(said.err).toMatch(new RegExp(`^USAGE_INVALID.*--to 320500.*${park} 苏州工业园区`, 's'))
    expect(stand.centre.messages).toHaveLength(before)
    expect(await ask(asker, jiangsu, '310000')).toMatchObject({ centre: shanghai })
  })

  test('is tested up to its hub only: from there on what the last question says is told, and no more', async () => {
    const operator = await signIn(federation, 'jiang.chuan')
    const tested = async (): Promise<ShownHops> =>
      JSON.parse((await operator.post(`/console/v1/peers/${park}/test`)).body) as ShownHops
    await ask(asker, jiangsu, park)
    const well = await tested()
    expect([well.ok, well.behind]).toEqual([true, '苏州工业园区社会保险基金和公积金管理中心'])
    expect(well.hops.at(-1)).toMatchObject({ hop: 'centre', unchecked: true, ok: true })
    stand.centre.behave(says(httpAnswer('down', { status: '503 Service Unavailable' })))
    expect((await ask(asker, jiangsu, park)).problem?.code).toBe('CENTRE_UNAVAILABLE')
    stand.centre.behave(says(record()))
    await ask(asker, jiangsu, second)
    // Its hub is well, and echoes for it; and the other centre behind it is another.
    const down = await tested()
    expect(down.hops.map(({ hop, ok }) => `${hop} ${ok}`)).toEqual([
      ...['dns', 'tcp', 'tls', 'certificate', 'clock', 'echo'].map((hop) => `${hop} true`),
      'centre false',
    ])
    expect(down.hops.at(-1)).toMatchObject({
      unchecked: true,
      zh: expect.stringMatching(/^最近失败 CENTRE_UNAVAILABLE（/),
    })
  })

  test('leaves evidence that holds by itself, with who relayed it', async () => {
    const { exchangeId = '' } = await ask(asker, jiangsu, park)
    for (const context of [asker, hubContext]) {
      const bundle = await context.evidence(exchangeId)
      const verdict = await verifyBundle(Buffer.from(JSON.stringify(bundle)), trust())
      expect(verdict.findings.filter(({ state }) => state !== 'holds')).toEqual([])
      expect(verdict.findings).toContainEqual({ part: 'certificate', check: 'represented', state: 'holds' })
      expect(verdict.exchange?.answer).toMatchObject({ iss: park, relayedBy: hub })
    }
  })

  test('still stands to its certificate, and the hub’s other centres do not', async () => {
    const token = String((await ask(asker, jiangsu, park)).answer?.['certificate'])
    const { number } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const {
      operator: _,
      fields: __,
      basis: ___,
      ...question
    } = sandboxQuestion(jiangsu, [park], 'normal', Date.now())
    const body = { number, digest: sha256(token) }
    const verify = { ...question, service: 'deposit-certificate.verify' as const, body }
    const [result] = (await asker.ask(verify)).results
    expect(result).toMatchObject({ centre: park, relayedBy, answer: { outcome: 'valid' } })
    const ofTheHub = { ...pingRequest(shanghai, hub), ...verify, to: undefined }
    expect((await toHub(ofTheHub)).payload).toMatchObject({ iss: hub, body: { outcome: 'unknown' } })
  })

  test('binds a consent by itself: one used up there is free at the hub and its other centres', async () => {
    const { basis } = sandboxQuestion(jiangsu, [park], 'normal', Date.now())
    if (!basis) throw new Error('no basis')
    expect(await ask(asker, jiangsu, park, { basis })).toMatchObject({ state: 'answered' })
    expect(await ask(asker, jiangsu, park, { basis })).toMatchObject({ problem: { code: 'BASIS_USED' } })
    const own = await toHub(certificateRequest(jiangsu, hub, { basis }))
    expect(own.payload.problem).toBeUndefined()
    expect(await ask(asker, jiangsu, second, { basis })).toMatchObject({ state: 'answered' })
  })
})

test('of a hub’s centres each has the rate of its agreement', async () => {
  const purpose = 'citizen-application'
  expect(await ask(asker, jiangsu, park, { purpose })).toMatchObject({ state: 'answered' })
  expect(await ask(asker, jiangsu, park, { purpose })).toMatchObject({ problem: { code: 'RATE_LIMITED' } })
  expect(await ask(asker, jiangsu, second, { purpose })).toMatchObject({ state: 'answered' })
})

test('the doctor walks the way to a represented centre through its hub', async () => {
  const config = ['--config', federation.of(jiangsu).config]
  const { code, out } = await gateway(['doctor', park, ...config], { now: Date.now() })
  expect(out).toContain(`由 ${relayedBy.name} ${hub} 代理`)
  expect([code, out]).toEqual([0, expect.stringMatching(/✓ 到枢纽全部通过[^]*– 枢纽到该中心未检查/)])
  expect(out).not.toMatch(/✓ 全部通过/)
})

describe('a certificate that was relayed, in one’s hand', () => {
  async function certificate(): Promise<Buffer> {
    const { answer } = await ask(asker, jiangsu, park)
    return Buffer.from(String(answer?.['certificate']), 'latin1')
  }

  test('holds by a directory that names the representative', async () => {
    const directory = Buffer.from(asker.directory.current(Date.now()).token, 'latin1')
    const verdict = await verifyDepositCertificate(await certificate(), directory, trust(), Date.now())
    expect(verdict).toMatchObject({ ok: true, certificate: { iss: park, relayedBy } })
    expect(verdict.signed.at(-1)).toMatchObject({ part: 'certificate', member: hub })
  })

  test('is not good without a directory: any member could say that it represents another', async () => {
    const verdict = await verifyDepositCertificate(await certificate(), undefined, trust(), Date.now())
    expect(verdict.ok).toBe(false)
    expect(verdict.findings.filter(({ state }) => state !== 'holds')).toMatchObject([
      { check: 'represented', state: 'not-checked' },
    ])
  })
})

describe('what could not be asked says so, with its reason, and is no record of anybody', () => {
  test('refused by the centre’s own system', async () => {
    stand.centre.behave(withCode('403'))
    expect(await ask(asker, jiangsu, park)).toMatchObject({
      state: 'not-asked',
      relayedBy,
      problem: { code: 'CENTRE_REFUSED' },
    })
  })

  test('not answering, which is the centre’s health and not its hub’s', async () => {
    stand.centre.behave((socket) => socket.destroy())
    const result = await ask(asker, jiangsu, park)
    expect(result).toMatchObject({ state: 'not-asked', relayedBy, problem: { code: 'CENTRE_UNAVAILABLE' } })
    expect(result.problem?.hint.zh).toContain('不代表没有缴存记录')
    await ask(asker, jiangsu, hub, { service: 'gateway.ping', body: { nonce: 'n-1' } })
    const health = new Map(asker.peers.states().map((state) => [state.code, state]))
    expect(health.get(park)).toMatchObject({ lastFailure: 'CENTRE_UNAVAILABLE' })
    expect(health.get(hub)).toMatchObject({ failures: 0 })
    expect(hubContext.represented.states()).toContainEqual(
      expect.objectContaining({ code: park, lastFailure: 'CENTRE_UNAVAILABLE' }),
    )
  })
})

describe('a hub answers for nobody else', () => {
  test.each([
    ['a stranger', '999999999999999'],
    ['a centre with a gateway of its own', shanghai],
    ['a centre that only the directory has it represent', unconfigured],
    ['a centre that only its configuration has it represent', elsewhere],
  ])('not for %s', async (_, aud) => {
    const { status, payload } = await toHub(certificateRequest(jiangsu, aud))
    expect(status).toBe(403)
    expect(payload).toMatchObject({ iss: hub, problem: { code: 'AUDIENCE_MISMATCH' } })
    expect(payload.relayedBy).toBeUndefined()
    expect((await federation.journal(hub)).at(-1)).toMatchObject({
      audience: hub,
      outcome: 'AUDIENCE_MISMATCH',
    })
  })

  test('and says so to whoever the directory sent', async () => {
    expect(await ask(asker, jiangsu, unconfigured)).toMatchObject({
      state: 'refused',
      problem: { code: 'AUDIENCE_MISMATCH' },
    })
  })
})

describe('a hub that asks a centre behind it', () => {
  test('goes through its own exchange listener, and keeps both sides of it', async () => {
    const result = await ask(hubContext, hub, park)
    expect(result).toMatchObject({ state: 'answered', relayedBy, certificate: { iss: park } })
    const { exchangeId = '' } = result
    const kinds = (await hubContext.store.journal.ofExchange(exchangeId)).map(({ kind }) => kind)
    expect(kinds).toEqual(['asked', 'answered', 'concluded'])
    const bundle = await hubContext.evidence(exchangeId)
    const verdict = await verifyBundle(Buffer.from(JSON.stringify(bundle)), trust())
    expect(verdict.findings.filter(({ state }) => state !== 'holds')).toEqual([])
    expect(await hubContext.lineage(exchangeId)).toMatchObject({ dialect: { name: 'plain-json' } })
  })

  test('tells of the breaker before the centre’s interface, and of none twice', async () => {
    const answer = await http({
      port: federation.of(hub).ports.office,
      path: '/office/v1/peers',
      method: 'GET',
      tls: memberOf(federation, hub).office,
    })
    const { peers } = json<{ peers: { code: string }[] }>(answer)
    expect(peers.map(({ code }) => code)).toEqual([park, second, elsewhere])
  })

  test('needs an agreement for it like anybody', async () => {
    expect(await ask(hubContext, hub, park, { purpose: 'citizen-application' })).toMatchObject({
      state: 'not-asked',
      problem: { code: 'AGREEMENT_REQUIRED' },
    })
  })
})

function trust() {
  const { files } = federation
  const { trust: given } = asker.config
  return believing({ ...given, anchors: files.anchors, directory: undefined }, createContracts())
}
