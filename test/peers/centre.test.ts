import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { systemClock } from '../../src/clock.ts'
import { type ErrorCode, GatewayError } from '../../src/errors.ts'
import { type Centre, type CentreSettings, createCentre } from '../../src/peers/centre.ts'
import { createLine } from '../../src/peers/open-line.ts'
import { defaultPeerSettings } from '../../src/peers/settings.ts'
import { drips, type HostileServer, httpAnswer, says, startHostileServer } from '../support/hostile-server.ts'
import { centre as code, failure, get } from './lines.ts'

let server: HostileServer
const centres: Centre[] = []
beforeEach(async () => {
  server = await startHostileServer(says(httpAnswer('{}')))
})
afterEach(async () => {
  for (const centre of centres.splice(0)) await centre.close()
  await server[Symbol.asyncDispose]()
})

const later = () => systemClock() + 10_000
const breaker = { ...defaultPeerSettings.breaker, minimumAsks: 2 }

function open(settings: Partial<CentreSettings> = {}, clock = systemClock): Centre {
  const access = { centre: code, endpoint: `http://127.0.0.1:${server.port}`, anchors: '' }
  const line = createLine(access, { connectMs: 2000, maxAnswerBytes: 10_000_000 })
  const made = createCentre({
    code,
    line,
    clock,
    settings: { concurrency: 1, waiting: 0, deadlineMs: 5000, breaker, ...settings },
  })
  centres.push(made)
  return made
}

function failingWith(error: ErrorCode): () => Promise<never> {
  return async () => {
    throw new GatewayError(error)
  }
}

test('a conversation may have several messages, and counts once', async () => {
  const centre = open()
  const replies = await centre.talk(later(), async (send) => [await send(get), await send(get)])
  expect(replies).toEqual([
    { status: 200, bytes: Buffer.from('{}') },
    { status: 200, bytes: Buffer.from('{}') },
  ])
  expect(centre.state()).toMatchObject({ code, state: 'closed', successes: 1, failures: 0 })
})

test('CENTRE_UNAVAILABLE: one that an operator holds is not asked, until it is let go', async () => {
  const centre = open({ breaker: { ...breaker, resetMs: 60_000 } })
  centre.hold(true)
  expect(await failure(centre.talk(later(), (send) => send(get)))).toMatchObject({
    code: 'CENTRE_UNAVAILABLE',
  })
  expect([centre.state().held, server.messages]).toEqual([true, []])
  centre.hold(false)
  // The next conversation is the probe; it is let through a moment later.
  while (centre.state().state !== 'half-open') await new Promise(setImmediate)
  await centre.talk(later(), (send) => send(get))
  expect(centre.state()).toMatchObject({ state: 'closed' })
})

describe('health', () => {
  test.each<ErrorCode>(['CENTRE_UNAVAILABLE', 'CENTRE_ANSWER_INVALID'])('%s is sickness', async (error) => {
    const centre = open()
    for (const _ of [1, 2]) await failure(centre.talk(later(), failingWith(error)))
    expect(centre.state()).toMatchObject({ state: 'open', failures: 2, lastFailure: error })
  })

  test.each<ErrorCode>(['CENTRE_REFUSED', 'INTERNAL'])('%s is not', async (error) => {
    const centre = open()
    for (const _ of [1, 2]) {
      expect(await failure(centre.talk(later(), failingWith(error)))).toMatchObject({ code: error })
    }
    expect(centre.state()).toMatchObject({ state: 'closed', failures: 0 })
  })

  test('a sick centre is not asked, and the asker told when to come again', async () => {
    const centre = open()
    for (const _ of [1, 2]) await failure(centre.talk(later(), failingWith('CENTRE_UNAVAILABLE')))
    expect(await failure(centre.talk(later(), (send) => send(get)))).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
      where: code,
      detail: '持续异常，暂停查询 it has been failing and is not asked at the moment',
      retryAfterSeconds: 15,
    })
    expect(server.messages).toEqual([])
  })
})

describe('deadlines', () => {
  test('T91 a centre that drips is not available when its own deadline has come, and that is sickness', async () => {
    server.behave(drips('HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n'))
    const centre = open({ deadlineMs: 60 })
    expect(await failure(centre.talk(later(), (send) => send(get)))).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
      detail: '时限内未收到完整应答 no whole answer in time',
    })
    expect(centre.state().failures).toBe(1)
  })

  test('an asker’s shorter deadline ends the conversation, and is not the centre’s fault', async () => {
    server.behave(() => undefined)
    const centre = open()
    const hurry = systemClock() + 60
    expect(await failure(centre.talk(hurry, (send) => send(get)))).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
    })
    expect(centre.state().failures).toBe(0)
  })

  test('a deadline that has passed asks nothing', async () => {
    const past = systemClock() - 1
    expect(await failure(open().talk(past, (send) => send(get)))).toMatchObject({
      code: 'CENTRE_UNAVAILABLE',
    })
    expect(server.messages).toEqual([])
  })
})

test('a conversation for which there is no room waits for its turn', async () => {
  const centre = open({ waiting: 1 })
  const first = Promise.withResolvers<void>()
  const inHand = centre.talk(later(), () => first.promise)
  const next = centre.talk(later(), (send) => send(get))
  expect(centre.state()).toMatchObject({ inHand: 1, waiting: 1 })
  first.resolve()
  await inHand
  expect(await next).toMatchObject({ status: 200 })
  expect(centre.state()).toMatchObject({ inHand: 0, waiting: 0, successes: 2 })
})

test('one conversation more than may wait is refused at once, and is not its fault', async () => {
  const centre = open()
  const first = Promise.withResolvers<void>()
  const inHand = centre.talk(later(), () => first.promise)
  expect(await failure(centre.talk(later(), (send) => send(get)))).toMatchObject({
    code: 'CENTRE_UNAVAILABLE',
    detail: '正在处理的查询过多 too many questions in hand',
  })
  first.resolve()
  await inHand
  expect(centre.state()).toMatchObject({ failures: 0 })
})

test('when it closes, what is in hand ends', async () => {
  const centre = open()
  const asked = Promise.withResolvers<void>()
  server.behave(() => asked.resolve())
  const ended = failure(centre.talk(later(), (send) => send(get)))
  await asked.promise
  await centre.close()
  expect(await ended).toMatchObject({ code: 'SHUTTING_DOWN' })
})
