import { createPrivateKey, type KeyObject, randomUUIDv7 } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { OfficeToken } from '../../src/contracts/generated/types.ts'
import {
  type ClientTls,
  http,
  type HttpAnswer,
  json,
  sha256,
  signed,
  type TestMember,
} from './member-client.ts'
import { tokenForm } from './oauth-client.ts'
import type { TestFederation } from './sandbox.ts'

export const authorizationType = 'hpf-office-request+jws'

export interface OfficeRequest {
  /** Port of the office listener. */
  port: number
  path: string
  method?: string
  body?: string
  headers?: Record<string, string>
  /** Default: without a client certificate. */
  tls?: ClientTls
}

const strangers = new WeakMap<object, ClientTls>()

/** Believes the sandbox's servers, and shows no certificate of its own. */
export function anonymous({ files }: Pick<TestFederation, 'files'>): ClientTls {
  const known = strangers.get(files)
  if (known) return known
  const stranger = { ca: readFileSync(files.anchors, 'utf8') } as ClientTls
  strangers.set(files, stranger)
  return stranger
}

export function callOffice(
  federation: TestFederation,
  { port, path, body, headers = {}, ...rest }: OfficeRequest,
): Promise<HttpAnswer> {
  return http({
    port,
    path,
    method: rest.method ?? (body === undefined ? 'GET' : 'POST'),
    tls: rest.tls ?? anonymous(federation),
    ...(body !== undefined && { body }),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  })
}

/** A member's authorization of one request, each claim to be changed at will. */
export async function authorization(
  member: Pick<TestMember, 'key' | 'thumbprint' | 'code'>,
  to: string,
  { method, path, body = '' }: { method: string; path: string; body?: string },
  changes: { claims?: Record<string, unknown>; header?: Record<string, unknown> } = {},
): Promise<string> {
  const iat = Math.floor(Date.now() / 1000)
  const claims = {
    version: '1',
    iss: member.code,
    aud: to,
    jti: randomUUIDv7(),
    iat,
    exp: iat + 60,
    method,
    path,
    bodyDigest: sha256(body),
    ...changes.claims,
  }
  return `HPF-JWS ${await signed(member, claims, { typ: authorizationType, ...changes.header })}`
}

/** The sandbox's loan system of 江苏省直. */
export function loanSystem(
  federation: TestFederation,
  member: string,
): { name: string; key: KeyObject; member: string } {
  const key = createPrivateKey(readFileSync(federation.of(member).loanSystemKey))
  return { name: 'loan-system', key, member }
}

export async function bearer(
  federation: TestFederation,
  port: number,
  client: Parameters<typeof tokenForm>[0],
): Promise<string> {
  const answer = await callOffice(federation, {
    port,
    path: '/office/v1/token',
    body: await tokenForm(client, { header: { kid: '1' } }),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  if (answer.status !== 200) throw new Error(answer.body.toString())
  return `Bearer ${json<OfficeToken>(answer).access_token}`
}
