import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { changePerson } from '../../../src/sandbox/identity-provider/people.ts'
import type { BrowserAnswer } from '../../support/console-browser.ts'
import {
  codeOf,
  consoleOrigin,
  newBrowser,
  sessionCookie,
  signIn,
  startProvider,
  throughProvider,
} from '../../support/console-sign-in.ts'
import { serveInProcess } from '../../support/in-process.ts'
import { jiangsu, prepareFederation, type TestFederation } from '../../support/sandbox.ts'

let federation: TestFederation
let lines: readonly string[]
let origin: string

beforeAll(async () => {
  federation = await prepareFederation()
  ;({ lines } = await serveInProcess(federation, jiangsu))
  await startProvider(federation)
  origin = consoleOrigin(federation)
})

afterEach(() =>
  changePerson(federation.files.identity, 'lin.yue', {
    name: '林悦',
    roles: ['officer'],
    branch: 'jinling',
    disabled: false,
  }),
)

afterAll(() => federation.close())

/** The code of the page that says what went wrong. */
function errorIn({ url }: BrowserAnswer): string | null {
  const { pathname, searchParams } = new URL(url)
  expect(pathname).toBe('/console/')
  return searchParams.get('error')
}

describe('signing in', () => {
  test('somebody is who the provider says, with the rights of their role', async () => {
    const { session } = await signIn(federation, 'xu.ning')
    expect(session).toMatchObject({
      person: {
        staff: 'xu.ning',
        name: '许宁',
        roles: ['supervisor'],
        branch: { code: 'jinling', name: '金陵管理部' },
      },
      rights: ['ask', 'cases', 'reveal', 'print', 'audit'],
      sandbox: true,
      idleSeconds: 600,
    })
  })

  test('leads to the page that was wanted', async () => {
    const page = await throughProvider(newBrowser(federation), origin, 'lin.yue', '/console/cases?page=2')
    expect(page.url).toBe(`${origin}/console/cases?page=2`)
  })

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/console/..//evil.example/',
    '/console/../office/v1/centres',
    '/console/%2e%2e/office/v1/centres',
    '/console\\..\\office',
    '/console/\r\nlocation: https://evil.example/',
    '/office/v1/centres',
    'javascript:alert(1)',
    // As it would be kept: three times as long.
    `/console/${'<'.repeat(200)}`,
    '',
  ])('does not lead to %j', async (to) => {
    const browser = newBrowser(federation)
    const page = await browser.open(`${origin}/console/sign-in?to=${encodeURIComponent(to)}`)
    expect(errorIn(page)).toBe('SIGN_IN_REFUSED')
    expect(browser.visited.every((url) => url.startsWith(origin))).toBe(true)
  })

  test('T120 roles that are not ours, or in the request, count for nothing', async () => {
    changePerson(federation.files.identity, 'lin.yue', { roles: ['officer', 'admin', 'root'] as never })
    const at = await signIn(federation, 'lin.yue')
    expect(at.session.person.roles).toEqual(['officer'])
    const asked = await at.get('/console/v1/session?roles=auditor&hpf_roles=auditor')
    expect([asked.status, codeOf(asked)]).toEqual([400, 'QUERY_INVALID'])
    const again = await at.get('/console/v1/session')
    expect(JSON.parse(again.body)).toMatchObject({ person: { roles: ['officer'] } })
  })

  test('who has no role of ours is told so and gets no session', async () => {
    changePerson(federation.files.identity, 'lin.yue', { roles: [] })
    const browser = newBrowser(federation)
    expect(errorIn(await throughProvider(browser, origin, 'lin.yue'))).toBe('CONSOLE_FORBIDDEN')
    expect(sessionCookie(browser)).toBeUndefined()
  })

  test('an officer of no branch of ours has no role', async () => {
    changePerson(federation.files.identity, 'lin.yue', { branch: 'nanjing-north' })
    expect(errorIn(await throughProvider(newBrowser(federation), origin, 'lin.yue'))).toBe(
      'CONSOLE_FORBIDDEN',
    )
  })

  test('who cancels at the provider is told that it did not come to its end', async () => {
    const browser = newBrowser(federation)
    const page = await browser.open(`${origin}/console/sign-in`)
    expect(errorIn(await browser.submit(page, { cancel: '1' }))).toBe('SIGN_IN_REFUSED')
  })

  test('who signs in again has to choose again, whatever the provider remembers', async () => {
    const { browser } = await signIn(federation, 'lin.yue')
    const page = await browser.open(`${origin}/console/sign-in`)
    expect(page.body).toContain('选择登录人员')
  })
})

describe('coming back from the provider', () => {
  /** Up to the address that leads back, which is not opened. */
  async function wayBack(browser = newBrowser(federation), change = (url: URL) => url): Promise<string> {
    const there = await browser.send(`${origin}/console/sign-in`)
    const chosen = await browser.open(change(new URL(String(there.headers['location']))).href)
    const stopped = await browser.submit(chosen, { staff: 'lin.yue' }, (url) => url.startsWith(origin))
    return stopped.url
  }

  test('is refused to a browser that began nothing', async () => {
    const page = await newBrowser(federation).open(await wayBack())
    expect(errorIn(page)).toBe('SIGN_IN_REFUSED')
  })

  test('is refused with the state of another sign-in', async () => {
    const victim = newBrowser(federation)
    await wayBack(victim)
    const page = await victim.open(await wayBack())
    expect(errorIn(page)).toBe('SIGN_IN_REFUSED')
    expect(sessionCookie(victim)).toBeUndefined()
  })

  test('is refused with the nonce of another sign-in', async () => {
    const browser = newBrowser(federation)
    const back = await wayBack(browser, (url) => {
      url.searchParams.set('nonce', 'of-somebody-else')
      return url
    })
    expect(errorIn(await browser.open(back))).toBe('SIGN_IN_REFUSED')
  })

  test('is refused where the code challenge was another', async () => {
    const browser = newBrowser(federation)
    const back = await wayBack(browser, (url) => {
      url.searchParams.set('code_challenge', 'A'.repeat(43))
      return url
    })
    expect(errorIn(await browser.open(back))).toBe('SIGN_IN_REFUSED')
  })

  test('is taken once', async () => {
    const browser = newBrowser(federation)
    const back = await wayBack(browser)
    expect(errorIn(await browser.open(back))).toBeNull()
    expect([...(browser.cookies.get('127.0.0.1')?.keys() ?? [])]).toEqual(['__Host-hpf-session'])
    expect(errorIn(await browser.open(back))).toBe('SIGN_IN_REFUSED')
  })

  test('is right for each window of a browser that began one', async () => {
    const browser = newBrowser(federation)
    const [cases, waiting] = [
      await browser.open(`${origin}/console/sign-in?to=/console/cases`),
      await browser.open(`${origin}/console/sign-in?to=/console/waiting`),
    ]
    expect((await browser.submit(cases, { staff: 'lin.yue' })).url).toBe(`${origin}/console/cases`)
    expect((await browser.submit(waiting, { staff: 'lin.yue' })).url).toBe(`${origin}/console/waiting`)
  })

  test('with somebody else’s state ends nothing that is under way', async () => {
    const browser = newBrowser(federation)
    const own = await wayBack(browser)
    expect(errorIn(await browser.open(await wayBack()))).toBe('SIGN_IN_REFUSED')
    expect(errorIn(await browser.open(own))).toBeNull()
  })

  test('is refused with an altered cookie', async () => {
    const browser = newBrowser(federation)
    const back = await wayBack(browser)
    const own = browser.cookies.get('127.0.0.1')
    const name = '__Host-hpf-sign-in-1'
    const sealed = Buffer.from(own?.get(name) ?? '', 'base64url')
    sealed.writeUInt8(sealed.readUInt8(20) ^ 1, 20)
    own?.set(name, sealed.toString('base64url'))
    expect(errorIn(await browser.open(back))).toBe('SIGN_IN_REFUSED')
  })
})

describe('the session', () => {
  test('T124 begins under an id that nobody knew before, and ends the one before it', async () => {
    const at = await signIn(federation, 'lin.yue')
    const planted = at.browser.copy()
    const again = await signIn(federation, 'zhou.hang', at.browser)
    expect(sessionCookie(again.browser)).not.toBe(sessionCookie(planted))
    expect(codeOf(await planted.send(`${origin}/console/v1/session`))).toBe('CONSOLE_SIGN_IN_REQUIRED')
  })

  test('T124 does not begin under an id that the browser brought', async () => {
    const browser = newBrowser(federation)
    browser.cookies.set('127.0.0.1', new Map([['__Host-hpf-session', 's:planted.signature']]))
    const at = await signIn(federation, 'lin.yue', browser)
    expect(sessionCookie(at.browser)).not.toContain('planted')
  })

  test('T124 ends at once at a sign-out, for whoever has its cookie, and leads on to the provider', async () => {
    const at = await signIn(federation, 'lin.yue')
    const stolen = at.browser.copy()
    const out = await at.post('/console/v1/sign-out')
    const { to } = JSON.parse(out.body) as { to: string }
    expect(sessionCookie(at.browser)).toBeUndefined()
    expect(codeOf(await stolen.send(`${origin}/console/v1/session`))).toBe('CONSOLE_SIGN_IN_REQUIRED')
    const form = await at.browser.open(to)
    expect((await at.browser.submit(form, { logout: 'yes' })).url).toBe(`${origin}/console/`)
  })

  test('is in a cookie that only this origin gets, no script reads, and no other site makes a form send', async () => {
    const browser = newBrowser(federation)
    const set: string[] = []
    const page = await browser.open(`${origin}/console/sign-in`)
    await browser.submit(page, { staff: 'lin.yue' }, (_, { setCookies }) => {
      set.push(...setCookies)
      return false
    })
    const ours = set.filter((each) => each.startsWith('__Host-hpf-session='))
    expect(ours).toEqual([
      expect.stringMatching(/^__Host-hpf-session=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ])
  })
})

test('nothing of a person but the staff number, and no secret, is in the log', async () => {
  const at = await signIn(federation, 'lin.yue')
  await at.post('/console/v1/sign-out')
  const log = lines.join('')
  expect(log).toContain('"event":"signed-in"')
  expect(log).toContain('"event":"signed-out"')
  expect(log).not.toMatch(/林悦|code=|state=|eyJ|s%3A|hpf-session/)
})

test('many sign in at the same time, each for themselves', async () => {
  const staff = [
    'lin.yue',
    'zhou.hang',
    'xu.ning',
    'he.jing',
    'jiang.chuan',
    'lin.yue',
    'zhou.hang',
    'xu.ning',
  ]
  const signedIn = await Promise.all(staff.map((each) => signIn(federation, each)))
  expect(signedIn.map(({ session }) => session.person.staff)).toEqual(staff)
})
