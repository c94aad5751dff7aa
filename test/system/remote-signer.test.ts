import { createPrivateKey } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { OfficeResult, Problem } from '../../src/contracts/generated/types.ts'
import type { Readiness } from '../../src/health.ts'
import { verifyChain } from '../../src/journal/verify-chain.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { serveInProcess } from '../support/in-process.ts'
import {
  askOffice,
  certificateRequest,
  type HttpAnswer,
  json,
  memberOf,
  pingRequest,
  post,
  signed,
  verified,
} from '../support/member-client.ts'
import { jiangsu, prepareFederation, shanghai, type TestFederation } from '../support/sandbox.ts'
import { type SigningServer, startSigningServer } from '../support/signing-server.ts'

const token = 'house-token-1'
const limits = { timeoutMs: 20_000, maxBytes: 4096 }
/** For what only time ends. */
const hasty = { ...limits, timeoutMs: 1_000 }
let federation: TestFederation
let server: SigningServer

/** Shanghai's signing key leaves its folder for a signing server; nobody else can tell. */
beforeEach(async () => {
  federation = await prepareFederation()
  const own = federation.files.member(shanghai)
  const key = createPrivateKey(readFileSync(own.signKey, 'utf8'))
  renameSync(own.signKey, join(federation.folder, 'key-that-is-in-the-server.pem'))
  server = await startSigningServer({
    keys: { 'shanghai-1': key },
    clients: readFileSync(federation.files.anchors, 'utf8'),
  })
  const home = dirname(own.config)
  writeFileSync(join(home, 'signing-server.pem'), server.anchors)
  writeFileSync(join(home, 'token'), `${token}\n`, { mode: 0o600 })
  const elsewhere = {
    url: server.url,
    keyId: 'shanghai-1',
    tokenFile: 'token',
    anchors: 'signing-server.pem',
  }
  federation.configure(shanghai, (config) => ({
    ...config,
    mode: 'production',
    keys: { ...config.keys, sign: { server: elsewhere, certificate: config.keys.sign.certificate } },
  }))
})
afterEach(async () => {
  await federation.close()
  await server.close()
})

const member = (code: string) => memberOf({ files: filesWithKeys() }, code)

/** The answerer's certificate is all that a peer has of it. */
function filesWithKeys(): TestFederation['files'] {
  return {
    ...federation.files,
    member(code) {
      const files = federation.files.member(code)
      const moved = join(federation.folder, 'key-that-is-in-the-server.pem')
      return code === shanghai ? { ...files, signKey: moved } : files
    },
  }
}

const serve = (signingLimits = limits) => serveInProcess(federation, shanghai, { signingLimits })

const ask = async (bytes?: string): Promise<[HttpAnswer, string]> => {
  const asker = member(jiangsu)
  const request = bytes ?? (await signed(asker, certificateRequest(jiangsu, shanghai)))
  return [await post(federation, shanghai, asker.tls, request), request]
}

async function readiness(): Promise<[number, Readiness]> {
  const response = await fetch(`http://127.0.0.1:${federation.of(shanghai).ports.ops}/health/ready`)
  return [response.status, (await response.json()) as Readiness]
}

test('a gateway whose signing key lives in a signing server answers over mTLS as any other', async () => {
  await serve()
  const [answer, bytes] = await ask()
  const { body } = await verified(answer, member(shanghai), { bytes, from: jiangsu })
  expect(body).toMatchObject({ outcome: 'issued', certificate: expect.any(String) })
  expect((await readiness())[1].checks['signer']).toEqual({ ok: true })

  // Certificate and answer were signed there, under our name, and nothing personal was told.
  expect(server.asked.slice(0, 2)).toEqual(
    Array.from({ length: 2 }, () => ({
      path: '/keys/v1/sign',
      client: '上海市公积金管理中心',
      authorization: `Bearer ${token}`,
      question: { keyId: 'shanghai-1', algorithm: 'ES256', digest: expect.stringMatching(/^[\w-]{43}$/) },
    })),
  )
})

test('it asks others, too', async () => {
  await Promise.all([serve(), federation.start(jiangsu)])
  const question = sandboxQuestion(shanghai, [jiangsu], 'normal', Date.now())
  const answer = await askOffice(federation, member(shanghai), question)
  expect(json<OfficeResult>(answer).results).toMatchObject([{ verified: expect.anything() }])
})

describe('SIGNER_UNAVAILABLE: exchanges are refused unsigned, nothing leaves, and service returns by itself, after the server', () => {
  type Trouble = [string, () => Promise<void> | void, RegExp, typeof limits?]
  test.each<Trouble>([
    ['was down', () => server.close(), /ECONNREFUSED/],
    ['hung', () => server.behave(() => undefined), /no whole answer within 1000 ms/, hasty],
    [
      'signed with another key',
      () =>
        server.behave((_, response) =>
          response.end(JSON.stringify({ signature: Buffer.alloc(64, 1).toString('base64url') })),
        ),
      /not one of the certificate/,
    ],
    [
      'said far too much',
      () => server.behave((_, response) => response.end(Buffer.alloc(100_000, 0x20))),
      /more than 4096 bytes/,
    ],
    ['refused', () => server.behave((_, response) => response.writeHead(403).end()), /HTTP 403/],
    [
      'sent us elsewhere',
      () =>
        server.behave((_, response) => response.writeHead(302, { location: 'https://127.0.0.1:1/' }).end()),
      /HTTP 302/,
    ],
  ])('%s', async (_, trouble, reason, within = limits) => {
    const { lines } = await serve(within)
    await trouble()
    const [refused, bytes] = await ask()
    expect(refused.status).toBe(503)
    expect(refused.headers).toMatchObject({ 'content-type': /problem\+json/, 'retry-after': '5' })
    expect(json<Problem>(refused)).toMatchObject({ code: 'SIGNER_UNAVAILABLE', where: 'keys.sign.server' })
    const told = refused.body.toString() + JSON.stringify(refused.headers)
    for (const secret of ['eyJ', '沈清和', '310101190001', token, server.url, String(reason.source)]) {
      expect(told).not.toContain(secret)
    }

    const [status, body] = await readiness()
    expect([status, body.status]).toEqual([503, 'not-ready'])
    expect(body.checks['signer']).toEqual({ ok: false, code: 'SIGNER_UNAVAILABLE' })
    const line = lines.find((line) => line.includes('"event":"refused"')) ?? ''
    expect(JSON.parse(line)).toMatchObject({ level: expect.anything(), cause: expect.stringMatching(reason) })
    expect(lines.join('')).not.toContain(token)

    await using back = await restored()
    expect(back).toBeDefined()
    // The same bytes, as Retry-After asks for.
    const [answer] = await ask(bytes)
    await verified(answer, member(shanghai), { bytes, from: jiangsu })
    expect((await readiness())[0]).toBe(200)
    const journal = await federation.journal(shanghai)
    expect(verifyChain(journal).ok).toBe(true)
    expect(journal.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'refused SIGNER_UNAVAILABLE',
      'answered issued',
    ])
  })

  async function restored(): Promise<AsyncDisposable> {
    server.behave(undefined)
    const key = createPrivateKey(readFileSync(filesWithKeys().member(shanghai).signKey, 'utf8'))
    const clients = readFileSync(federation.files.anchors, 'utf8')
    try {
      return await startSigningServer({ keys: { 'shanghai-1': key }, clients, port: server.port })
    } catch {
      return server
    }
  }
})

test('a refusal that cannot be signed says nothing but that, and is judged anew later', async () => {
  await serve()
  server.behave((_, response) => response.writeHead(500).end())
  const bytes = await signed(member(jiangsu), certificateRequest(jiangsu, shanghai, { purpose: undefined }))
  const [refused] = await ask(bytes)
  expect(json<Problem>(refused)).toMatchObject({ status: 503, code: 'SIGNER_UNAVAILABLE' })
  server.behave(undefined)
  const [answer] = await ask(bytes)
  const { problem } = await verified(answer, member(shanghai), { bytes, from: jiangsu })
  expect(problem).toMatchObject({ code: 'PURPOSE_REQUIRED' })
})

test('the jti of what could not be signed is not spent', async () => {
  await serve()
  server.behave((_, response) => response.writeHead(500).end())
  const envelope = certificateRequest(jiangsu, shanghai)
  await ask(await signed(member(jiangsu), envelope))
  server.behave(undefined)
  const bytes = await signed(member(jiangsu), { ...envelope, exp: envelope.exp + 1 })
  const [answer] = await ask(bytes)
  const { body } = await verified(answer, member(shanghai), { bytes, from: jiangsu })
  expect(body).toMatchObject({ outcome: 'issued' })
})

test('a stranger is refused as ever, without a signature being asked for', async () => {
  await serve()
  server.behave((_, response) => response.writeHead(500).end())
  const before = server.asked.length
  const [refused] = await ask('nonsense')
  expect(json<Problem>(refused)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
  expect(server.asked).toHaveLength(before)
})

test('it starts while the server is down, and says so', async () => {
  await server.close()
  await serve()
  expect((await readiness())[1].checks['signer']).toEqual({ ok: false, code: 'SIGNER_UNAVAILABLE' })
  const asker = member(jiangsu)
  const ping = await signed(asker, pingRequest(jiangsu, shanghai))
  const answer = await post(federation, shanghai, asker.tls, ping, { service: 'gateway.ping' })
  expect([answer.status, json<Problem>(answer).code]).toEqual([503, 'SIGNER_UNAVAILABLE'])
})
