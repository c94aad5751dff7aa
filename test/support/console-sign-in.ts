import { readFileSync } from 'node:fs'
import type { ShownSession } from '../../src/console/shown/session.ts'
import { startIdentityProvider } from '../../src/sandbox/identity-provider/start.ts'
import { type BrowserAnswer, createBrowser, type TestBrowser } from './console-browser.ts'
import { jiangsu, type TestFederation } from './sandbox.ts'

/** Somebody at a browser, signed in to 江苏省直's console or about to be. */
export interface AtConsole {
  browser: TestBrowser
  origin: string
  session: ShownSession
  /** As a page of the console asks: with its origin and its token. */
  get(path: string): Promise<BrowserAnswer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<BrowserAnswer>
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<BrowserAnswer>
}

/** Starts the identity provider of the sandbox; it ends with the federation. */
export async function startProvider(federation: TestFederation): Promise<{ stop(): Promise<void> }> {
  const provider = await startIdentityProvider(federation.files)
  const stop = async (): Promise<void> => provider[Symbol.asyncDispose]()
  federation.onClose(stop)
  return { stop }
}

/** What the browser would show to the console next. */
export function sessionCookie({ cookies }: TestBrowser): string | undefined {
  return cookies.get('127.0.0.1')?.get('__Host-hpf-session')
}

/** Of a refusal. */
export function codeOf({ body }: BrowserAnswer): string {
  return (JSON.parse(body) as { code: string }).code
}

export function consoleOrigin(federation: TestFederation, code = jiangsu): string {
  return `https://127.0.0.1:${federation.of(code).ports.office}`
}

export function newBrowser(federation: TestFederation): TestBrowser {
  return createBrowser(readFileSync(federation.files.anchors, 'utf8'))
}

/** To the provider, and back with the choice of `staff`; gives the page at the end. */
export async function throughProvider(
  browser: TestBrowser,
  origin: string,
  staff: string,
  to = '/console/',
): Promise<BrowserAnswer> {
  const page = await browser.open(`${origin}/console/sign-in?to=${encodeURIComponent(to)}`)
  return browser.submit(page, { staff })
}

/** Signs somebody in, in a browser of their own. */
export async function signIn(
  federation: TestFederation,
  staff: string,
  browser = newBrowser(federation),
): Promise<AtConsole> {
  const origin = consoleOrigin(federation)
  const page = await throughProvider(browser, origin, staff)
  const got = await browser.send(`${origin}/console/v1/session`, { headers: fromPage })
  if (got.status !== 200) throw new Error(`${staff} is not signed in but at ${page.url}`)
  return atConsole(browser, origin, JSON.parse(got.body) as ShownSession)
}

const fromPage = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }

export function atConsole(browser: TestBrowser, origin: string, session: ShownSession): AtConsole {
  const send: AtConsole['send'] = (method, path, body = {}, headers = {}) =>
    browser.send(origin + path, {
      method: method.toUpperCase(),
      headers: {
        ...fromPage,
        origin,
        'x-csrf-token': session.csrf,
        ...(method !== 'delete' && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(method !== 'delete' && { body: JSON.stringify(body) }),
    })
  return {
    browser,
    origin,
    session,
    get: (path) => browser.send(origin + path, { headers: fromPage }),
    post: (path, body, headers) => send('post', path, body, headers),
    send,
  }
}
