import { createPublicKey, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { compactVerify } from 'jose'
import type { JwsCase } from './jws-case.ts'
import { jwsCases, runJws } from './jws.ts'
import { tally } from './outcome.ts'

const directory = join(import.meta.dirname, 'jws')
const names = readdirSync(directory)

function load(name: string): { cases: JwsCase[] } {
  return JSON.parse(readFileSync(join(directory, name), 'utf8'))
}

const [honest] = load('t00.json').cases
const foreign = load('keys.json').cases.find(({ id }) => id.startsWith('ES256'))
if (!honest || !foreign) throw new Error('There is no case.')

describe('our JWS cases', () => {
  test.each(names)('%s: all right, for the reason given', (name) => {
    const counted = tally(runJws(load(name)))
    expect(counted.right.length).toBeGreaterThan(0)
    expect(counted).toMatchObject({
      wronglyAccepted: [],
      wronglyRefused: [],
      refusedByPolicy: [],
      otherReason: [],
    })
  })

  test('stand for every threat from T1 to T36', () => {
    const numbers = names.flatMap((name) => /^t(\d\d)\.json$/.exec(name)?.[1] ?? [])
    expect(numbers.map(Number)).toEqual(Array.from({ length: 37 }, (_, number) => number))
  })

  test('jose verifies all that are valid', async () => {
    const valid = names.flatMap((name) => load(name).cases).filter(({ expected }) => expected === 'valid')
    expect(valid.length).toBeGreaterThan(5)
    for (const { token, key } of valid) {
      if ('jwks' in key) continue
      const imported =
        'jwk' in key
          ? createPublicKey({ key: key.jwk as object, format: 'jwk' })
          : new X509Certificate(key.certificate).publicKey
      await expect(compactVerify(token, imported)).resolves.toBeDefined()
    }
  })
})

describe('the runner', () => {
  test('lets a case of the exchange say which typ belongs there, and whose certificate it must be', () => {
    const other = load('t05.json').cases.find(({ id }) => id.includes('Ed25519'))
    const outcomes = runJws({
      cases: [
        { ...honest, type: 'hpf-answer+jws', expected: 'invalid', reason: 'TYPE_REFUSED' },
        { ...honest, key: other?.key, expected: 'invalid', reason: 'CERTIFICATE_UNKNOWN' },
        { ...foreign, profile: 'exchange', expected: 'invalid', reason: 'HEADER_REFUSED' },
      ],
    })
    expect(tally(outcomes)).toMatchObject({ right: [{}, {}, {}], otherReason: [] })
  })

  test('understands the cases of Wycheproof, and leaves out those that are mislabelled or no JWS', () => {
    const jwk = 'jwk' in foreign.key ? foreign.key.jwk : undefined
    const [header, payload, signature] = foreign.token.split('.')
    const valid = { comment: 'valid', result: 'valid', flags: [], jws: foreign.token }
    const outcomes = runJws({
      schema: 'json_web_signature_schema_v1.json',
      testGroups: [
        {
          comment: 'es256',
          public: jwk,
          tests: [
            { ...valid, tcId: 1 },
            { ...valid, tcId: 2, result: 'invalid', jws: `${header}.${payload}` },
            { ...valid, tcId: 3, result: 'invalid', jws: { protected: header, payload, signature } },
            { ...valid, tcId: 346, result: 'invalid' },
            { tcId: 4, comment: 'a JWE', jwe: 'a.b.c.d.e', result: 'valid' },
          ],
        },
        { comment: 'a set', public: { keys: [jwk] }, tests: [{ ...valid, tcId: 5 }] },
        {
          comment: 'use',
          public: { ...Object(jwk), use: 'enc' },
          tests: [{ ...valid, tcId: 6, result: 'invalid' }],
        },
      ],
    })
    expect(outcomes.map(({ id }) => id.split(' ')[1])).toEqual(['1', '2', '3', '5', '6'])
    expect(tally(outcomes).right).toHaveLength(5)
  })

  test('understands the examples of the JOSE cookbook', () => {
    const jwk = 'jwk' in foreign.key ? foreign.key.jwk : undefined
    const file = { title: 'ES256', input: { key: jwk, alg: 'ES256' }, output: { compact: foreign.token } }
    expect(tally(runJws(file)).right).toHaveLength(1)
    expect(jwsCases({ ...file, output: { json: {} } })).toBeUndefined()
  })

  test.each([
    ['the algorithm HS256', { alg: 'HS256' }, 'e30'],
    ['an empty payload', { alg: 'ES256' }, ''],
    ['the extension crit', { alg: 'ES256', crit: ['exp'], exp: 1 }, 'e30'],
    ['a key by jku', { alg: 'ES256', jku: 'https://127.0.0.1:1/' }, 'e30'],
  ])('counts %s as refused by policy, not as wrongly refused', (policy, header, payload) => {
    const token = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.AAAA`
    const counted = tally(runJws({ cases: [{ ...foreign, token }] }))
    expect(counted).toMatchObject({ refusedByPolicy: [{ policy }], wronglyRefused: [] })
  })

  test.each([
    ['an algorithm that we have but the case does not allow', { algorithms: ['EdDSA'] }],
    ['a signature that does not hold', { token: foreign.token.replace(/.{4}$/, 'AAAA') }],
    ['a key that another kid names', { key: { jwk: { ...Object(foreign.key), kty: 'EC', kid: 'k2' } } }],
  ])('excuses nothing else: %s', (_, changes) => {
    const counted = tally(runJws({ cases: [{ ...foreign, ...changes }] }))
    expect(counted).toMatchObject({ refusedByPolicy: [], wronglyRefused: [{}] })
  })

  test('refuses texts in a header that could mislead a log or a look-up', () => {
    const header = { alg: 'ES256', kid: 'a\0b' }
    const token = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.AAAA`
    const [outcome] = runJws({ cases: [{ ...foreign, token }] })
    expect(outcome?.reason).toMatch(/^HEADER_REFUSED: a control character/)
  })

  test('refuses a file of another form', () => {
    expect(() => runJws({ cases: [{ leaf: '' }] })).toThrow(TypeError)
  })
})
