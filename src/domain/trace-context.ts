import { holdsIdNumber } from './identity/id-shape.ts'

/** A place in a trace (W3C Trace Context, levels 1 and 2), as one hop tells it to the next. Nothing in it is of a person, and nothing is decided by it. */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits, the same at every hop. */
  traceId: string
  /** 16 of them: the hop that tells it. */
  spanId: string
  /** `sampled` and `random` as they came; no others are known. */
  flags: number
  /** Header tracestate, of whoever traced before us; "" where there is none. */
  state: string
}

/** One hop of ours. */
export interface Span extends TraceContext {
  /** The hop that told us; none where the trace begins here. */
  parentId?: string
}

export interface TraceHeaders {
  traceparent?: string | undefined
  tracestate?: string | undefined
}

const sampled = 1
const random = 2

/** Level 1 knows version 00; of a later one that part counts that is as there. */
const parent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/s
const nothing = /^0+$/

/**
 * What headers tell; undefined where they tell nothing that can be taken: then a trace of our own begins. Never throws.
 * Nor are digits taken that could be a person's, which one random id in 200 000 has.
 */
export function readTrace({ traceparent, tracestate }: TraceHeaders): TraceContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', more] = parent.exec(traceparent ?? '') ?? []
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined
  if (nothing.test(traceId) || nothing.test(spanId) || holdsIdNumber(traceId)) return undefined
  const state = tracestate === undefined ? '' : readState(tracestate)
  return { traceId, spanId, flags: Number.parseInt(flags, 16) & (sampled | random), state }
}

export function traceHeaders({ traceId, spanId, flags, state }: TraceContext): {
  traceparent: string
  tracestate?: string
} {
  const traceparent = `00-${traceId}-${spanId}-0${flags}`
  return state === '' ? { traceparent } : { traceparent, tracestate: state }
}

/** The hop of this id, a UUID of ours that its log lines have anyway. Without a trace before it, one begins: we keep what we do, so it is sampled. */
export function spanOf(id: string, before: TraceContext | undefined): Span {
  const spanId = id.slice(19).replace('-', '')
  if (!before) return { traceId: id.replaceAll('-', ''), spanId, flags: sampled | random, state: '' }
  return {
    traceId: before.traceId,
    spanId,
    parentId: before.spanId,
    flags: before.flags,
    state: before.state,
  }
}

/** What log lines have of a hop. */
export function toldSpan({ traceId, spanId, parentId }: Span): Pick<Span, 'traceId' | 'spanId' | 'parentId'> {
  return parentId === undefined ? { traceId, spanId } : { traceId, spanId, parentId }
}

const member =
  /^[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/
const most = { members: 32, text: 512, member: 128 }

/** The list as it came, "" where any of it is wrong (level 2, section 3.3.1.3). */
function readState(header: string): string {
  const members = header.split(',').map((each) => each.replace(/^[ \t]+|[ \t]+$/g, ''))
  const given = members.filter((each) => each !== '')
  const keys = new Set(given.map((each) => each.split('=', 1)[0]))
  const sound = given.length <= most.members && keys.size === given.length && given.every(isMember)
  return sound && !holdsIdNumber(header) ? shortened(given) : ''
}

function isMember(text: string): boolean {
  return member.test(text)
}

/** Of a list that is too long the long members go first, then the last. */
function shortened(members: readonly string[]): string {
  const whole = members.join(',')
  if (whole.length <= most.text) return whole
  const short = members.filter(({ length }) => length <= most.member)
  while (short.join(',').length > most.text) short.pop()
  return short.join(',')
}
