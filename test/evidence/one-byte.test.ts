import { isDeepStrictEqual } from 'node:util'
import { afterAll, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { EvidenceBundle } from '../../src/contracts/generated/types.ts'
import { verifyBundle } from '../../src/evidence/verify-bundle.ts'
import { bytesOf, createEvidenceDesk } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const bundle = desk.bundle()
const whole = bytesOf(bundle)

/** The parts of the file by their place in it; what lies between belongs to the file itself. */
const ranges = (['request', 'answer', 'directory', 'journal'] as const).map((part) => {
  const text = whole.toString('latin1')
  const start = text.indexOf(`"${part}":`) + `"${part}": `.length
  const value = JSON.stringify(bundle[part], null, 2).replaceAll('\n', '\n  ')
  return { part, start, end: start + Buffer.byteLength(value) }
})

const printable = fc.integer({ min: 0x20, max: 0x7e })

function changed(position: number, byte: number): Buffer {
  const bytes = Buffer.from(whole)
  bytes[position] = byte
  return bytes
}

/** Another spelling of the same bundle, such as other white space, is no change. */
function saysTheSame(bytes: Buffer): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(bytes.toString()) as EvidenceBundle, bundle)
  } catch {
    return false
  }
}

async function assertFound(position: number, byte: number): Promise<void> {
  const bytes = changed(position, byte)
  if (saysTheSame(bytes)) return
  const { ok, findings } = await verifyBundle(bytes, desk.trust)
  expect(ok).toBe(false)
  const named = new Set(findings.filter(({ state }) => state === 'fails').map(({ part }) => part))
  const altered = ranges.find(({ start, end }) => start <= position && position < end)?.part ?? 'file'
  // Where the file is JSON no more, it is the file that is named.
  expect(named.has(altered) || named.has('file')).toBe(true)
}

test('a change to one byte anywhere is found, and its part named', async () => {
  expect(await verifyBundle(whole, desk.trust)).toMatchObject({ ok: true })
  await fc.assert(fc.asyncProperty(fc.nat({ max: whole.length - 1 }), printable, assertFound), {
    numRuns: 150,
  })
})

for (const { part, start, end } of ranges) {
  test(`a change to one byte of the ${part} is found, and named`, async () => {
    const inside = fc.integer({ min: start + 1, max: end - 2 })
    await fc.assert(fc.asyncProperty(inside, printable, assertFound), { numRuns: 60 })
  })
}

/** One character changed, or a number. */
function altered(value: unknown, at: number): unknown {
  if (typeof value !== 'string') return Number(value) + 1
  const other = value[at] === 'A' ? 'B' : 'A'
  return value.slice(0, at) + other + value.slice(at + 1)
}

test('a change to any character of any member of a journal entry is found, and the entry named', async () => {
  const places = bundle.journal.flatMap((entry, i) =>
    Object.entries(entry).flatMap(([name, value]) =>
      Array.from({ length: typeof value === 'string' ? value.length : 1 }, (_, at) => ({ i, name, at })),
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), async ({ i, name, at }) => {
      const journal = bundle.journal.map((entry, j) =>
        j === i ? { ...entry, [name]: altered(entry[name as keyof typeof entry], at) } : entry,
      )
      const { findings } = await verifyBundle(Buffer.from(JSON.stringify({ ...bundle, journal })), desk.trust)
      const failed = findings.filter(({ state }) => state === 'fails')
      expect(failed.map(({ entry }) => entry)).toContain(journal[i]?.sequence)
    }),
    { numRuns: 80 },
  )
})
