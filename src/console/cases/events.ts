import { beginEventStream } from '../../http/event-stream.ts'
import { type ConsoleCall, parameter } from '../call.ts'
import type { Cases } from './cases.ts'

/** How soon a browser comes back when the connection is lost, in milliseconds. */
const backAfterMs = 1_000

/**
 * Server-sent events: `case` with the whole case at once and at each change. Ids are revisions:
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
  using stream = beginEventStream(request, response, requestId)
  if (!stream) return
  response.write(`retry: ${backAfterMs}\n\n`)
  for await (const shown of cases.follow(person, id, known, gone.signal)) {
    response.write(`id: ${shown.revision}\nevent: case\ndata: ${JSON.stringify(shown)}\n\n`)
  }
  response.end()
}
