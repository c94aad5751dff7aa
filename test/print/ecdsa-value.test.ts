import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ecdsaValue, hasLowerS, longestEcdsaValue, orderOf } from '../../src/print/ecdsa-value.ts'

const curves = [
  ['P-256', 32, 'sha256'],
  ['P-384', 48, 'sha384'],
] as const

describe.each(curves)('an ECDSA signature on paper, of %s', (curve, octets, digest) => {
  const order = orderOf[curve]
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve })

  function sideBySide(r: bigint, s: bigint): Buffer {
    return Buffer.from([r, s].map((each) => each.toString(16).padStart(2 * octets, '0')).join(''), 'hex')
  }

  test('is one, whichever of the two that hold the signer gave', () => {
    const content = Buffer.from('paper')
    const given = sign(digest, content, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const r = BigInt(`0x${given.toString('hex', 0, octets)}`)
    const s = BigInt(`0x${given.toString('hex', octets)}`)
    const [one, other] = [ecdsaValue(given, order), ecdsaValue(sideBySide(r, order - s), order)]
    expect(other).toEqual(one)
    expect(hasLowerS(one, order)).toBe(true)
    expect(verify(digest, content, { key: publicKey, dsaEncoding: 'der' }, one)).toBe(true)
  })

  test('has s in the lower half of the group, and is never longer than the room for it', () => {
    const numbers = fc.bigInt({ min: 1n, max: order - 1n })
    const longest = longestEcdsaValue(octets, order).length
    fc.assert(
      fc.property(numbers, numbers, (r, s) => {
        const encoded = ecdsaValue(sideBySide(r, s), order)
        return hasLowerS(encoded, order) && encoded.length <= longest
      }),
    )
    expect(ecdsaValue(sideBySide(order - 1n, (order + 1n) / 2n), order)).toHaveLength(longest)
  })

  test.each([0n, 1n])('is told from the other: half the order, and %s more', (more) => {
    const s = order / 2n + more
    const digits = s.toString(16).padStart(2 * octets, '0')
    const encoded = Buffer.from(
      `${octets === 32 ? '3025' : '3035'}020101${octets === 32 ? '0220' : '0230'}${digits}`,
      'hex',
    )
    expect(hasLowerS(encoded, order)).toBe(more === 0n)
  })
})
