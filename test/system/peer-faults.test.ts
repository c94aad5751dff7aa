import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { defaultPeerSettings } from '../../src/peers/settings.ts'
import { faults } from '../faults/faults.ts'
import { type FaultStand, prepareFaultStand, wireBytes } from '../faults/stand.ts'
import { reset, type ReceivedRequest, silence } from '../support/faulty-server.ts'
import { hangzhou, shanghai } from '../support/sandbox.ts'

let stand: FaultStand
beforeAll(async () => {
  stand = await prepareFaultStand()
})
afterAll(async () => stand[Symbol.asyncDispose]())
afterEach(() => stand.mend())

describe('between two gateways', () => {
  test.each(faults.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
    const { cause, ends, deadlineSeconds = 10 } = fault
    const made = await cause(stand)
    const { state, problem } = await stand.ask(deadlineSeconds)
    await made?.[Symbol.asyncDispose]()
    expect({ state, ...(problem && { code: problem.code }) }).toEqual(ends)
  })

  test('nothing of it outlasts the fault', async () => {
    expect(await stand.ask(10)).toMatchObject({ state: 'answered' })
  })

  test('T88: a repeat is one certificate at the peer', async () => {
    const requests: ReceivedRequest[] = []
    const numbers: string[] = []
    stand.server.behave((wire, raw, request) => {
      requests.push(request)
      void stand.trueAnswer(request.head, request.body).then((answer) => {
        numbers.push(answer.body.toString())
        if (numbers.length === 1) raw.resetAndDestroy()
        else wire.write(wireBytes(answer))
      })
    })
    expect(await stand.ask(10)).toMatchObject({ state: 'answered' })
    expect(requests.map(({ body }) => body.toString())).toEqual(Array(2).fill(requests[0]?.body.toString()))
    expect(new Set(numbers).size).toBe(1)
  })

  test('T103: a slow peer with all its places taken does not touch another', async () => {
    stand.server.behave(silence)
    const slow = Array.from({ length: 16 }, () => stand.ask(4))
    const waiting = Array.from({ length: 4 }, () => stand.ask(2))
    const healthy = await Promise.all(Array.from({ length: 10 }, () => stand.ask(10, hangzhou)))
    expect(new Set(healthy.map(({ state }) => state))).toEqual(new Set(['no-record']))
    const codes = (await Promise.all([...slow, ...waiting])).map(({ problem }) => problem?.code)
    expect(codes).toEqual([...Array(16).fill('PEER_TIMEOUT'), ...Array(4).fill('PEER_BUSY')])
  })

  test('T104: an answer after our timeout goes to nobody, and the next question gets its own', async () => {
    const late = Promise.withResolvers<() => void>()
    stand.server.behave((wire, _, request) => {
      void stand
        .trueAnswer(request.head, request.body)
        .then((answer) => late.resolve(() => wire.write(wireBytes(answer))))
    })
    const first = await stand.ask(2)
    expect(first).toMatchObject({ state: 'not-asked', problem: { code: 'PEER_TIMEOUT' } })
    const answerLate = await late.promise
    answerLate()
    await stand.mend()
    const next = await stand.ask(10)
    expect(next).toMatchObject({ state: 'answered' })
    expect(next.exchangeId).not.toBe(first.exchangeId)
  })
})

test('T102: a flapping peer is found out by its breaker, and is well again by a ping that tells of nobody', async () => {
  const breaker = { ...defaultPeerSettings.breaker, minimumAsks: 3, resetMs: 50 }
  await using own = await prepareFaultStand({ breaker })
  const { server, context } = own
  expect(await own.ask(10)).toMatchObject({ state: 'answered' })
  server.behave(reset)
  for (let each = 0; each < 3; each += 1) {
    expect((await own.ask(10)).problem?.code).toMatch(/^PEER_(FAULT|BREAKER_OPEN)$/)
  }
  const asked = server.requests.length
  const paths = (): (string | undefined)[] =>
    server.requests.slice(asked).map(({ head }) => head.split(' ')[1])
  const pinged = Promise.withResolvers<void>()
  server.behave((wire, _, request) => {
    void own
      .trueAnswer(request.head, request.body)
      .then((answer) => wire.write(wireBytes(answer), () => pinged.resolve()))
  })
  await pinged.promise
  expect(await own.ask(10)).toMatchObject({ state: 'answered' })
  expect(
    paths()
      .slice(0, -1)
      .every((path) => path === '/exchange/v1/gateway.ping'),
  ).toBe(true)
  expect(context.peers.states()).toMatchObject([{ code: shanghai, state: 'closed' }])
})
