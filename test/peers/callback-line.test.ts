import { afterEach, describe, expect, test } from '@jest/globals'
import {
  type CallbackLine,
  type CallbackLineDeps,
  createCallbackLine,
} from '../../src/peers/callback-line.ts'
import {
  answer,
  type Behaviour,
  drip,
  hangUp,
  refusedOrigin,
  reset,
  say,
  silence,
  startFaultyServer,
} from '../support/faulty-server.ts'
import { createTestAuthority } from '../support/pki.ts'

const places = createTestAuthority('Places')
const members = createTestAuthority('Members')
const server = places.issue({ name: 'place', ips: ['127.0.0.1'] })
const us = members.issue({ name: 'gateway' })
const tls = {
  key: server.key,
  cert: server.certificate,
  ca: members.anchor,
  requestCert: true,
  rejectUnauthorized: true,
}
const settings = {
  timeoutMs: 20_000,
  concurrency: 4,
  breaker: { windowMs: 60_000, minimumAsks: 4, failurePercent: 50, resetMs: 100 },
}
/** For what only time ends. */
const hasty = { ...settings, timeoutMs: 500 }
const letter = {
  headers: { 'Content-Type': 'application/jose', 'Webhook-Id': 'one' },
  body: Buffer.from('a.b.c'),
}

const open: CallbackLine[] = []
afterEach(() => {
  for (const line of open.splice(0)) line[Symbol.dispose]()
})

function lineTo(origin: string, changes: Partial<CallbackLineDeps> = {}): CallbackLine {
  const line = createCallbackLine({
    name: 'portal main',
    url: `${origin}/hooks/one`,
    tls: { anchors: places.anchor, key: us.key, certificate: us.certificate },
    settings,
    clock: Date.now,
    onStateChange: () => undefined,
    ...changes,
  })
  open.push(line)
  return line
}

test('posts the bytes as they are to the place, and shows our certificate', async () => {
  await using place = await startFaultyServer(tls, answer('', {}, '204 No Content'))
  expect(await lineTo(place.origin).post(letter)).toBe(true)
  const [request] = place.requests
  expect(request?.head).toMatch(/^POST \/hooks\/one HTTP\/1\.1\r\n/)
  expect(request?.head).toMatch(/^content-type: application\/jose\r$/im)
  expect(request?.head).toMatch(/^webhook-id: one\r$/im)
  expect(request?.body.toString()).toBe('a.b.c')
})

test.each(['200 OK', '202 Accepted', '299 Fine'])('%s is taken, whatever the body says', async (status) => {
  await using place = await startFaultyServer(
    tls,
    answer('{"error":"no"}', { 'Content-Length': 999_999 }, status),
  )
  expect(await lineTo(place.origin).post(letter)).toBe(true)
})

test('410 means that it wants no more of this', async () => {
  await using place = await startFaultyServer(tls, answer('', {}, '410 Gone'))
  expect(await lineTo(place.origin).post(letter)).toBe(false)
})

describe('fails with CALLBACK_UNDELIVERED where the place', () => {
  test.each<[string, Behaviour, RegExp, typeof settings?]>([
    ['has a fault', answer('', {}, '500 Internal Server Error'), /^HTTP 500$/],
    ['refuses', answer('', {}, '401 Unauthorized'), /^HTTP 401$/],
    ['is silent', silence, /^在此时限内未应答 no answer within 500 ms$/, hasty],
    [
      'drips its head',
      drip('HTTP/1.1 200 OK\r\nx-slow: ', 'x', 50),
      /^在此时限内未应答 no answer within 500 ms$/,
      hasty,
    ],
    ['hangs up', hangUp, /^连接失败 the connection failed: ECONNRESET$/],
    ['cuts the connection', reset, /^连接失败 the connection failed: ECONNRESET$/],
    ['speaks no HTTP', say('220 mail.example ESMTP\r\n', 'end'), /: (HPE_.*|ECONNRESET)$/],
  ])('%s', async (_, behaviour, detail, within = settings) => {
    await using place = await startFaultyServer(tls, behaviour)
    await expect(lineTo(place.origin, { settings: within }).post(letter)).rejects.toMatchObject({
      code: 'CALLBACK_UNDELIVERED',
      where: 'portal main',
      detail: expect.stringMatching(detail),
    })
  })

  test('is not there', async () => {
    await expect(lineTo(await refusedOrigin()).post(letter)).rejects.toMatchObject({
      code: 'CALLBACK_UNDELIVERED',
      detail: '连接失败 the connection failed: ECONNREFUSED',
    })
  })

  test('is nobody that its anchors vouch for: nothing is sent', async () => {
    await using place = await startFaultyServer(tls)
    const line = lineTo(place.origin, {
      tls: { anchors: members.anchor, key: us.key, certificate: us.certificate },
    })
    await expect(line.post(letter)).rejects.toMatchObject({
      code: 'CALLBACK_UNDELIVERED',
      detail: expect.stringMatching(/VERIFY|SELF_SIGNED|LEAF/),
    })
    expect(place.requests).toEqual([])
  })

  test('has a certificate of another name: nothing is sent', async () => {
    const other = places.issue({ name: 'other', dns: ['other.example'] })
    await using place = await startFaultyServer({ ...tls, key: other.key, cert: other.certificate })
    await expect(lineTo(place.origin).post(letter)).rejects.toMatchObject({
      detail: '连接失败 the connection failed: ERR_TLS_CERT_ALTNAME_INVALID',
    })
    expect(place.requests).toEqual([])
  })

  test('sends elsewhere: nobody goes there', async () => {
    await using elsewhere = await startFaultyServer(tls)
    for (const status of ['301 Moved', '302 Found', '307 Temporary Redirect', '308 Permanent Redirect']) {
      await using place = await startFaultyServer(tls, answer('', { Location: elsewhere.origin }, status))
      await expect(lineTo(place.origin).post(letter)).rejects.toMatchObject({
        detail: `HTTP ${status.slice(0, 3)}`,
      })
    }
    expect(elsewhere.connections()).toBe(0)
  })
})

describe('a place that fails', () => {
  test('rests, and then one callback shows whether it is well again', async () => {
    await using place = await startFaultyServer(tls, answer('', {}, '503 Service Unavailable'))
    const states: string[] = []
    const halfOpen = Promise.withResolvers<void>()
    const line = lineTo(place.origin, {
      onStateChange(state) {
        states.push(state)
        if (state === 'half-open') halfOpen.resolve()
      },
    })
    expect(line.room(1)).toBe(3)
    for (let i = 0; i < 4; i += 1)
      await expect(line.post(letter)).rejects.toMatchObject({ detail: 'HTTP 503' })
    expect(line.room(0)).toBe(0)
    await expect(line.post(letter)).rejects.toMatchObject({ code: 'PEER_BREAKER_OPEN' })
    expect(place.requests).toHaveLength(4)
    await halfOpen.promise
    expect([line.room(0), line.room(1)]).toEqual([1, 0])
    place.behave(answer('ok'))
    expect(await line.post(letter)).toBe(true)
    expect([line.room(0), line.figures().state]).toEqual([4, 'closed'])
    expect(states).toEqual(['open', 'half-open', 'closed'])
  })

  test('by what it says of a callback is well all the same', async () => {
    await using place = await startFaultyServer(tls, answer('', {}, '404 Not Found'))
    const line = lineTo(place.origin)
    for (let i = 0; i < 6; i += 1)
      await expect(line.post(letter)).rejects.toMatchObject({ detail: 'HTTP 404' })
    expect([line.room(0), line.figures().state]).toEqual([4, 'closed'])
  })
})
