import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  readTrace,
  spanOf,
  toldSpan,
  type TraceContext,
  traceHeaders,
} from '../../src/domain/trace-context.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'
const good = `00-${traceId}-${spanId}-01`

const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
    .filter((text) => !/^0+$/.test(text))
const contexts: fc.Arbitrary<TraceContext> = fc
  .record({
    traceId: hex(32),
    spanId: hex(16),
    flags: fc.integer({ min: 0, max: 3 }),
    state: fc
      .uniqueArray(fc.stringMatching(/^[a-z][a-z0-9@/_*-]{0,10}=[!-+.-<>-~]{1,20}$/), {
        maxLength: 12,
        selector: (member) => member.split('=', 1)[0],
      })
      .map((members) => members.join(',')),
  })
  // Digits that could be somebody's are another matter.
  .filter(({ traceId, state }) => !/[0-9]{17}/.test(traceId + state))

describe('traceparent', () => {
  test('is read and written as the standard has it', () => {
    expect(readTrace({ traceparent: good })).toEqual({ traceId, spanId, flags: 1, state: '' })
    fc.assert(
      fc.property(contexts, (context) => {
        expect(readTrace(traceHeaders(context))).toEqual(context)
      }),
    )
  })

  test('of a later version counts by the part that is as in version 00', () => {
    const known = { traceId, spanId, flags: 1, state: '' }
    expect(readTrace({ traceparent: `cc-${traceId}-${spanId}-01` })).toEqual(known)
    expect(readTrace({ traceparent: `cc-${traceId}-${spanId}-01-what the future will be` })).toEqual(known)
    expect(readTrace({ traceparent: `cc-${traceId}-${spanId}-01.more` })).toBeUndefined()
  })

  test('keeps the flags that are known, and no others', () => {
    const flags = ['00', '01', '02', '03', 'fc', 'ff'].map(
      (text) => readTrace({ traceparent: `00-${traceId}-${spanId}-${text}` })?.flags,
    )
    expect(flags).toEqual([0, 1, 2, 3, 0, 3])
  })

  test.each([
    ['none', undefined],
    ['nothing', ''],
    ['two of them', `${good}, ${good}`],
    ['upper case', good.toUpperCase()],
    ['white space around it', ` ${good}`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['a span id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['a trace id that is too short', `00-${traceId.slice(1)}-${spanId}-01`],
    ['what is no digit', `00-${traceId.replace('4', 'g')}-${spanId}-01`],
    ['version ff', `ff${good.slice(2)}`],
    ['more in version 00', `${good}-more`],
    ['more in version 00, without a dash', `${good}0`],
    ['no flags', good.slice(0, 52)],
    ['another script’s digits', good.replace('4', '４')],
  ])('with %s is none', (_, traceparent) => {
    expect(readTrace({ traceparent, tracestate: 'a=1' })).toBeUndefined()
  })

  test('never throws, whatever it is', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef-,= \n') }),
      fc
        .constant(good)
        .chain((text) =>
          fc
            .tuple(fc.nat(text.length), fc.string())
            .map(([at, more]) => text.slice(0, at) + more + text.slice(at)),
        ),
    )
    fc.assert(
      fc.property(anything, anything, (traceparent, tracestate) => {
        const read = readTrace({ traceparent, tracestate })
        if (!read) return
        expect(read.traceId).toMatch(/^[0-9a-f]{32}$/)
        expect(read.spanId).toMatch(/^[0-9a-f]{16}$/)
        expect(read.state.length).toBeLessThanOrEqual(512)
      }),
    )
  })
})

describe('tracestate', () => {
  const stateOf = (tracestate: string): string | undefined =>
    readTrace({ traceparent: good, tracestate })?.state

  test('is handed on as it came, without the white space between members', () => {
    expect(stateOf('rojo=00f067aa0ba902b7,congo=t61rcWkgMzE')).toBe('rojo=00f067aa0ba902b7,congo=t61rcWkgMzE')
    expect(stateOf(' tenant@system=a b \t,, 1a=~ ')).toBe('tenant@system=a b,1a=~')
  })

  test.each([
    ['a member without a value', 'a=1,b'],
    ['an empty value', 'a='],
    ['two members of one key', 'a=1,a=2'],
    ['a key in upper case', 'A=1'],
    ['an equals sign in a value', 'a=b=c'],
    ['what is not printable', 'a=\u0007'],
    ['Chinese', 'a=沈清和'],
    ['a key of 257 characters', `${'a'.repeat(257)}=1`],
    ['a value of 257 characters', `a=${'b'.repeat(257)}`],
    ['33 members', Array.from({ length: 33 }, (_, i) => `a${i}=1`).join(',')],
  ])('with %s is dropped, and the trace goes on', (_, tracestate) => {
    expect(readTrace({ traceparent: good, tracestate })).toEqual({ traceId, spanId, flags: 1, state: '' })
  })

  test('of more than 512 characters loses its long members, then the last ones', () => {
    const long = `long=${'x'.repeat(200)}`
    const members = Array.from({ length: 30 }, (_, i) => `m${String(i).padStart(2, '0')}=${'y'.repeat(16)}`)
    const kept = members.slice(0, 24).join(',')
    expect(kept).toHaveLength(503)
    expect(stateOf([long, ...members].join(','))).toBe(kept)
  })
})

describe('an identity number', () => {
  const idNumber = '310101190001010011'

  test('in a trace id makes it none', () => {
    for (const at of [0, 7, 14]) {
      const hidden = `${'a'.repeat(at)}${idNumber}${'b'.repeat(14 - at)}`
      expect(readTrace({ traceparent: `00-${hidden}-${spanId}-01` })).toBeUndefined()
    }
    const withX = `${'0'.repeat(15)}11010519491231002`
    expect(readTrace({ traceparent: `00-${withX}-${spanId}-01` })).toBeUndefined()
  })

  test('in tracestate drops it', () => {
    expect(readTrace({ traceparent: good, tracestate: `a=1,who=${idNumber}` })?.state).toBe('')
  })
})

describe('a hop', () => {
  const before: TraceContext = { traceId, spanId, flags: 0, state: 'a=1' }

  test('continues the trace before it, under a span of its own', () => {
    const span = spanOf('0190b8a5-7c3e-7d2a-9f01-23456789abcd', before)
    expect(span).toEqual({ ...before, spanId: '9f0123456789abcd', parentId: spanId })
    expect(toldSpan(span)).toEqual({ traceId, spanId: '9f0123456789abcd', parentId: spanId })
  })

  test('begins a trace where there is none, sampled and random', () => {
    fc.assert(
      fc.property(fc.constantFrom(randomUUID, randomUUIDv7), (newId) => {
        const span = spanOf(newId(), undefined)
        fc.pre(!/[0-9]{17}/.test(span.traceId))
        expect(toldSpan(span)).toEqual({ traceId: span.traceId, spanId: span.spanId })
        expect(traceHeaders(span)).toEqual({ traceparent: `00-${span.traceId}-${span.spanId}-03` })
        const { parentId: _, ...context } = span
        expect(readTrace(traceHeaders(span))).toEqual(context)
      }),
    )
  })
})
