import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type AtConsole, codeOf, signIn, startProvider } from '../../support/console-sign-in.ts'
import { serveInProcess } from '../../support/in-process.ts'
import { jiangsu, prepareFederation, type TestFederation } from '../../support/sandbox.ts'

let federation: TestFederation
let at: AtConsole
let other: AtConsole

beforeAll(async () => {
  federation = await prepareFederation()
  await serveInProcess(federation, jiangsu)
  await startProvider(federation)
  at = await signIn(federation, 'lin.yue')
  other = await signIn(federation, 'zhou.hang')
})

afterAll(() => federation.close())

/** What a browser sends with a form or script that changes something, but for what is said; undefined: not sent. */
async function refusalOf(changed: Record<string, string | undefined>): Promise<string | undefined> {
  const headers: Record<string, string | undefined> = {
    origin: at.origin,
    'sec-fetch-site': 'same-origin',
    'x-csrf-token': at.session.csrf,
    'content-type': 'application/json',
    ...changed,
  }
  const sent = Object.entries(headers).filter((each): each is [string, string] => each[1] !== undefined)
  const answer = await at.browser.send(`${at.origin}/console/v1/session/lock`, {
    method: 'POST',
    headers: Object.fromEntries(sent),
    body: '{}',
  })
  return answer.status === 204 ? undefined : codeOf(answer)
}

describe('T121 what changes something is refused', () => {
  test.each([
    ['without the token', { 'x-csrf-token': undefined }],
    ['with an empty token', { 'x-csrf-token': '' }],
    ['with a token that is longer', { 'x-csrf-token': 'a'.repeat(1000) }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from another port of this host', { origin: 'https://127.0.0.1:1' }],
    ['from this host without TLS', { origin: 'http://127.0.0.1' }],
    ['from nowhere', { origin: 'null' }],
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    [
      'from another site that says nothing of its origin',
      { origin: undefined, 'sec-fetch-site': 'same-site' },
    ],
    ['from the address bar', { origin: undefined, 'sec-fetch-site': 'none' }],
    ['where nothing says where it is from', { origin: undefined, 'sec-fetch-site': undefined }],
  ])('%s', async (_, headers) => {
    expect(await refusalOf(headers)).toBe('CSRF_INVALID')
  })

  test('with the token of another session', async () => {
    expect(await refusalOf({ 'x-csrf-token': other.session.csrf })).toBe('CSRF_INVALID')
  })

  test('and looking is refused to other sites', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    expect(codeOf(await at.browser.send(`${at.origin}/console/v1/session`, { headers }))).toBe('CSRF_INVALID')
  })

  test('and none of it changed anything', async () => {
    expect((await at.get('/console/v1/session')).status).toBe(200)
    expect(await refusalOf({})).toBeUndefined()
  })
})
