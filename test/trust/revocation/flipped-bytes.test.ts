import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { toGatewayError } from '../../../src/errors.ts'
import { readCrl } from '../../../src/trust/revocation/crl.ts'
import { readOcspResponse } from '../../../src/trust/revocation/ocsp-response.ts'
import type { RevocationData } from '../../../src/trust/revocation/types.ts'
import {
  anchor,
  check,
  dataOf,
  delegate,
  issuer,
  leaf,
  list,
  listDer,
  ocspDer,
  revoking,
} from '../support/revocation.ts'

const roots = list(anchor)
const flip = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }))

function flipped(der: Uint8Array, flips: readonly (readonly [number, number])[]): Uint8Array {
  const copy = Uint8Array.from(der)
  for (const [at, mask] of flips) copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ mask
  return copy
}

function verdict(read: () => RevocationData): string {
  try {
    const result = check(read())
    return result.ok ? 'ok' : result.reason
  } catch (thrown) {
    return toGatewayError(thrown).code
  }
}

const refusals = ['revoked', 'revocation-unknown', 'REVOCATION_UNKNOWN']

describe('bytes flipped on the way', () => {
  test('in a list never crash and never un-revoke', () => {
    const der = listDer(issuer, revoking(leaf))
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 3 }), (flips) => {
        expect(refusals).toContain(verdict(() => dataOf(roots, readCrl(flipped(der, flips)))))
      }),
      { numRuns: 1_500 },
    )
  })

  test('in an OCSP response never crash and never un-revoke', () => {
    const responder = delegate()
    const der = ocspDer({ status: 'revoked', responder })
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 3 }), (flips) => {
        const read = (): RevocationData => ({
          ...dataOf(roots),
          responses: [{ response: readOcspResponse(flipped(der, flips)) }],
        })
        expect(refusals).toContain(verdict(read))
      }),
      { numRuns: 1_500 },
    )
  })

  test('any bytes at all are refused and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(verdict(() => dataOf(readCrl(bytes)))).toBe('REVOCATION_UNKNOWN')
        expect(verdict(() => ({ lists: [], responses: [{ response: readOcspResponse(bytes) }] }))).toBe(
          'REVOCATION_UNKNOWN',
        )
      }),
      { numRuns: 500 },
    )
  })
})
