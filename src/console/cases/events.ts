import { type ConsoleCall, parameter } from '../call.ts'
import type { Cases } from './cases.ts'

/** So that proxies on the way see that somebody is there, in milliseconds. */
const heartbeatMs = 15_000
/** How soon a browser comes back when the connection is lost, in milliseconds. */
const backAfterMs = 1_000

/**
 * Server-sent events (HTML Living Standard, section 9.2): `case` with the whole case at once and at each change. Ids are revisions:
 * whoever comes back with Last-Event-ID is told what is new. Admission ends it with the session.
 */
export async function tellCase(call: ConsoleCall, cases: Pick<Cases, 'find' | 'follow'>): Promise<void> {
  const { request, response, requestId, person } = call
  const id = parameter(call, 'caseId')
  // A refusal is told as one, before the stream begins.
  await cases.find(person, id)
  if (response.closed) return
  const known = Number(request.headers['last-event-id'] ?? -1)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'request-id': requestId,
    'x-accel-buffering': 'no',
    // Whoever comes back does so on a connection of its own: perhaps to another instance.
    connection: 'close',
  })
  // Who asks for the head alone would wait for it until there is something to say, and then for an end.
  if (request.method === 'HEAD') return void response.end()
  response.write(`retry: ${backAfterMs}\n\n`)
  const heartbeat = setInterval(() => response.write(': \n\n'), heartbeatMs)
  try {
    for await (const shown of cases.follow(person, id, known, gone.signal)) {
      response.write(`id: ${shown.revision}\nevent: case\ndata: ${JSON.stringify(shown)}\n\n`)
    }
    response.end()
  } finally {
    clearInterval(heartbeat)
  }
}
