import {
  constants,
  createECDH,
  createHash,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  randomBytes,
  sign,
} from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { createTestAuthority } from './pki.ts'
import { freePort } from './ports.ts'

/** What a signing server is asked, as it came. */
export interface KeyQuestion {
  keyId?: unknown
  algorithm?: unknown
  digest?: unknown
  bytes?: unknown
}

/** What a signing server (签名验签服务器) does with one key: signs digests, as hardware does, or bytes; opens what was encrypted for it. */
export function askKey(key: KeyObject, path: string, question: KeyQuestion): Record<string, string> {
  const { algorithm, digest, bytes } = question
  if (path.endsWith('/decrypt')) {
    const padding = algorithm === 'RSA1_5' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING
    const plaintext = privateDecrypt({ key, padding, oaepHash: 'sha256' }, decoded(bytes))
    return { plaintext: plaintext.toString('base64url') }
  }
  const signature = digest === undefined ? sign(null, decoded(bytes), key) : signDigest(key, decoded(digest))
  return { signature: signature.toString('base64url') }
}

function decoded(text: unknown): Buffer {
  return Buffer.from(String(text), 'base64url')
}

const curves = {
  'P-256': {
    name: 'prime256v1',
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    name: 'secp384r1',
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
}

/** node:crypto hashes by itself, so what hardware does with a digest is done by hand: FIPS 186-5 section 6.4, RFC 8017 section 8.1. */
function signDigest(key: KeyObject, digest: Buffer): Buffer {
  if (key.asymmetricKeyType === 'rsa') return signPss(key, digest)
  const { crv, d: secret } = key.export({ format: 'jwk' })
  const { name, n } = curves[crv === 'P-384' ? 'P-384' : 'P-256']
  const size = digest.length
  const k = createECDH(name)
  const point = k.generateKeys()
  const r = number(point.subarray(1, 1 + size)) % n
  const s = (inverse(number(k.getPrivateKey()), n) * (number(digest) + r * number(decoded(secret)))) % n
  return Buffer.from([r, s].map((part) => part.toString(16).padStart(size * 2, '0')).join(''), 'hex')
}

function number(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`)
}

function inverse(of: bigint, n: bigint): bigint {
  let [a, b, x, y] = [of, n, 1n, 0n]
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y]
  return ((x % n) + n) % n
}

function signPss(key: KeyObject, digest: Buffer): Buffer {
  const length = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8
  const salt = randomBytes(32)
  const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()
  const h = sha256(Buffer.alloc(8), digest, salt)
  const db = Buffer.concat([Buffer.alloc(length - 66), Buffer.of(1), salt])
  const mask = Buffer.concat(
    Array.from({ length: Math.ceil(db.length / 32) }, (_, i) => sha256(h, Buffer.of(0, 0, 0, i))),
  )
  const masked = Buffer.from(db.map((byte, i) => byte ^ (mask[i] ?? 0)))
  masked[0] = (masked[0] ?? 0) & 0x7f
  return privateEncrypt(
    { key, padding: constants.RSA_NO_PADDING },
    Buffer.concat([masked, h, Buffer.of(0xbc)]),
  )
}

export interface SigningServer extends AsyncDisposable {
  /** Base URL. */
  url: string
  port: number
  /** Who vouches for it, PEM. */
  anchors: string
  /** What it was asked, and by whom: subject of the client's certificate, header Authorization. */
  asked: { path: string; question: KeyQuestion; client: string; authorization: string | undefined }[]
  /** From the next question on; undefined: honest again. */
  behave(behaviour: RequestListener | undefined): void
  close(): Promise<void>
}

const authority = createTestAuthority('Signing house')

/** An HTTPS server that holds keys, and signs for clients with a certificate under `clients` (PEM). */
export async function startSigningServer(options: {
  keys: Readonly<Record<string, KeyObject>>
  clients: string
  port?: number
}): Promise<SigningServer> {
  const identity = authority.issue({ name: 'signing server', ips: ['127.0.0.1'] })
  const asked: SigningServer['asked'] = []
  let behaviour: RequestListener | undefined
  const server = createServer(
    {
      key: identity.key,
      cert: identity.certificate,
      ca: options.clients,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) =>
      void answer(request).then((text) => {
        if (behaviour) return behaviour(request, response)
        return response.writeHead(text === undefined ? 404 : 200).end(text)
      }),
  )

  async function answer(request: IncomingMessage): Promise<string | undefined> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const question = JSON.parse(Buffer.concat(chunks).toString()) as KeyQuestion
    const path = request.url ?? ''
    const { subject } = (request.socket as TLSSocket).getPeerCertificate()
    asked.push({ path, question, client: String(subject.O), authorization: request.headers.authorization })
    const key = options.keys[String(question.keyId)]
    return key && JSON.stringify(askKey(key, path, question))
  }

  // Of our own, so that nobody takes it while it is down.
  const port = options.port ?? (await freePort())
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  async function close(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return {
    url: `https://127.0.0.1:${port}/keys/v1`,
    port,
    anchors: authority.anchor,
    asked,
    behave: (next) => void (behaviour = next),
    close,
    [Symbol.asyncDispose]: close,
  }
}
