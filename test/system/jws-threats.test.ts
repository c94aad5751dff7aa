import { createHmac, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CompactEncrypt } from 'jose'
import type { Problem } from '../../src/contracts/generated/types.ts'
import type { ErrorCode } from '../../src/errors.ts'
import { newKey } from '../../src/trust/keys.ts'
import {
  certificateRequest,
  type Envelope,
  es256,
  headerOf,
  type HttpAnswer,
  json,
  post,
  rawToken,
  requestType,
  rs256,
  sha256,
  signed,
  type TestMember,
  verified,
} from '../support/member-client.ts'
import { hangzhou, jiangsu, shanghai } from '../support/sandbox.ts'
import { prepareStand, type Stand } from '../support/stand.ts'

let stand: Stand
/** One honest request, its token and the parts of it. */
let honest: { envelope: Envelope; bytes: string; header: string; payload: string; signature: string }

beforeAll(async () => {
  stand = await prepareStand()
  await stand.federation.start(shanghai)
  // It is to be good still when all of these tests are done: as of a clock that is nearly as far ahead as it may be.
  const iat = Math.floor(Date.now() / 1000) + 50
  const envelope = certificateRequest(jiangsu, shanghai, { iat, exp: iat + 300 })
  const bytes = await signed(own(), envelope)
  const [header = '', payload = '', signature = ''] = bytes.split('.')
  honest = { envelope, bytes, header, payload, signature }
})
afterAll(() => stand.federation.close())

const own = (): TestMember => stand.jiangsu.own

function send(bytes: string | Uint8Array): Promise<HttpAnswer> {
  return post(stand.federation, shanghai, own().tls, bytes)
}

/** The code of the sandbox's diagnosis behind the uniform 401, or of an unsigned problem. */
async function refusal(bytes: string | Uint8Array): Promise<string> {
  const answer = await send(bytes)
  const problem = json<Problem>(answer)
  expect(answer.status).toBe(problem.status)
  if (problem.code !== 'UNAUTHENTICATED') return problem.code
  expect(answer.status).toBe(401)
  return String(problem.diagnosis?.['code'])
}

/** The honest payload under another header, honestly signed. */
function under(header: object | string | Uint8Array, key: KeyObject = own().key): string {
  return rawToken(header, JSON.stringify(honest.envelope), key)
}

/** The honest header and payload, with another signature. */
function withSignature(change: (signature: Buffer) => Buffer): string {
  const changed = change(Buffer.from(honest.signature, 'base64url'))
  return `${honest.header}.${honest.payload}.${changed.toString('base64url')}`
}

/** Order of P-256. */
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function scalar(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}

/** The other of the two signatures that ECDSA accepts: (r, n - s). */
function twin(signature: Buffer): Buffer {
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`)
  return Buffer.concat([signature.subarray(0, 32), scalar(n - s)])
}

/** The last character with its unused bits set: other text, the same bytes. */
function unusedBits(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(part.at(-1) ?? '')
  const other = part.slice(0, -1) + alphabet.charAt(last + 1)
  expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(part, 'base64url'))
  return other
}

/** A header whose length leaves unused bits in its base64url. */
function paddable(length: (bytes: number) => boolean): string {
  for (let spaces = 0; ; spaces += 1) {
    const header = JSON.stringify(headerOf(own())) + ' '.repeat(spaces)
    if (length(Buffer.byteLength(header) % 3)) return header
  }
}

const big = 'A'.repeat(70_000)

type Row = [name: string, code: ErrorCode, bytes: () => string | Uint8Array | Promise<string | Uint8Array>]

const rows: Row[] = [
  [
    'T1 refuses alg none with a signature',
    'ALGORITHM_REFUSED',
    () => under(headerOf(own(), { alg: 'none' })),
  ],
  ['T1 refuses alg NoNe', 'ALGORITHM_REFUSED', () => under(headerOf(own(), { alg: 'NoNe' }))],
  [
    'T1 refuses alg none without a signature',
    'TOKEN_MALFORMED',
    () => rawToken(headerOf(own(), { alg: 'none' }), honest.envelope, () => Buffer.alloc(0)),
  ],
  ...(['pem', 'der', 'jwk'] as const).map((form): Row => [
    `T2 refuses HS256 with our public key as ${form} as the secret`,
    'ALGORITHM_REFUSED',
    () => {
      const key = own().certificate.publicKey
      const secret =
        form === 'jwk'
          ? JSON.stringify(key.export({ format: 'jwk' }))
          : key.export({ format: form, type: 'spki' })
      const hmac = (input: Buffer) => createHmac('sha256', secret).update(input).digest()
      return rawToken(headerOf(own(), { alg: 'HS256' }), honest.envelope, hmac)
    },
  ]),
  ['T3 refuses a header without alg', 'HEADER_REFUSED', () => under(headerOf(own(), { alg: undefined }))],
  ['T3 refuses alg null', 'HEADER_REFUSED', () => under(headerOf(own(), { alg: null }))],
  ['T3 refuses alg as an array', 'HEADER_REFUSED', () => under(headerOf(own(), { alg: ['ES256'] }))],
  ['T3 refuses alg es256', 'ALGORITHM_REFUSED', () => under(headerOf(own(), { alg: 'es256' }))],
  ['T3 refuses alg __proto__', 'ALGORITHM_REFUSED', () => under(headerOf(own(), { alg: '__proto__' }))],
  ['T3 refuses alg constructor', 'ALGORITHM_REFUSED', () => under(headerOf(own(), { alg: 'constructor' }))],
  [
    'T4 refuses RS256 by an RSA key that the directory lists',
    'ALGORITHM_REFUSED',
    () => {
      const { rsa } = stand.jiangsu
      return rawToken(headerOf(rsa, { alg: 'RS256' }), honest.envelope, (input) => rs256(rsa.key, input))
    },
  ],
  [
    'T4 refuses ES256K',
    'ALGORITHM_REFUSED',
    () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
      return under(headerOf(own(), { alg: 'ES256K' }), privateKey)
    },
  ],
  [
    'T5 refuses EdDSA where the certificate is P-256',
    'ALGORITHM_REFUSED',
    () => under(headerOf(own(), { alg: 'EdDSA' })),
  ],
  [
    'T5 refuses PS256 where the certificate is P-256',
    'ALGORITHM_REFUSED',
    () => under(headerOf(own(), { alg: 'PS256' })),
  ],
  [
    'T5 refuses ES256 where the certificate is Ed25519',
    'ALGORITHM_REFUSED',
    () => {
      const { ed25519 } = stand.jiangsu
      return rawToken(headerOf(ed25519), honest.envelope, (input) => signBytes(null, input, ed25519.key))
    },
  ],
  ['T6 refuses r = s = 0', 'SIGNATURE_INVALID', () => withSignature(() => Buffer.alloc(64))],
  ['T6 refuses r = 0', 'SIGNATURE_INVALID', () => withSignature((signature) => signature.fill(0, 0, 32))],
  ['T6 refuses s = 0', 'SIGNATURE_INVALID', () => withSignature((signature) => signature.fill(0, 32))],
  [
    'T7 refuses r = n',
    'SIGNATURE_INVALID',
    () => withSignature((it) => Buffer.concat([scalar(n), it.subarray(32)])),
  ],
  [
    'T7 refuses s = n',
    'SIGNATURE_INVALID',
    () => withSignature((it) => Buffer.concat([it.subarray(0, 32), scalar(n)])),
  ],
  [
    'T7 refuses r = s = n',
    'SIGNATURE_INVALID',
    () => withSignature(() => Buffer.concat([scalar(n), scalar(n)])),
  ],
  [
    'T8 refuses a DER signature',
    'SIGNATURE_INVALID',
    () => rawToken(headerOf(own()), honest.envelope, (input) => signBytes('sha256', input, own().key)),
  ],
  ['T9 refuses a truncated signature', 'SIGNATURE_INVALID', () => withSignature((it) => it.subarray(0, 63))],
  [
    'T9 refuses an extended signature',
    'SIGNATURE_INVALID',
    () => withSignature((it) => Buffer.concat([it, Buffer.alloc(1)])),
  ],
  ['T9 refuses half a signature', 'SIGNATURE_INVALID', () => withSignature((it) => it.subarray(0, 32))],
  ...[' ', '\t', '\n', '\r\n', '\0', '\u00a0', '\u200b'].flatMap((space): Row[] => [
    [`T11 refuses ${JSON.stringify(space)} before the token`, 'TOKEN_MALFORMED', () => space + honest.bytes],
    [`T11 refuses ${JSON.stringify(space)} after the token`, 'TOKEN_MALFORMED', () => honest.bytes + space],
    [
      `T11 refuses ${JSON.stringify(space)} inside it`,
      'TOKEN_MALFORMED',
      () => honest.bytes.replace('.', `${space}.`),
    ],
  ]),
  ['T12 refuses padding of the signature', 'TOKEN_MALFORMED', () => `${honest.bytes}==`],
  [
    'T12 refuses padding of the header',
    'TOKEN_MALFORMED',
    () => {
      const input = `${Buffer.from(paddable((rest) => rest === 2)).toString('base64')}.${honest.payload}`
      expect(input).toContain('=.')
      return `${input}.${es256(own().key, Buffer.from(input)).toString('base64url')}`
    },
  ],
  [
    'T13 refuses unused bits in the signature',
    'TOKEN_MALFORMED',
    () => `${honest.header}.${honest.payload}.${unusedBits(honest.signature)}`,
  ],
  [
    'T13 refuses unused bits in the header, although signed so',
    'TOKEN_MALFORMED',
    () => {
      const header = unusedBits(Buffer.from(paddable((rest) => rest > 0)).toString('base64url'))
      const input = `${header}.${honest.payload}`
      return `${input}.${es256(own().key, Buffer.from(input)).toString('base64url')}`
    },
  ],
  [
    'T14 refuses the standard alphabet',
    'TOKEN_MALFORMED',
    () => {
      const [header, payload] = [
        honest.header,
        Buffer.from('{"??>>~~":"ÿÿ"}').toString('base64').replaceAll('=', ''),
      ]
      expect(payload).toMatch(/[+/]/)
      const input = `${header}.${payload}`
      return `${input}.${es256(own().key, Buffer.from(input)).toString('base64url')}`
    },
  ],
  ['T15 refuses one part', 'TOKEN_MALFORMED', () => honest.bytes.replaceAll('.', '')],
  ['T15 refuses two parts', 'TOKEN_MALFORMED', () => `${honest.header}.${honest.payload}`],
  ['T15 refuses four parts', 'TOKEN_MALFORMED', () => `${honest.bytes}.${honest.signature}`],
  ['T15 refuses four parts, the last empty', 'TOKEN_MALFORMED', () => `${honest.bytes}.`],
  ['T15 refuses five parts', 'TOKEN_MALFORMED', () => `${honest.bytes}.a.b`],
  ['T15 refuses an empty body', 'TOKEN_MALFORMED', () => ''],
  ['T15 refuses two dots alone', 'TOKEN_MALFORMED', () => '..'],
  [
    'T16 refuses the flattened JSON serialisation',
    'TOKEN_MALFORMED',
    () => JSON.stringify({ protected: honest.header, payload: honest.payload, signature: honest.signature }),
  ],
  [
    'T16 refuses the general JSON serialisation',
    'TOKEN_MALFORMED',
    () => {
      const signatures = [{ protected: honest.header, signature: honest.signature }]
      return JSON.stringify({ payload: honest.payload, signatures })
    },
  ],
  ['T17 refuses an empty payload', 'TOKEN_MALFORMED', () => rawToken(headerOf(own()), '', own().key)],
  ['T17 refuses a detached payload', 'TOKEN_MALFORMED', () => `${honest.header}..${honest.signature}`],
  [
    'T18 refuses b64 false with crit',
    'HEADER_REFUSED',
    () => {
      const header = Buffer.from(JSON.stringify(headerOf(own(), { b64: false, crit: ['b64'] }))).toString(
        'base64url',
      )
      const input = `${header}.${JSON.stringify({ jti: 'x' })}`
      return `${input}.${es256(own().key, Buffer.from(input)).toString('base64url')}`
    },
  ],
  ['T18 refuses b64 false without crit', 'HEADER_REFUSED', () => under(headerOf(own(), { b64: false }))],
  ['T18 refuses b64 true', 'HEADER_REFUSED', () => under(headerOf(own(), { b64: true, crit: ['b64'] }))],
  ['T19 refuses an unknown crit', 'HEADER_REFUSED', () => under(headerOf(own(), { crit: ['exp'], exp: 1 }))],
  ['T20 refuses an empty crit', 'HEADER_REFUSED', () => under(headerOf(own(), { crit: [] }))],
  [
    'T20 refuses a repeated crit',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { crit: ['b64', 'b64'], b64: true })),
  ],
  [
    'T21 refuses an embedded jwk',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { jwk: own().certificate.publicKey.export({ format: 'jwk' }) })),
  ],
  ['T22 refuses jku', 'HEADER_REFUSED', () => under(headerOf(own(), { jku: 'https://127.0.0.1:1/keys' }))],
  [
    'T23 refuses x5u, and fetches nothing',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { x5u: 'http://169.254.169.254/' })),
  ],
  [
    'T24 refuses x5c with a foreign leaf',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { x5c: stand.member(hangzhou).x5c })),
  ],
  [
    'T25 refuses x5c in another order',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { x5c: own().x5c.toReversed() })),
  ],
  [
    'T26 refuses 1,000 certificates in x5c',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { x5c: Array(1000).fill('MIIB') })),
  ],
  [
    'T26 refuses 6 certificates in x5c',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { x5c: Array(6).fill(own().x5c[0]) })),
  ],
  ['T26 refuses an empty x5c', 'HEADER_REFUSED', () => under(headerOf(own(), { x5c: [] }))],
  ['T26 refuses an x5c that is no base64', 'HEADER_REFUSED', () => under(headerOf(own(), { x5c: ['-_-_'] }))],
  [
    'T27 refuses the thumbprint of an unlisted certificate',
    'CERTIFICATE_UNKNOWN',
    () => under(headerOf({ thumbprint: sha256('x') })),
  ],
  [
    'T27 refuses x5t with SHA-1',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { x5t: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA' })),
  ],
  [
    'T27 refuses a thumbprint in hex',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { 'x5t#S256': 'ab'.repeat(32) })),
  ],
  [
    'T27 refuses a thumbprint with unused bits',
    'HEADER_REFUSED',
    () => under(headerOf({ thumbprint: unusedBits(own().thumbprint) })),
  ],
  [
    'T28 refuses kid with a path',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { kid: '../../../../etc/passwd' })),
  ],
  ['T29 refuses kid with SQL', 'HEADER_REFUSED', () => under(headerOf(own(), { kid: "' or 1=1 --" }))],
  ['T30 refuses kid __proto__', 'HEADER_REFUSED', () => under(headerOf(own(), { kid: '__proto__' }))],
  [
    'T30 refuses a member __proto__',
    'HEADER_REFUSED',
    () => under(`${JSON.stringify(headerOf(own())).slice(0, -1)},"__proto__":{}}`),
  ],
  ['T30 refuses kid with NUL', 'HEADER_REFUSED', () => under(headerOf(own(), { kid: 'a\0b' }))],
  ['T30 refuses kid of 1 MiB', 'BODY_TOO_LARGE', () => under(headerOf(own(), { kid: 'k'.repeat(1 << 20) }))],
  [
    'T31 refuses the kid of another agency',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { kid: hangzhou })),
  ],
  [
    'T31 refuses the thumbprint of another agency',
    'CHANNEL_MISMATCH',
    () => under(headerOf(stand.member(hangzhou))),
  ],
  [
    'T32 refuses a repeated alg',
    'HEADER_REFUSED',
    () => under(`{"alg":"none",${JSON.stringify(headerOf(own())).slice(1)}`),
  ],
  [
    'T32 refuses an alg repeated in another spelling',
    'HEADER_REFUSED',
    () => under(`{"\\u0061lg":"none",${JSON.stringify(headerOf(own())).slice(1)}`),
  ],
  [
    'T33 refuses a byte order mark in the header',
    'HEADER_REFUSED',
    () => under(`\ufeff${JSON.stringify(headerOf(own()))}`),
  ],
  ['T33 refuses a byte order mark before the token', 'TOKEN_MALFORMED', () => `\ufeff${honest.bytes}`],
  [
    'T33 refuses overlong UTF-8 in the header',
    'HEADER_REFUSED',
    () => {
      const text = JSON.stringify(headerOf(own(), { typ: 'a-b' }))
      const [before = '', after = ''] = text.split('a-b')
      return under(Buffer.concat([Buffer.from(before), Buffer.from([0xc0, 0xaf]), Buffer.from(after)]))
    },
  ],
  [
    'T33 refuses UTF-16',
    'HEADER_REFUSED',
    () => under(Buffer.from(JSON.stringify(headerOf(own())), 'utf16le')),
  ],
  [
    'T34 refuses a header of 8 MiB',
    'BODY_TOO_LARGE',
    () => under(headerOf(own(), { typ: 'x'.repeat(8 << 20) })),
  ],
  [
    'T34 refuses a header over its own bound',
    'TOKEN_MALFORMED',
    () => under(headerOf(own(), { typ: 'x'.repeat(25_000) })),
  ],
  [
    'T34 refuses a signature over its own bound',
    'TOKEN_MALFORMED',
    () => withSignature(() => Buffer.alloc(1_000)),
  ],
  [
    'T35 refuses a JWE that would unpack to more',
    'TOKEN_MALFORMED',
    () =>
      new CompactEncrypt(Buffer.alloc(40_000))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
        .encrypt(stand.jiangsu.rsa.certificate.publicKey),
  ],
  [
    'T35 refuses a JWE that costs a million rounds of PBKDF2',
    'TOKEN_MALFORMED',
    () => {
      const header = { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 1_000_000_000, p2s: 'c2FsdA' }
      return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.a.b.c.d`
    },
  ],
  [
    'T35 refuses p2c and zip in a header',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { p2c: 1e9, zip: 'DEF' })),
  ],
  ...[
    'hpf-answer+jws',
    'hpf-problem+jws',
    'hpf-certificate+jws',
    'hpf-directory+jws',
    'JWT',
    'HPF-REQUEST+JWS',
    '',
  ].map((typ): Row => [
    `T36 refuses typ ${typ} as a request`,
    'TYPE_REFUSED',
    () => signed(own(), honest.envelope, { typ }),
  ]),
  ['T36 refuses a header without typ', 'HEADER_REFUSED', () => under(headerOf(own(), { typ: undefined }))],
  [
    'a token of random bytes is refused',
    'TOKEN_MALFORMED',
    () => Buffer.from(big.slice(0, 60_000), 'base64'),
  ],
  ['a header that is no object is refused', 'HEADER_REFUSED', () => under('["ES256"]')],
  ['a header that is null is refused', 'HEADER_REFUSED', () => under('null')],
  [
    'a header member that is an object is refused',
    'HEADER_REFUSED',
    () => under(headerOf(own(), { typ: { typ: requestType } })),
  ],
  [
    'a signature by another key of ours is refused',
    'SIGNATURE_INVALID',
    () => under(headerOf(own()), newKey('P-256')),
  ],
  [
    'a signature over other bytes is refused',
    'SIGNATURE_INVALID',
    () => {
      const other = Buffer.from(JSON.stringify({ ...honest.envelope, aud: hangzhou })).toString('base64url')
      return `${honest.header}.${other}.${honest.signature}`
    },
  ],
]

describe('a token that is not one canonical, honestly signed JWS of a member', () => {
  test.each(rows)('%s: %s', async (_, code, bytes) => {
    expect(await refusal(await bytes())).toBe(code)
  })
})

describe('T10 the other spelling of a signature', () => {
  test('is no second request: the jti is the same, the bytes are not', async () => {
    const envelope = certificateRequest(jiangsu, shanghai)
    const bytes = await signed(own(), envelope)
    const [header, payload, signature = ''] = bytes.split('.')
    const high = twin(Buffer.from(signature, 'base64url')).toString('base64url')
    const other = `${header}.${payload}.${high}`

    const first = await verified(await send(other), stand.member(shanghai), { bytes: other, from: jiangsu })
    expect(first.body.outcome).toBe('issued')
    const second = await verified(await send(bytes), stand.member(shanghai), { bytes, from: jiangsu })
    expect(second.problem?.code).toBe('REPLAY_REFUSED')
  })
})

test('after all these attempts the honest request is still good, and was never executed before', async () => {
  const answer = await send(honest.bytes)
  const { body } = await verified(answer, stand.member(shanghai), { bytes: honest.bytes, from: jiangsu })
  expect(body.outcome).toBe('issued')
  const entries = await stand.federation.journal(shanghai)
  expect(entries.filter(({ exchangeId }) => exchangeId === honest.envelope.jti)).toHaveLength(1)
})
