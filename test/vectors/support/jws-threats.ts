import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import type { ErrorCode } from '../../../src/errors.ts'
import { headerOf, rawToken, rs256, sha256 } from '../../support/member-client.ts'
import type { JwsCase } from '../jws-case.ts'
import {
  hangzhou,
  header64,
  honest,
  honestHeader,
  order,
  paddableHeader,
  payload,
  payload64,
  requestType,
  signatory,
  signature,
  signature64,
  signedText,
  suzhou,
  twin,
  under,
  underText,
  unusedBits,
  withSignature,
} from './jws-material.ts'

const rsa = signatory('RSA-2048')
const ed25519 = signatory('Ed25519')
const zero = Buffer.alloc(32)
const [r, s] = [signature.subarray(0, 32), signature.subarray(32)]
const both = (...parts: Buffer[]): string => withSignature(Buffer.concat(parts))
const base64url = (text: string): string => Buffer.from(text).toString('base64url')

type Row = [sentence: string, reason: ErrorCode | undefined, token: string, by?: typeof suzhou]

/** T1–T36 of the threats, each an attack on a token that is honestly signed where that can be. */
const rows: Row[] = [
  ['T1 alg none with a signature', 'ALGORITHM_REFUSED', under({ alg: 'none' })],
  ['T1 alg NoNe', 'ALGORITHM_REFUSED', under({ alg: 'NoNe' })],
  ['T1 alg none without a signature', 'TOKEN_MALFORMED', unsigned()],
  ['T2 HS256 with the public key as PEM', 'ALGORITHM_REFUSED', hs256('pem')],
  ['T2 HS256 with the public key as DER', 'ALGORITHM_REFUSED', hs256('der')],
  ['T2 HS256 with the public key as JWK', 'ALGORITHM_REFUSED', hs256('jwk')],
  ['T3 no alg', 'HEADER_REFUSED', under({ alg: undefined })],
  ['T3 alg null', 'HEADER_REFUSED', under({ alg: null })],
  ['T3 alg as an array', 'HEADER_REFUSED', under({ alg: ['ES256'] })],
  ['T3 alg in other letters', 'ALGORITHM_REFUSED', under({ alg: 'es256' })],
  ['T4 RS256', 'ALGORITHM_REFUSED', rs256Token(), rsa],
  ['T4 ES256K', 'ALGORITHM_REFUSED', es256k()],
  ['T5 EdDSA where the key is P-256', 'ALGORITHM_REFUSED', under({ alg: 'EdDSA' })],
  ['T5 PS256 where the key is P-256', 'ALGORITHM_REFUSED', under({ alg: 'PS256' })],
  ['T5 ES384 where the key is P-256', 'ALGORITHM_REFUSED', under({ alg: 'ES384' })],
  ['T5 ES256 where the key is Ed25519', 'ALGORITHM_REFUSED', es256OverEd25519(), ed25519],
  ['T6 r = s = 0', 'SIGNATURE_INVALID', both(zero, zero)],
  ['T6 r = 0', 'SIGNATURE_INVALID', both(zero, s)],
  ['T6 s = 0', 'SIGNATURE_INVALID', both(r, zero)],
  ['T7 r = s = n', 'SIGNATURE_INVALID', both(order, order)],
  ['T7 r = n', 'SIGNATURE_INVALID', both(order, s)],
  ['T7 s = n', 'SIGNATURE_INVALID', both(r, order)],
  ['T8 a DER signature', 'SIGNATURE_INVALID', derSigned()],
  ['T9 a truncated signature', 'SIGNATURE_INVALID', withSignature(signature.subarray(0, 63))],
  ['T9 an extended signature', 'SIGNATURE_INVALID', both(signature, Buffer.alloc(1))],
  [
    'T10 the twin (r, n - s) is a signature too; only the jti tells a replay',
    undefined,
    both(twin(signature)),
  ],
  ['T11 a space before', 'TOKEN_MALFORMED', ` ${honest}`],
  ['T11 a line break after', 'TOKEN_MALFORMED', `${honest}\n`],
  ['T11 a tab inside', 'TOKEN_MALFORMED', honest.replace('.', '\t.')],
  ['T12 padding of the signature', 'TOKEN_MALFORMED', `${honest}==`],
  ['T12 padding of the header, signed so', 'TOKEN_MALFORMED', padded()],
  [
    'T13 unused bits in the signature',
    'TOKEN_MALFORMED',
    `${header64}.${payload64}.${unusedBits(signature64)}`,
  ],
  ['T13 unused bits in the header, signed so', 'TOKEN_MALFORMED', unused()],
  ['T14 the standard alphabet, signed so', 'TOKEN_MALFORMED', standardAlphabet()],
  ['T15 one part', 'TOKEN_MALFORMED', honest.replaceAll('.', '')],
  ['T15 two parts', 'TOKEN_MALFORMED', `${header64}.${payload64}`],
  ['T15 four parts', 'TOKEN_MALFORMED', `${honest}.${signature64}`],
  ['T15 five parts', 'TOKEN_MALFORMED', `${honest}.a.b`],
  ['T15 nothing', 'TOKEN_MALFORMED', ''],
  ['T16 the flattened JSON serialisation', 'TOKEN_MALFORMED', flattened()],
  ['T16 the general JSON serialisation', 'TOKEN_MALFORMED', general()],
  ['T17 an empty payload, signed so', 'TOKEN_MALFORMED', rawToken(honestHeader, '', suzhou.key)],
  ['T17 a detached payload', 'TOKEN_MALFORMED', `${header64}..${signature64}`],
  ['T18 b64 false with crit', 'HEADER_REFUSED', unencoded({ b64: false, crit: ['b64'] })],
  ['T18 b64 false without crit', 'HEADER_REFUSED', unencoded({ b64: false })],
  ['T19 an unknown crit', 'HEADER_REFUSED', under({ crit: ['exp'], exp: 1 })],
  ['T20 an empty crit', 'HEADER_REFUSED', under({ crit: [] })],
  ['T20 a repeated crit', 'HEADER_REFUSED', under({ crit: ['b64', 'b64'], b64: true })],
  ['T21 an embedded jwk that verifies', 'HEADER_REFUSED', embedded()],
  ['T22 jku', 'HEADER_REFUSED', under({ jku: 'https://127.0.0.1:1/keys' })],
  ['T23 x5u to a metadata service', 'HEADER_REFUSED', under({ x5u: 'http://169.254.169.254/' })],
  ['T24 x5c with a foreign leaf', 'HEADER_REFUSED', under({ x5c: hangzhou.x5c })],
  ['T25 x5c in another order', 'HEADER_REFUSED', under({ x5c: suzhou.x5c.toReversed() })],
  ['T26 x5c of 1,000 certificates', 'HEADER_REFUSED', under({ x5c: Array(1000).fill('MIIB') })],
  ['T27 the thumbprint of an unknown certificate', 'CERTIFICATE_UNKNOWN', under({ 'x5t#S256': sha256('x') })],
  ['T27 x5t by SHA-1', 'HEADER_REFUSED', under({ x5t: 'A'.repeat(27) })],
  ['T28 a kid that climbs the file tree', 'HEADER_REFUSED', under({ kid: '../../../../dev/null' })],
  ['T29 a kid of SQL', 'HEADER_REFUSED', under({ kid: "x' UNION SELECT 'key" })],
  ['T30 kid __proto__', 'HEADER_REFUSED', under({ kid: '__proto__' })],
  ['T30 the member __proto__', 'HEADER_REFUSED', underText(before('"__proto__":{"kid":"a"}'))],
  ['T30 a kid with NUL', 'HEADER_REFUSED', under({ kid: 'a\0b' })],
  ['T30 a kid beyond all bounds', 'TOKEN_MALFORMED', under({ kid: 'k'.repeat(1 << 16) })],
  ['T31 the kid of another agency', 'HEADER_REFUSED', under({ kid: '330100000000001' })],
  ['T31 the thumbprint of another agency', 'CERTIFICATE_UNKNOWN', under({ 'x5t#S256': hangzhou.thumbprint })],
  ['T32 alg twice', 'HEADER_REFUSED', underText(before('"alg":"none"'))],
  ['T32 alg twice, once escaped', 'HEADER_REFUSED', underText(before(String.raw`"\u0061lg":"none"`))],
  [
    'T33 a byte order mark in the header',
    'HEADER_REFUSED',
    underText(`\ufeff${JSON.stringify(honestHeader)}`),
  ],
  ['T33 a byte order mark before the token', 'TOKEN_MALFORMED', `\ufeff${honest}`],
  ['T33 overlong UTF-8', 'HEADER_REFUSED', overlong()],
  ['T34 a header over its bound', 'TOKEN_MALFORMED', under({ typ: 'x'.repeat(25_000) })],
  ['T34 a signature over its bound', 'TOKEN_MALFORMED', withSignature(Buffer.alloc(1_000))],
  [
    'T35 a JWE',
    'TOKEN_MALFORMED',
    `${base64url('{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":1000000000}')}.a.b.c.d`,
  ],
  ['T35 zip and p2c in a JWS', 'HEADER_REFUSED', under({ zip: 'DEF', p2c: 1e9 })],
  ['T36 an answer for a request', 'TYPE_REFUSED', under({ typ: 'hpf-answer+jws' })],
  ['T36 a certificate for a request', 'TYPE_REFUSED', under({ typ: 'hpf-certificate+jws' })],
  ['T36 a request in capitals', 'TYPE_REFUSED', under({ typ: 'HPF-REQUEST+JWS' })],
  ['T36 no typ', 'HEADER_REFUSED', under({ typ: undefined })],
]

/** All of them, with an honest token before the first, all for the exchange's own header. */
export function threats(): JwsCase[] {
  const honestRows: Row[] = [
    ['T0 an honest token', undefined, honest],
    ['T0 an honest token with x5c', undefined, under({ x5c: suzhou.x5c })],
    ['T0 another key of the same kind', 'SIGNATURE_INVALID', rawToken(honestHeader, payload, hangzhou.key)],
    ['T0 another payload', 'SIGNATURE_INVALID', `${header64}.${base64url('{"jti":"other"}')}.${signature64}`],
  ]
  return [...honestRows, ...rows].map(([id, reason, token, by = suzhou]) => ({
    id,
    token,
    key: { certificate: by.certificate },
    profile: 'exchange',
    type: requestType,
    expected: reason === undefined ? 'valid' : 'invalid',
    ...(reason !== undefined && { reason }),
  }))
}

/** The honest header with a member in front. */
function before(member: string): string {
  return `{${member},${JSON.stringify(honestHeader).slice(1)}`
}

function unsigned(): string {
  return rawToken(headerOf(suzhou, { alg: 'none' }), payload, () => Buffer.alloc(0))
}

function hs256(form: 'pem' | 'der' | 'jwk'): string {
  const { publicKey } = suzhou
  const secret =
    form === 'jwk'
      ? JSON.stringify(publicKey.export({ format: 'jwk' }))
      : publicKey.export({ format: form, type: 'spki' })
  return rawToken(headerOf(suzhou, { alg: 'HS256' }), payload, (input) =>
    createHmac('sha256', secret).update(input).digest(),
  )
}

function rs256Token(): string {
  return rawToken(headerOf(rsa, { alg: 'RS256' }), payload, (input) => rs256(rsa.key, input))
}

function es256k(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
  return rawToken(headerOf(suzhou, { alg: 'ES256K' }), payload, privateKey)
}

function es256OverEd25519(): string {
  return rawToken(headerOf(ed25519), payload, (input) => signBytes(null, input, ed25519.key))
}

function derSigned(): string {
  return rawToken(honestHeader, payload, (input) => signBytes('sha256', input, suzhou.key))
}

function padded(): string {
  return signedText(
    `${Buffer.from(paddableHeader()).toString('base64').replaceAll('+', '-').replaceAll('/', '_')}.${payload64}`,
  )
}

function unused(): string {
  return signedText(`${unusedBits(base64url(paddableHeader()))}.${payload64}`)
}

function standardAlphabet(): string {
  return signedText(`${header64}.${Buffer.from('{"??>>~~":"ÿÿ"}').toString('base64').replaceAll('=', '')}`)
}

function flattened(): string {
  return JSON.stringify({ protected: header64, payload: payload64, signature: signature64 })
}

function general(): string {
  return JSON.stringify({ payload: payload64, signatures: [{ protected: header64, signature: signature64 }] })
}

function unencoded(changes: Record<string, unknown>): string {
  return signedText(`${base64url(JSON.stringify(headerOf(suzhou, changes)))}.${JSON.stringify({ jti: 'x' })}`)
}

function embedded(): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return rawToken(headerOf(suzhou, { jwk: publicKey.export({ format: 'jwk' }) }), payload, privateKey)
}

function overlong(): string {
  const [start = '', end = ''] = JSON.stringify(headerOf(suzhou, { typ: 'a-b' })).split('a-b')
  return underText(Buffer.concat([Buffer.from(start), Buffer.from([0xc0, 0xaf]), Buffer.from(end)]))
}
