import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { createParser } from 'eventsource-parser'
import type { ShownCase } from '../../src/console/shown/cases.ts'
import type { AtConsole } from './console-sign-in.ts'
import type { TestFederation } from './sandbox.ts'

/** What a page that follows a case is told, as long as one listens. Throws where it may not. */
export async function* caseEvents(
  federation: TestFederation,
  { browser, origin }: AtConsole,
  id: string,
): AsyncGenerator<ShownCase> {
  const agent = new Agent({ ca: readFileSync(federation.files.anchors, 'utf8') })
  const cookies = [...(browser.cookies.get('127.0.0.1') ?? [])].map(([name, value]) => `${name}=${value}`)
  const outgoing = request(`${origin}/console/v1/cases/${id}/events`, {
    agent,
    headers: { cookie: cookies.join('; '), 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
  })
  outgoing.end()
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`no events: ${response.statusCode}`)
  const told: ShownCase[] = []
  const parser = createParser({ onEvent: ({ data }) => told.push(JSON.parse(data) as ShownCase) })
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      parser.feed(String(chunk))
      yield* told.splice(0)
    }
  } finally {
    outgoing.destroy()
    agent.destroy()
  }
}
