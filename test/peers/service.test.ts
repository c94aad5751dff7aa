import { describe, expect, test } from '@jest/globals'
import { createService } from '../../src/peers/service.ts'
import {
  answer,
  type Behaviour,
  drip,
  flood,
  hangUp,
  refusedOrigin,
  reset,
  say,
  silence,
  startFaultyServer,
} from '../support/faulty-server.ts'
import { createTestAuthority } from '../support/pki.ts'

const house = createTestAuthority('House')
const members = createTestAuthority('Members')
const server = house.issue({ name: 'server', ips: ['127.0.0.1'] })
const us = members.issue({ name: 'gateway' })
const tls = {
  key: server.key,
  cert: server.certificate,
  ca: members.anchor,
  requestCert: true,
  rejectUnauthorized: true,
}
const limits = { timeoutMs: 20_000, maxBytes: 1000 }
/** For what only time ends. */
const hasty = { ...limits, timeoutMs: 500 }
const question = Buffer.from('{"q":1}')

const access = { anchors: house.anchor, key: us.key, certificate: us.certificate, token: 'secret-token' }
const serviceAt = (origin: string, changes: Partial<typeof access> = {}, within = limits) =>
  createService({ url: `${origin}/base`, ...access, ...changes }, within)

test('posts JSON below the URL, with our certificate and the token, over one connection', async () => {
  await using faulty = await startFaultyServer(tls, answer('{"a":1}'))
  using call = serviceAt(faulty.origin)
  expect((await call('/sign', question)).toString()).toBe('{"a":1}')
  await call('/sign', question)
  expect(faulty.connections()).toBe(1)
  const [first] = faulty.requests
  expect(first?.head).toMatch(/^POST \/base\/sign HTTP\/1\.1\r\n/)
  expect(first?.head).toMatch(/^content-type: application\/json\r$/im)
  expect(first?.head).toMatch(/^authorization: Bearer secret-token\r$/im)
  expect(first?.body.toString()).toBe('{"q":1}')
})

test('a connection that was closed while it was idle is made again, once', async () => {
  await using faulty = await startFaultyServer(tls)
  using call = serviceAt(faulty.origin)
  await call('/sign', question)
  let cut = 0
  faulty.behave((wire, raw, request) => {
    cut += 1
    if (cut === 1) reset(wire, raw, request)
    else answer('again')(wire, raw, request)
  })
  expect((await call('/sign', question)).toString()).toBe('again')
  faulty.behave(reset)
  await expect(call('/sign', question)).rejects.toMatchObject({
    detail: '连接失败 the connection failed: ECONNRESET',
  })
})

describe('fails with SOURCE_UNAVAILABLE in time, and never tells the token, where the server', () => {
  test.each<[string, Behaviour, RegExp, typeof limits?]>([
    ['is silent', silence, /no whole answer within 500 ms/, hasty],
    ['hangs up', hangUp, /ECONNRESET/],
    ['drips', drip('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n', ' ', 50), /no whole answer/, hasty],
    ['announces too much', answer('x', { 'Content-Length': 1001 }), /more than 1000 bytes|no whole/, hasty],
    [
      'never ends',
      flood('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '64\r\n' + ' '.repeat(100) + '\r\n'),
      /more than 1000 bytes/,
    ],
    ['refuses', answer('no', {}, '401 Unauthorized'), /HTTP 401/],
    ['redirects', answer('', { Location: 'https://127.0.0.1:1/' }, '307 Temporary Redirect'), /HTTP 307/],
    ['speaks no HTTP', say('220 mail.example ESMTP\r\n', 'end'), /HPE_|ECONNRESET/],
  ])('%s', async (_, behaviour, detail, within = limits) => {
    await using faulty = await startFaultyServer(tls, behaviour)
    using call = serviceAt(faulty.origin, {}, within)
    const failure = await call('/sign', question).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'SOURCE_UNAVAILABLE', detail: expect.stringMatching(detail) })
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret-token')
  })

  test('is not there', async () => {
    using call = serviceAt(await refusedOrigin())
    await expect(call('/sign', question)).rejects.toMatchObject({
      detail: '连接失败 the connection failed: ECONNREFUSED',
    })
  })

  test('is nobody that our anchors vouch for', async () => {
    await using faulty = await startFaultyServer(tls)
    using call = serviceAt(faulty.origin, { anchors: members.anchor })
    await expect(call('/sign', question)).rejects.toMatchObject({
      detail: expect.stringMatching(/VERIFY|SELF_SIGNED|LEAF/),
    })
    expect(faulty.requests).toEqual([])
  })
})
