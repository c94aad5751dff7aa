import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { readAuthorization } from '../../src/access/authorization.ts'
import { GatewayError } from '../../src/errors.ts'

describe('the header Authorization', () => {
  test.each([
    [[], { scheme: 'none' }],
    [['Bearer abc'], { scheme: 'bearer', token: 'abc' }],
    [['bearer  abc=='], { scheme: 'bearer', token: 'abc==' }],
    [['HPF-JWS a.b-_.c'], { scheme: 'hpf-jws', token: 'a.b-_.c' }],
    [['hpf-jws a.b.c'], { scheme: 'hpf-jws', token: 'a.b.c' }],
  ])('%j is read', (values, authorization) => {
    expect(readAuthorization(values)).toEqual(authorization)
  })

  test.each([
    [['']],
    [['Bearer']],
    [['Bearer ']],
    [['Basic abc']],
    [['Bearer a b']],
    [['Bearer a, Bearer b']],
    [[' Bearer a']],
    [['Bearer a\n']],
    [['Bearer 令牌']],
    [['Bearer a', 'Bearer b']],
  ])('%j is refused', (values) => {
    expect(() => readAuthorization(values)).toThrow(
      expect.objectContaining({ code: 'AUTHORIZATION_INVALID' }),
    )
  })

  test('whatever it says, it is read or refused, and what is read stood in it', () => {
    const word = fc.constantFrom('Bearer', 'HPF-JWS', 'bearer', 'Basic', ' ', '  ', 'a.b.c', '=', ',', '\t')
    const value = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 5 }).map((words) => words.join('')),
    )
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (values) => {
        try {
          const read = readAuthorization(values)
          if (read.scheme === 'none') expect(values).toEqual([])
          else expect(values[0]?.endsWith(` ${read.token}`)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError)
          // The token may be a secret.
          expect((error as GatewayError).detail).toMatch(
            /^(只能给出一个 more than one|应为 Bearer 或 HPF-JWS 加一个令牌 neither Bearer nor HPF-JWS, and one token)$/,
          )
        }
      }),
    )
  })
})
