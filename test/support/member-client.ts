import {
  constants,
  createHash,
  createPrivateKey,
  type KeyObject,
  randomUUIDv7,
  sign as signBytes,
  X509Certificate,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { CompactSign, compactVerify, type CompactJWSHeaderParameters } from 'jose'
import type { AnswerEnvelope, Problem, RequestEnvelope } from '../../src/contracts/generated/types.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import type { TestFederation } from './sandbox.ts'

/** A member as another implementation would be: its keys from files, jose for signing, node:https for posting. */
export interface TestMember {
  code: string
  key: KeyObject
  certificate: X509Certificate
  /** SHA-256 of the signing certificate, base64url. */
  thumbprint: string
  /** Base64 DER, leaf first. */
  x5c: string[]
  tls: ClientTls
  /** What it connects to its own office listener with. */
  office: ClientTls
}

export interface ClientTls {
  key: string
  cert: string
  ca: string
}

/** One object for each member of a federation, since connections are kept by it. */
export function memberOf({ files }: Pick<TestFederation, 'files'>, code: string): TestMember {
  const known = members.get(files) ?? new Map<string, TestMember>()
  members.set(files, known)
  const member = known.get(code) ?? readMember(files, code)
  known.set(code, member)
  return member
}

const members = new WeakMap<object, Map<string, TestMember>>()

function readMember(files: TestFederation['files'], code: string): TestMember {
  const own = files.member(code)
  const chain = certificatesIn(read(own.signCertificate))
  const ca = read(files.anchors)
  return {
    code,
    key: createPrivateKey(read(own.signKey)),
    ...signingCertificate(chain),
    tls: { key: read(own.tlsKey), cert: read(own.tlsCertificate), ca },
    office: { key: read(own.officeKey), cert: read(own.officeCertificate), ca },
  }
}

/** The parts of a member that come with a chain of certificates, leaf first. */
export function signingCertificate(chain: readonly X509Certificate[]): {
  certificate: X509Certificate
  thumbprint: string
  x5c: string[]
} {
  const [certificate] = chain
  if (!certificate) throw new RangeError('no certificate')
  return {
    certificate,
    thumbprint: sha256(certificate.raw),
    x5c: chain.map(({ raw }) => raw.toString('base64')),
  }
}

function read(path: string): string {
  return readFileSync(path, 'utf8')
}

export function certificatesIn(pem: string): X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return found.map((text) => new X509Certificate(text))
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

export type Envelope = RequestEnvelope & Record<string, unknown>

/** A request for the deposit certificate of the sandbox's persona `normal`, which everybody with an agreement gets. */
export function certificateRequest(
  from: string,
  to: string,
  changes: Record<string, unknown> = {},
  persona = 'normal',
): Envelope {
  const now = Date.now()
  const { to: _, deadlineSeconds: __, ...question } = sandboxQuestion(from, [to], persona, now)
  const iat = Math.floor(now / 1000)
  return {
    version: '1',
    iss: from,
    aud: to,
    jti: randomUUIDv7(),
    iat,
    exp: iat + 30,
    ...question,
    ...changes,
  } as Envelope
}

export function pingRequest(from: string, to: string, changes: Record<string, unknown> = {}): Envelope {
  const { version, iss, aud, jti, iat, exp } = certificateRequest(from, to)
  const ping = { service: 'gateway.ping', body: { nonce: 'n-1' } }
  return { version, iss, aud, jti, iat, exp, ...ping, ...changes } as Envelope
}

export const requestType = 'hpf-request+jws'

/** Signs with jose, as a peer's own software would. `payload`: an object, or a JSON text as it is to be sent. */
export async function signed(
  member: Pick<TestMember, 'key' | 'thumbprint'>,
  payload: object | string | Uint8Array,
  header: Partial<CompactJWSHeaderParameters> = {},
): Promise<string> {
  return new CompactSign(bytesOf(payload))
    .setProtectedHeader({ alg: 'ES256', typ: requestType, 'x5t#S256': member.thumbprint, ...header })
    .sign(member.key)
}

/** The header of an ordinary request. */
export function headerOf(
  member: Pick<TestMember, 'thumbprint'>,
  changes: Record<string, unknown> = {},
): object {
  return { alg: 'ES256', typ: requestType, 'x5t#S256': member.thumbprint, ...changes }
}

/** A token with any header and payload, honestly signed over whatever they are: what jose would refuse to make. */
export function rawToken(
  header: object | string | Uint8Array,
  payload: object | string | Uint8Array,
  signer: KeyObject | ((input: Buffer) => Buffer),
): string {
  const input = `${base64url(header)}.${base64url(payload)}`
  const signature =
    typeof signer === 'function' ? signer(Buffer.from(input)) : es256(signer, Buffer.from(input))
  return `${input}.${signature.toString('base64url')}`
}

export function es256(key: KeyObject, input: Buffer): Buffer {
  return signBytes('sha256', input, { key, dsaEncoding: 'ieee-p1363' })
}

export function rs256(key: KeyObject, input: Buffer): Buffer {
  return signBytes('sha256', input, { key, padding: constants.RSA_PKCS1_PADDING })
}

function base64url(value: object | string | Uint8Array): string {
  return Buffer.from(bytesOf(value)).toString('base64url')
}

function bytesOf(value: object | string | Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) return value
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export interface Posting {
  port: number
  path: string
  method?: string
  tls: ClientTls
  body?: string | Uint8Array
  headers?: Record<string, string | string[]>
}

const agents = new WeakMap<ClientTls, Agent>()

/** Connections stay open between posts of one member, as a gateway's would. */
function agentOf(tls: ClientTls): Agent {
  const known = agents.get(tls)
  if (known) return known
  const agent = new Agent({ keepAlive: true, maxSockets: 64, host: '127.0.0.1', ...tls })
  agents.set(tls, agent)
  return agent
}

/** Closes what `http` and `post` left open. */
export function disconnect(tls: ClientTls): void {
  agents.get(tls)?.destroy()
  agents.delete(tls)
}

export function http({ port, path, method = 'POST', tls, body, headers = {} }: Posting): Promise<HttpAnswer> {
  const all = { ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }), ...headers }
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', servername: '', port, path, method, headers: all, agent: agentOf(tls) },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        )
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

/** Posts request bytes to a member's exchange listener over a member's own channel. */
export function post(
  federation: Pick<TestFederation, 'of'>,
  to: string,
  tls: ClientTls,
  body: string | Uint8Array,
  {
    service = 'deposit-certificate.issue',
    headers = {},
  }: { service?: string; headers?: Record<string, string> } = {},
): Promise<HttpAnswer> {
  return http({
    port: federation.of(to).ports.exchange,
    path: `/exchange/v1/${service}`,
    tls,
    body,
    headers: { 'content-type': 'application/jose', ...headers },
  })
}

/** Asks through a member's own office listener. */
export async function askOffice(
  federation: Pick<TestFederation, 'of'>,
  member: TestMember,
  question: object,
): Promise<HttpAnswer> {
  return http({
    port: federation.of(member.code).ports.office,
    path: '/office/v1/questions',
    tls: member.office,
    body: JSON.stringify(question),
    headers: { 'content-type': 'application/json' },
  })
}

export function json<T>(answer: HttpAnswer): T {
  return JSON.parse(answer.body.toString()) as T
}

export interface VerifiedAnswer {
  type: string | undefined
  envelope: AnswerEnvelope
  /** The body, where the answer is no refusal. */
  body: Record<string, unknown>
  problem: Problem | undefined
}

/** Verifies an answer with jose: the answerer's signature, and that it is bound to these request bytes. Throws otherwise. */
export async function verified(
  answer: HttpAnswer,
  answerer: TestMember,
  request: { bytes: string; from: string },
): Promise<VerifiedAnswer> {
  const type = answer.headers['content-type']
  if (type !== 'application/jose') throw new Error(`unsigned: ${answer.status} ${answer.body.toString()}`)
  const { payload, protectedHeader } = await compactVerify(answer.body, answerer.certificate.publicKey, {
    algorithms: ['ES256'],
  })
  const envelope = JSON.parse(Buffer.from(payload).toString()) as AnswerEnvelope
  const bound: [string, unknown, unknown][] = [
    ['x5t#S256', protectedHeader['x5t#S256'], answerer.thumbprint],
    ['typ', protectedHeader.typ, envelope.problem ? 'hpf-problem+jws' : 'hpf-answer+jws'],
    ['iss', envelope.iss, answerer.code],
    ['aud', envelope.aud, request.from],
    ['requestDigest', envelope.requestDigest, sha256(request.bytes)],
    ['status', answer.status, envelope.problem?.status ?? 200],
  ]
  for (const [what, found, expected] of bound) {
    if (found !== expected) throw new Error(`${what} is ${String(found)}, not ${String(expected)}`)
  }
  return { type: protectedHeader.typ, envelope, body: envelope.body ?? {}, problem: envelope.problem }
}
