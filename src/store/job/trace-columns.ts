import { readTrace, type TraceContext, traceHeaders } from '../../domain/trace-context.ts'
import type { Row } from '../database.ts'

/** Values of the columns `traceparent` and `tracestate`. */
export function traceColumns(trace: TraceContext | undefined): [string | null, string | null] {
  const { traceparent = null, tracestate = null } = trace ? traceHeaders(trace) : {}
  return [traceparent, tracestate]
}

/** The trace that these columns of a row hold. */
export function traceIn(found: Row): TraceContext | undefined {
  const text = (value: unknown): string | undefined => (value === null ? undefined : String(value))
  return readTrace({ traceparent: text(found['traceparent']), tracestate: text(found['tracestate']) })
}
