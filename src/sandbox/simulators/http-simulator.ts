import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Misbehaviour } from './simulator.ts'
import type { Later } from './tcp-simulator.ts'

/** A request, all of it. */
export interface HttpRequest {
  method: string
  /** Without its query. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface HttpAnswer {
  /** Default: 200. */
  status?: number
  /** Content-Type. */
  type: string
  body: Buffer
}

/** What a dialect answers; wrong-charset and inverted-code are its to show. */
export type AnswerHttp = (request: HttpRequest, misbehaviour: Misbehaviour) => HttpAnswer

const slowMs = 60_000
const largestRequest = 65_536

/** Of an application server that has lost its database, as such pages look. */
const faultPage: HttpAnswer = {
  status: 500,
  type: 'text/html;charset=ISO-8859-1',
  body: Buffer.from(
    '<html><head><title>Error 500</title></head><body><h1>Internal Server Error</h1></body></html>',
  ),
}

/** A server that speaks `answer`, with the misbehaviours that are the same for every dialect over HTTP. */
export function createHttpSimulator(
  answer: AnswerHttp,
  misbehaviour: () => Misbehaviour,
  later: Later = (ms, then) => setTimeout(then, ms),
): Server {
  return createServer((incoming, response) => {
    if (misbehaviour() === 'down' || Number(incoming.headers['content-length']) > largestRequest) {
      incoming.socket.resetAndDestroy()
      return
    }
    readRequest(incoming)
      .then((request) => reply(request, response, answer, misbehaviour(), later))
      // Its core cannot be read, as while it is being made anew: its neighbours in the process go on
      .catch(() => incoming.socket.destroy())
  })
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://centre')
  const body = await buffer(incoming)
  const { method = '', headers } = incoming
  return { method, path: pathname, query: searchParams, headers, body }
}

function reply(
  request: HttpRequest,
  response: ServerResponse,
  answer: AnswerHttp,
  misbehaviour: Misbehaviour,
  later: Later,
): void {
  const good = misbehaviour === 'wrong-status' ? faultPage : answer(request, misbehaviour)
  switch (misbehaviour) {
    case 'slow': {
      const timer = later(slowMs, () => send(response, good))
      response.once('close', () => clearTimeout(timer))
      return
    }
    case 'empty':
      send(response, { ...good, body: Buffer.alloc(0) })
      return
    case 'truncated':
      send(response, { ...good, body: good.body.subarray(0, Math.floor(good.body.length / 2)) })
      return
    default:
      send(response, good)
  }
}

function send(response: ServerResponse, { status = 200, type, body }: HttpAnswer): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length, Connection: 'close' })
  response.end(body)
}
