import { createLine } from '../../src/peers/open-line.ts'
import type { LineCall, LineReply, LineSettings } from '../../src/peers/line.ts'

/** A fictitious centre. */
export const centre = '999900000000000'

type HttpCall = Extract<LineCall, { transport: 'http' }>
type TcpCall = Extract<LineCall, { transport: 'tcp' }>

export const get: HttpCall = {
  transport: 'http',
  name: 'query',
  method: 'GET',
  path: '/query?zjhm=1',
  headers: {},
  body: undefined,
}

export const framed: TcpCall = {
  transport: 'tcp',
  name: 'query',
  bytes: Buffer.from('HEAD\0\0\0\x05hello', 'latin1'),
  reply: { headerBytes: 4, lengthBytes: 4 },
}

export const stream: TcpCall = {
  transport: 'tcp',
  name: 'query',
  bytes: Buffer.from('<a>1</>'),
  reply: 'end-of-stream',
}

/** Sends one message over a line of its own. */
export async function sent(
  call: LineCall,
  endpoint: string,
  settings: Partial<LineSettings> = {},
  signal = new AbortController().signal,
): Promise<LineReply> {
  using line = createLine(
    { centre, endpoint, anchors: '' },
    { connectMs: 2000, maxAnswerBytes: 1000, ...settings },
  )
  return await line.send(call, signal)
}

/** What a promise is rejected with. */
export function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'did not fail',
    (thrown: unknown) => thrown,
  )
}
