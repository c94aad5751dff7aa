import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Request, Response } from 'express'
import { createBegunSignIns, type SignInBegun } from '../../../src/console/sign-in/begun.ts'
import { createSealer } from '../../../src/store/sealer.ts'
import { createStillClock } from '../../support/moving-clock.ts'

const clock = createStillClock()
const begunSignIns = createBegunSignIns({ seal: createSealer(randomBytes(32)), clock })
const longestPlace = `/console/${'a'.repeat(503)}`
let cookies: Map<string, string>
const response = {
  cookie: (name: string, value: string) => cookies.set(name, value),
  clearCookie: (name: string) => cookies.delete(name),
} as unknown as Response

beforeEach(() => {
  cookies = new Map()
})

function header(): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

function requestWith(query: Record<string, unknown> = {}): Request {
  return { headers: { cookie: header() }, query } as unknown as Request
}

function begin(to = '/console/'): SignInBegun {
  clock.pass(1)
  return begunSignIns.begin(requestWith(), response, to)
}

function take(state: unknown): SignInBegun | undefined {
  return begunSignIns.take(requestWith({ state }), response)
}

describe('a sign-in that was begun', () => {
  test('is found by its state whatever else the browser began, once', () => {
    const [first, second] = [begin('/console/cases'), begin('/console/waiting')]
    expect([take(first.state), take(first.state)]).toEqual([first, undefined])
    expect(take(second.state)).toEqual(second)
    expect(header()).toBe('')
  })

  test.each([['of another browser'], [undefined], [['twice', 'twice']], ['']])(
    'stays where somebody comes with state %j',
    (state) => {
      const begun = begin()
      expect(take(state)).toBeUndefined()
      expect(take(begun.state)).toEqual(begun)
    },
  )

  test('gives its place to a newer one where three are newer, and to none before', () => {
    const [first, ...rest] = [begin(), begin(), begin(), begin()]
    expect(take(first?.state)).toBeUndefined()
    expect(rest.map(({ state }) => take(state))).toEqual(rest)
  })

  test('leaves room in a request for all else that browsers send, however many are begun', () => {
    for (let times = 0; times < 20; times += 1) begin(longestPlace)
    expect(cookies.size).toBe(3)
    expect(header().length).toBeLessThan(4_096)
  })

  test('is over after ten minutes', () => {
    const begun = begin()
    clock.pass(599_999)
    const again = new Map(cookies)
    expect(take(begun.state)).toEqual(begun)
    cookies = again
    clock.pass(1)
    expect(take(begun.state)).toBeUndefined()
  })
})
