import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { readTrace, type Span, spanOf, traceHeaders } from '../domain/trace-context.ts'

const spans = new WeakMap<IncomingMessage, Span>()

/** Takes a request's place in a trace from its headers, or begins one; what is wrong there is passed over. `requestId`: a UUID. */
export function beginSpan(request: IncomingMessage, requestId: string): Span {
  const { traceparent, tracestate } = request.headers
  const before = readTrace({ traceparent: one(traceparent), tracestate: one(tracestate) })
  const span = spanOf(requestId, before)
  spans.set(request, span)
  return span
}

/** The place of a request that a route handles. */
export function spanIn(request: IncomingMessage): Span {
  return spans.get(request) ?? beginSpan(request, randomUUID())
}

/** Header `traceresponse`: the place of a request, told to its caller (Trace Context, draft of level 3). */
export function traceResponse(request: IncomingMessage): string {
  return traceHeaders(spanIn(request)).traceparent
}

/** Node joins what came more than once. */
function one(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header)
}
