import type { IncomingMessage, ServerResponse } from 'node:http'

/** So that proxies on the way see that somebody is there, in milliseconds. */
const heartbeatMs = 15_000

/**
 * Begins server-sent events (HTML Living Standard, section 9.2). Dispose of it when there is nothing more to say. Undefined where
 * somebody asks for the head alone, which is answered: they would wait for it until there is something to say, and then for an end.
 */
export function beginEventStream(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Disposable | undefined {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'request-id': requestId,
    'x-accel-buffering': 'no',
    // Whoever comes back does so on a connection of its own: perhaps to another instance.
    connection: 'close',
  })
  if (request.method === 'HEAD') {
    response.end()
    return undefined
  }
  const heartbeat = setInterval(() => response.write(': \n\n'), heartbeatMs)
  return { [Symbol.dispose]: () => clearInterval(heartbeat) }
}
