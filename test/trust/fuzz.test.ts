import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { GatewayError } from '../../src/errors.ts'
import { readCertificate, type Certificate } from '../../src/trust/certificate.ts'
import { validatePath } from '../../src/trust/path/validate.ts'
import { intermediate, member, now, root } from './support/pki.ts'

const anchor = root()
const issuer = intermediate(anchor, '长三角签发证书')
const leaf = member(issuer)

/** Whether the bytes, in the place of the leaf or of the issuer, make a valid path; only a GatewayError may be thrown. */
function accepted(changed: Uint8Array, place: 'leaf' | 'issuer'): boolean {
  let certificate: Certificate
  try {
    certificate = readCertificate(changed)
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(GatewayError)
    expect(thrown).toMatchObject({ code: 'CERTIFICATE_UNTRUSTED' })
    return false
  }
  const request = { anchors: [anchor.certificate], time: now, purpose: 'sign' } as const
  const others = place === 'leaf' ? [issuer.certificate] : [certificate]
  return validatePath({ ...request, leaf: place === 'leaf' ? certificate : leaf, intermediates: others }).ok
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  return Uint8Array.from(bytes, (value, at) => (at === bit >> 3 ? value ^ (1 << (bit & 7)) : value))
}

describe('a certificate with changed bytes', () => {
  test.each([
    ['leaf', leaf],
    ['issuer', issuer.certificate],
  ] as const)('is not accepted whichever single bit is flipped: %s', (place, { der }) => {
    expect(accepted(der, place)).toBe(true)
    const believed = Array.from({ length: der.length * 8 }, (_value, bit) => bit).filter((bit) =>
      accepted(flip(der, bit), place),
    )
    expect(believed).toEqual([])
  })

  test('is not accepted after any few changes, insertions and deletions', () => {
    const edit = fc.record({
      at: fc.nat({ max: leaf.der.length }),
      remove: fc.nat({ max: 4 }),
      insert: fc.uint8Array({ maxLength: 4 }),
    })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let bytes = Buffer.from(leaf.der)
        for (const { at, remove, insert } of edits) {
          bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)])
        }
        expect(accepted(bytes, 'leaf')).toBe(Buffer.compare(bytes, leaf.der) === 0)
      }),
      { numRuns: 2000 },
    )
  })

  test('made of random bytes is refused in the one way', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(accepted(bytes, 'leaf')).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })
})

/** The authorities that the trusted one vouches for, directly or through others. */
function reachable(edges: readonly { by: number; to: number }[], trusted: number): Set<number> {
  const found = new Set([trusted])
  for (const name of found) edges.filter(({ by }) => by === name).forEach(({ to }) => found.add(to))
  return found
}

describe('a heap of certificates', () => {
  const names = ['甲', '乙', '丙', '丁']
  const authorities = names.map((name) => root(name))

  test('of any shape is searched within its budget, and accepted only where it must be', () => {
    const edge = fc.record({ by: fc.nat({ max: 3 }), to: fc.nat({ max: 3 }) })
    fc.assert(
      fc.property(
        fc.array(edge, { maxLength: 12 }),
        fc.nat({ max: 3 }),
        fc.nat({ max: 3 }),
        (edges, start, trusted) => {
          const crossed = edges.flatMap(({ by, to }) => {
            const authority = authorities[by]
            return authority ? [intermediate(authority, names[to] ?? '').certificate] : []
          })
          const [first, last] = [authorities[start], authorities[trusted]]
          if (!first || !last) throw new Error('There is no such authority.')
          const result = validatePath({
            leaf: member(first),
            intermediates: crossed,
            anchors: [last.certificate],
            time: now,
            purpose: 'sign',
          })
          expect(result.ok).toBe(reachable(edges, trusted).has(start))
        },
      ),
      { numRuns: 100 },
    )
  })
})
