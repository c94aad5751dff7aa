import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** Serves an app on loopback until disposed of; streams that are open then end. */
export async function served(app: Express): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

export interface EventStream extends AsyncDisposable {
  response: Response
  /** The next event, as soon as it has come; undefined at the end. */
  next(): Promise<EventSourceMessage | undefined>
}

/** A browser's EventSource, as far as one response goes. */
export async function eventsFrom(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
  const leave = new AbortController()
  const response = await fetch(url, { headers, signal: leave.signal })
  const come: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => come.push(event) })
  const chunks = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  return {
    response,
    async next() {
      while (come.length === 0) {
        const chunk = await chunks?.read()
        if (!chunk || chunk.done) return undefined
        parser.feed(chunk.value)
      }
      return come.shift()
    },
    async [Symbol.asyncDispose]() {
      leave.abort()
      await chunks?.cancel().catch(() => undefined)
    },
  }
}
