import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type AdmissionDeps, forPeople } from '../../src/console/admission.ts'
import type { ConsolePerson } from '../../src/console/person.ts'
import { createBrowserSessions } from '../../src/console/session/browser-sessions.ts'
import type { Context } from '../../src/composition/context.ts'
import { createTellingStore } from '../../src/console/session/telling-store.ts'
import { digestOf } from '../../src/domain/digest.ts'
import { createPlaces } from '../../src/domain/places.ts'
import { createApp } from '../../src/http/app.ts'
import { listenTls, type TlsListener } from '../../src/http/listener.ts'
import { type AtConsole, sessionCookie, signIn, startProvider } from '../support/console-sign-in.ts'
import { serveInProcess } from '../support/in-process.ts'
import { jiangsu, prepareFederation, type TestFederation } from '../support/sandbox.ts'

let federation: TestFederation
let context: Context
let listener: TlsListener

beforeAll(async () => {
  federation = await prepareFederation()
  ;({ context } = await serveInProcess(federation, jiangsu))
  await startProvider(federation)
  const { tlsKey, tlsCertificate } = federation.of(jiangsu)
  const app = {
    clock: Date.now,
    sandbox: true,
    onRefused: () => undefined,
    onEnded: () => requests.emit('ended'),
  }
  listener = await listenTls(
    createApp(
      [
        forPeople({ ...endless, needs: ['cases'] }, admission(10)),
        forPeople({ ...endless, path: lastingPath, needs: ['cases'], lasting: true }, admission(3_600_000)),
      ],
      app,
    ),
    { host: '127.0.0.1', port: 0 },
    {
      key: readFileSync(tlsKey, 'utf8'),
      certificate: readFileSync(tlsCertificate, 'utf8'),
      anchors: anchors(),
      anonymous: true,
    },
  )
})

afterAll(async () => {
  await listener.stop(0)
  await federation.close()
})

const endless: Pick<
  Parameters<typeof forPeople>[0],
  'operationId' | 'method' | 'path' | 'background' | 'handle'
> = {
  operationId: 'endless',
  method: 'get',
  path: '/console/v1/endless',
  background: true,
  handle: ({ response }) => void response.writeHead(200).write('first\n'),
}
const lastingPath = '/console/v1/lasting'

function anchors(): string {
  return readFileSync(federation.files.anchors, 'utf8')
}

/** As the gateway’s own, of the same sessions, but for how often it looks again. */
function admission(recheckMs: number): AdmissionDeps {
  const { store } = context
  const cookieSecret = store.sealer.keyedHash('console session cookie')
  return {
    sessions: createBrowserSessions({ store: store.sessions, clock: Date.now, cookieSecret }),
    sessionStore: createTellingStore(store.sessions),
    async standing({ digest, person }) {
      looks.set(digest, (looks.get(digest) ?? 0) + 1)
      await looking.get(digest)?.()
      return { ...person, ...now.get(digest) }
    },
    rate: store.rate,
    lasting: createPlaces(),
    clock: Date.now,
    origin: '',
    idleMs: 600_000,
    recheckMs,
  }
}

/** Who somebody has become, by session. */
const now = new Map<string, Partial<ConsolePerson>>()
/** How often was looked who somebody is, and what is waited for then. */
const looks = new Map<string, number>()
const looking = new Map<string, () => Promise<void>>()
const requests = new EventEmitter()

function begin(at: AtConsole, path = endless.path): ClientRequest {
  const cookie = `__Host-hpf-session=${sessionCookie(at.browser)}`
  const url = `https://127.0.0.1:${listener.port}${path}`
  return request(url, { ca: anchors(), headers: { cookie } }).end()
}

/** An answer that goes on, once it has begun. */
async function listening(at: AtConsole): Promise<IncomingMessage> {
  const [incoming] = (await once(begin(at), 'response')) as [IncomingMessage]
  expect(incoming.statusCode).toBe(200)
  await once(incoming, 'data')
  return incoming
}

function digestIn({ browser }: AtConsole): string {
  return digestOf(
    decodeURIComponent(sessionCookie(browser) ?? '')
      .slice(2)
      .split('.')[0] ?? '',
  )
}

describe('T125 an answer that goes on ends by itself when', () => {
  test.each<[string, (at: AtConsole) => Promise<unknown> | unknown]>([
    ['the session ends', (at) => at.post('/console/v1/sign-out')],
    ['the desk is locked', (at) => at.post('/console/v1/session/lock')],
    ['the right to hear it is taken away', (at) => now.set(digestIn(at), { roles: new Set(['operator']) })],
    ['one of their roles is', (at) => now.set(digestIn(at), { roles: new Set(['officer', 'auditor']) })],
    ['they have moved to another branch', (at) => now.set(digestIn(at), { branch: 'jianye' })],
  ])('%s', async (_, change) => {
    const at = await signIn(federation, 'lin.yue')
    const answer = await listening(at)
    // It ends as a fault: what there would have been to say is not said.
    const ended = new Promise((resolve) => answer.once('error', resolve))
    await change(at)
    await ended
    expect(answer.complete).toBe(false)
  })
})

test('T125 who signs out while we look who it is hears nothing that goes on', async () => {
  const at = await signIn(federation, 'lin.yue')
  const asked = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  looking.set(digestIn(at), () => {
    asked.resolve()
    return goOn.promise
  })
  const outgoing = begin(at, lastingPath).on('error', () => undefined)
  outgoing.on('response', (incoming) => incoming.on('error', () => undefined).resume())
  const over = once(outgoing, 'close')
  await asked.promise
  await at.post('/console/v1/sign-out')
  goOn.resolve()
  await over
})

test('who goes while we look who it is, is not looked after any more', async () => {
  const [goes, stays] = [await signIn(federation, 'lin.yue'), await signIn(federation, 'xu.ning')]
  const asked = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  looking.set(digestIn(goes), () => {
    asked.resolve()
    return goOn.promise
  })
  const outgoing = begin(goes).on('error', () => undefined)
  await asked.promise
  const ended = once(requests, 'ended')
  outgoing.destroy()
  await ended
  looks.clear()
  goOn.resolve()

  const answer = await listening(stays)
  const looked = Promise.withResolvers<void>()
  looking.set(digestIn(stays), async () => {
    if ((looks.get(digestIn(stays)) ?? 0) > 5) looked.resolve()
  })
  await looked.promise
  expect(looks.get(digestIn(goes))).toBeUndefined()
  answer.on('error', () => undefined).destroy()
})
