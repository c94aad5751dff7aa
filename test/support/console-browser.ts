import { Agent, request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** What a browser would do with a site: keep its cookies, say where it comes from, follow redirects. */
export interface TestBrowser {
  /** One request, no redirect followed. */
  send(url: string, init?: BrowserRequest): Promise<BrowserAnswer>
  /** Opens an address as somebody who clicks a link, and follows where it leads. */
  open(url: string): Promise<BrowserAnswer>
  /** Sends a form of the page that was answered, and follows where it leads. */
  submit(page: BrowserAnswer, fields: Record<string, string>, stopAt?: StopAt): Promise<BrowserAnswer>
  /** Of each host, `127.0.0.1` or `localhost`, by name; those of a path of their own by `name;path`. */
  cookies: Map<string, Map<string, string>>
  /** The same cookies in another browser, as after a theft. */
  copy(): TestBrowser
  /** Every address that was asked for. */
  visited: readonly string[]
}

/** Hears of each address that a redirect leads to, with the answer that did; where true, it is not opened. */
export type StopAt = (url: string, from: BrowserAnswer) => boolean

export interface BrowserRequest {
  method?: string
  headers?: Record<string, string>
  body?: string
}

export interface BrowserAnswer {
  url: string
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
  setCookies: string[]
}

/** A stream of events never ends by itself: its first one, then it is closed. */
async function firstEvent(stream: Readable): Promise<string> {
  let read = ''
  for await (const chunk of stream) {
    read += String(chunk)
    if (/^data: .*\n\n/m.test(read)) break
  }
  return read
}

export function createBrowser(
  anchors: string,
  cookies: TestBrowser['cookies'] = new Map<string, Map<string, string>>(),
): TestBrowser {
  const agent = new Agent({ ca: anchors, keepAlive: true, maxSockets: 16 })
  const visited: string[] = []

  async function send(url: string, init: BrowserRequest = {}): Promise<BrowserAnswer> {
    visited.push(url)
    const { hostname, pathname } = new URL(url)
    const own = cookies.get(hostname) ?? new Map<string, string>()
    cookies.set(hostname, own)
    const cookie = [...own]
      .map(([key, value]) => ({ name: key.split(';')[0], path: key.split(';')[1] ?? '/', value }))
      .filter(({ path }) => pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const answer = await new Promise<BrowserAnswer>((resolve, reject) => {
      const outgoing = httpsRequest(
        url,
        {
          agent,
          method: init.method ?? 'GET',
          headers: { ...(cookie !== '' && { cookie }), ...init.headers },
        },
        (incoming) => {
          const isStream = incoming.headers['content-type']?.startsWith('text/event-stream')
          ;(isStream ? firstEvent(incoming) : text(incoming)).then(
            (body) =>
              resolve({
                url,
                status: incoming.statusCode ?? 0,
                headers: incoming.headers,
                body,
                setCookies: incoming.headers['set-cookie'] ?? [],
              }),
            reject,
          )
        },
      )
      outgoing.on('error', reject)
      outgoing.end(init.body)
    })
    for (const each of answer.setCookies) keep(own, each)
    return answer
  }

  async function followed(answer: BrowserAnswer, stopAt: StopAt = () => false): Promise<BrowserAnswer> {
    let last = answer
    for (let hops = 0; last.status >= 300 && last.status < 400; hops += 1) {
      if (hops > 10) throw new Error(`redirected too often, at last to ${String(last.headers['location'])}`)
      const next = new URL(String(last.headers['location']), last.url).href
      if (stopAt(next, last)) return { ...last, url: next }
      last = await send(next, navigating)
    }
    return last
  }

  return {
    send,
    open: async (url) => followed(await send(url, navigating)),
    submit,
    cookies,
    copy: () =>
      createBrowser(anchors, new Map([...cookies].map(([host, own]) => [host, new Map(own)] as const))),
    visited,
  }

  async function submit(
    page: BrowserAnswer,
    fields: Record<string, string>,
    stopAt?: StopAt,
  ): Promise<BrowserAnswer> {
    const form = formIn(page)
    const next = await followed(
      await send(form.action, {
        method: 'POST',
        headers: {
          ...navigating.headers,
          'content-type': 'application/x-www-form-urlencoded',
          origin: new URL(page.url).origin,
        },
        body: new URLSearchParams({ ...form.hidden, ...fields }).toString(),
      }),
      stopAt,
    )
    // As where somebody else had signed in before: such a form is sent by a script of its own.
    return next.body.includes('document.forms[0].submit()') ? submit(next, {}, stopAt) : next
  }
}

const navigating = { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } }

function keep(own: Map<string, string>, header: string): void {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim())
  const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
  const ended = attributes.some((each) => {
    const [attribute = '', text = ''] = each.split('=')
    if (attribute.toLowerCase() === 'max-age') return Number(text) <= 0
    return attribute.toLowerCase() === 'expires' && Date.parse(text) <= Date.now()
  })
  const path = attributes.find((each) => each.toLowerCase().startsWith('path='))?.slice(5) ?? '/'
  const key = path === '/' ? name : `${name};${path}`
  if (ended) own.delete(key)
  else own.set(key, value)
}

function formIn({ body, url }: BrowserAnswer): { action: string; hidden: Record<string, string> } {
  const action = /<form[^>]*action="([^"]*)"/.exec(body)?.[1]
  if (action === undefined) throw new Error(`no form at ${url}: ${body}`)
  const hidden = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  return {
    action: new URL(action, url).href,
    hidden: Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
  }
}
