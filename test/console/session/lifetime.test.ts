import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { codeOf, signIn, startProvider } from '../../support/console-sign-in.ts'
import { serveInProcess } from '../../support/in-process.ts'
import { createMovingClock } from '../../support/moving-clock.ts'
import { jiangsu, prepareFederation, shanghai, type TestFederation } from '../../support/sandbox.ts'

const minute = 60_000
const session = '/console/v1/session'
let federation: TestFederation
const clock = createMovingClock()

beforeAll(async () => {
  federation = await prepareFederation()
  await serveInProcess(federation, jiangsu, { clock })
  await startProvider(federation)
})

afterAll(() => federation.close())

describe('a console that is left alone', () => {
  test('stays open while somebody has a hand on it', async () => {
    const at = await signIn(federation, 'lin.yue')
    for (let i = 0; i < 3; i += 1) {
      clock.pass(9 * minute)
      expect((await at.get(session)).status).toBe(200)
    }
  })

  test('locks after the idle time, and no request opens it again', async () => {
    const at = await signIn(federation, 'lin.yue')
    clock.pass(10 * minute)
    expect(codeOf(await at.get(session))).toBe('CONSOLE_LOCKED')
    expect(codeOf(await at.get(session))).toBe('CONSOLE_LOCKED')
  })

  test('is locked at once when somebody leaves the desk', async () => {
    const at = await signIn(federation, 'lin.yue')
    expect((await at.post('/console/v1/session/lock')).status).toBe(204)
    expect(codeOf(await at.get(session))).toBe('CONSOLE_LOCKED')
  })

  test('goes on after another sign-in, under another token', async () => {
    const at = await signIn(federation, 'lin.yue')
    await at.post('/console/v1/session/lock')
    const again = await signIn(federation, 'lin.yue', at.browser)
    expect(again.session.person.staff).toBe('lin.yue')
    expect(again.session.csrf).not.toBe(at.session.csrf)
  })

  test('is another’s when another signs in there', async () => {
    const at = await signIn(federation, 'lin.yue')
    await at.post('/console/v1/session/lock')
    const again = await signIn(federation, 'jiang.chuan', at.browser)
    expect(again.session.person).toMatchObject({ staff: 'jiang.chuan', roles: ['operator'] })
    expect(codeOf(await at.post('/console/v1/sign-out'))).toBe('CSRF_INVALID')
  })

  test('can be left for good while it is locked', async () => {
    const at = await signIn(federation, 'lin.yue')
    await at.post('/console/v1/session/lock')
    expect((await at.post('/console/v1/sign-out')).status).toBe(200)
    expect(codeOf(await at.get(session))).toBe('CONSOLE_SIGN_IN_REQUIRED')
  })
})

describe('a page that asks by itself keeps nobody signed in', () => {
  const asked = [
    { pattern: '/board', staff: 'jiang.chuan' },
    { pattern: '/peers/:x', staff: 'jiang.chuan', x: shanghai },
    { pattern: '/centres', staff: 'lin.yue' },
    { pattern: '/waiting', staff: 'lin.yue' },
    // That there is no such case is told after admission.
    { pattern: '/cases/:x', staff: 'lin.yue', x: 'none' },
    { pattern: '/cases/:x/events', staff: 'lin.yue', x: 'none' },
  ]
  /** Asked because somebody had a hand on the page, to say so. */
  const ofHands = '/session'

  test.each(asked)('by $pattern', async ({ pattern, staff, x = '' }) => {
    const at = await signIn(federation, staff)
    clock.pass(9 * minute)
    const { status } = await at.get(`/console/v1${pattern.replace(':x', x)}`)
    expect(status).toBe(x === 'none' ? 404 : 200)
    clock.pass(minute)
    expect(codeOf(await at.get(session))).toBe('CONSOLE_LOCKED')
  })

  test('and those are all: what is asked by any file that has a timer or a stream', () => {
    const files = globSync('src/console/web/**/*.{ts,vue}').map((file) => readFileSync(file, 'utf8'))
    const found = files
      .filter((text) => /\b(usePoll|setInterval|setTimeout|EventSource)\(/.test(text))
      .flatMap((text) => [...text.matchAll(/\b(?:get(?:<\w+>)?|EventSource)\((['`])(\/.+?)\1/g)])
      .map(([, , path = '']) => path.replace('/console/v1', '').replaceAll(/\$\{[^}]+\}/g, ':x'))
    expect(new Set(found)).toEqual(new Set([...asked.map(({ pattern }) => pattern), ofHands]))
  })
})

test('a session ends after its hours, however busy it is', async () => {
  const at = await signIn(federation, 'lin.yue')
  for (let passed = 9; passed < 8 * 60; passed += 9) {
    clock.pass(9 * minute)
    expect((await at.get(session)).status).toBe(200)
  }
  clock.pass(9 * minute)
  expect(codeOf(await at.get(session))).toBe('CONSOLE_SIGN_IN_REQUIRED')
})

test('somebody may do much, but not everything at once', async () => {
  const at = await signIn(federation, 'zhou.hang')
  const answers = await Promise.all(Array.from({ length: 620 }, () => at.get(session)))
  const refused = answers.filter(({ status }) => status !== 200)
  expect(new Set(refused.map(codeOf))).toEqual(new Set(['CONSOLE_BUSY']))
  expect(refused.length).toBeGreaterThanOrEqual(20)
  expect(refused[0]?.headers['retry-after']).toMatch(/^[0-9]+$/)
  expect((await (await signIn(federation, 'lin.yue')).get(session)).status).toBe(200)
})
