import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { chinaDateTime } from '../../src/clock.ts'
import type { OfficeJob, Problem } from '../../src/contracts/generated/types.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { revokeInSandbox } from '../../src/sandbox/revocation.ts'
import { changed, createMemberAuthority, signingWith } from '../support/member-authority.ts'
import { type ClientTls, type HttpAnswer, json, memberOf, type TestMember } from '../support/member-client.ts'
import {
  authorization,
  bearer,
  callOffice,
  loanSystem,
  type OfficeRequest,
} from '../support/office-caller.ts'
import {
  type GatewayProcess,
  hangzhou,
  jiangsu,
  portal,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'
import { production } from '../support/stand.ts'

let federation: TestFederation
let here: GatewayProcess
const member = (code: string): TestMember => memberOf(federation, code)

beforeAll(async () => {
  federation = await prepareFederation()
  federation.configure(hangzhou, (config) => {
    const clients = [...config.office.clients, { name: 'portal', member: portal }]
    return production({ ...config, office: { ...config.office, clients } })
  })
  const [first] = await Promise.all([jiangsu, shanghai, hangzhou].map((code) => federation.start(code)))
  if (first) here = first
})
afterAll(() => federation.close())

const call = (request: Omit<OfficeRequest, 'port'>, code: string = jiangsu): Promise<HttpAnswer> =>
  callOffice(federation, { ...request, port: federation.of(code).ports.office })

const centres = '/office/v1/centres'
const jobs = '/office/v1/jobs'
const codeOf = (answer: HttpAnswer): unknown => [answer.status, json<Problem>(answer).code]
/** What the sandbox tells beyond the uniform refusal. */
const diagnosed = (answer: HttpAnswer): unknown => json<Problem>(answer).diagnosis?.['code']

type Changes = Parameters<typeof authorization>[3]

/** The portal, or another member, signs this request and makes it. */
async function signedCall(
  { path = centres, method, body }: { path?: string; method?: string; body?: string },
  changes: Changes = {},
  { as = member(portal), to = jiangsu as string } = {},
): Promise<HttpAnswer> {
  const line = { method: method ?? (body === undefined ? 'GET' : 'POST'), path }
  const value = await authorization(as, to, { ...line, ...(body !== undefined && { body }) }, changes)
  return call({ ...line, ...(body !== undefined && { body }), headers: { authorization: value } }, to)
}

describe('the office listener knows', () => {
  test('a system by its TLS certificate', async () => {
    expect((await call({ path: centres, tls: member(jiangsu).office })).status).toBe(200)
    expect(codeOf(await call({ path: centres, tls: member(jiangsu).tls }))).toEqual([401, 'OFFICE_FORBIDDEN'])
  })

  test('a system by the access token that it got for its key, without a certificate', async () => {
    const { office } = federation.of(jiangsu).ports
    const token = await bearer(federation, office, loanSystem(federation, jiangsu))
    expect((await call({ path: centres, headers: { authorization: token } })).status).toBe(200)
  })

  test('a member by its signature over the request, without a certificate', async () => {
    expect((await signedCall({})).status).toBe(200)
    expect((await signedCall({ path: '/office/v1/deliveries?state=pending' })).status).toBe(200)
  })

  test('nobody else, and tells how to say who one is', async () => {
    const answer = await call({ path: centres })
    expect(codeOf(answer)).toEqual([401, 'OFFICE_FORBIDDEN'])
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="office", HPF-JWS realm="office"')
  })

  test('nobody by the TLS certificate of the channel where the request says otherwise', async () => {
    const headers = { authorization: 'Bearer no-token-of-ours' }
    const answer = await call({ path: centres, tls: member(jiangsu).office, headers })
    expect(codeOf(answer)).toEqual([401, 'ACCESS_TOKEN_INVALID'])
  })

  test('no certificate that is under no anchor, though it could do without one', async () => {
    const { key, certificate } = createMemberAuthority('Nobody’s authority').issue(jiangsu, 'tls')
    const tls: ClientTls = { key, cert: certificate, ca: member(jiangsu).office.ca }
    await expect(call({ path: centres, tls })).rejects.toThrow()
    await here.line('"event":"dropped"', '"listener":"office"', 'CERTIFICATE_UNTRUSTED')
  })

  test('nobody without a certificate where certificates are the only way', async () => {
    await expect(call({ path: centres }, shanghai)).rejects.toThrow()
    expect((await call({ path: centres, tls: member(shanghai).office }, shanghai)).status).toBe(200)
  })
})

describe('a member', () => {
  test('asks, and sees its own jobs and nobody else’s', async () => {
    const body = JSON.stringify(sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now()))
    const line = { method: 'POST', path: '/office/v1/questions', body }
    const value = await authorization(member(portal), jiangsu, line)
    const answer = await call({ ...line, headers: { authorization: value, prefer: 'wait=20' } })
    expect(json<OfficeJob>(answer)).toMatchObject({ state: 'ended', centres: [{ state: 'answered' }] })
    const path = `${jobs}/${json<OfficeJob>(answer).id}`
    expect((await signedCall({ path })).status).toBe(200)
    expect(codeOf(await call({ path, tls: member(jiangsu).office }))).toEqual([404, 'JOB_UNKNOWN'])
  })

  test('may only what its registration says', async () => {
    const path = '/office/v1/exchanges/0194a5f0-0000-7000-8000-000000000000/evidence'
    expect(codeOf(await signedCall({ path }))).toEqual([403, 'OFFICE_RIGHT_MISSING'])
    const { office } = member(jiangsu)
    expect(codeOf(await call({ path, tls: office }))).toEqual([404, 'EXCHANGE_UNKNOWN'])
  })

  test('sees what is left of its limit', async () => {
    const { headers } = await signedCall({})
    expect(headers['ratelimit-policy']).toBe('"office";q=600;w=60')
    expect(headers['ratelimit']).toMatch(/^"office";r=5[0-9]{2};t=[0-9]{1,2}$/)
  })
})

describe('a signed authorization is refused', () => {
  const seconds = (): number => Math.floor(Date.now() / 1000)
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

  test.each<[string, () => Changes, string, string]>([
    ['of another method', () => ({ claims: { method: 'DELETE' } }), 'AUTHORIZATION_INVALID', '/method'],
    ['of another path', () => ({ claims: { path: jobs } }), 'AUTHORIZATION_INVALID', '/path'],
    [
      'of the same path with a query',
      () => ({ claims: { path: `${centres}?a=b` } }),
      'AUTHORIZATION_INVALID',
      '/path',
    ],
    [
      'of a body where there is none',
      () => ({ claims: { bodyDigest: sha256('{}') } }),
      'AUTHORIZATION_INVALID',
      '/bodyDigest',
    ],
    ['that says more than its schema', () => ({ claims: { more: 1 } }), 'AUTHORIZATION_INVALID', '/'],
    ['in another member’s name', () => ({ claims: { iss: shanghai } }), 'ISSUER_MISMATCH', '/iss'],
    ['for another member', () => ({ claims: { aud: shanghai } }), 'AUDIENCE_MISMATCH', '/aud'],
    ['signed ten minutes early', () => ({ claims: { iat: seconds() - 600 } }), 'CLOCK_SKEW', '/iat'],
    ['that has expired', () => ({ claims: { exp: seconds() } }), 'REQUEST_EXPIRED', '/exp'],
    ['that lives too long', () => ({ claims: { exp: seconds() + 302 } }), 'REQUEST_EXPIRED', '/exp'],
  ])('%s, precisely', async (_, changes, code, where) => {
    const problem = json<Problem>(await signedCall({}, changes()))
    expect([problem.code, problem.where]).toEqual([code, where])
  })

  test('the second time', async () => {
    const line = { method: 'GET', path: centres }
    const headers = { authorization: await authorization(member(portal), jiangsu, line) }
    expect((await call({ ...line, headers })).status).toBe(200)
    expect(codeOf(await call({ ...line, headers }))).toEqual([401, 'AUTHORIZATION_USED'])
  })

  test('with another body than was signed', async () => {
    const signedBody = JSON.stringify(sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now()))
    const line = { method: 'POST', path: '/office/v1/questions', body: signedBody }
    const headers = { authorization: await authorization(member(portal), jiangsu, line) }
    const answer = await call({ ...line, body: signedBody.replace(shanghai, hangzhou), headers })
    expect(json<Problem>(answer)).toMatchObject({
      code: 'AUTHORIZATION_INVALID',
      where: '/bodyDigest',
      status: 401,
    })
  })

  test('of a member that is no client here', async () => {
    expect(codeOf(await signedCall({}, {}, { as: member(shanghai) }))).toEqual([401, 'OFFICE_FORBIDDEN'])
  })

  test.each<[string, () => Promise<HttpAnswer>, string]>([
    [
      'signed as a request of the exchange',
      () => signedCall({}, { header: { typ: 'hpf-request+jws' } }),
      'TYPE_REFUSED',
    ],
    ['with a header of its own', () => signedCall({}, { header: { kid: '1' } }), 'HEADER_REFUSED'],
    [
      'with a key that is in no directory',
      () => {
        const stranger = createMemberAuthority('Other').issue(portal, 'sign')
        return signedCall({}, {}, { as: signingWith(federation, portal, stranger) })
      },
      'CERTIFICATE_UNKNOWN',
    ],
    [
      'with somebody else’s key under the member’s certificate',
      () => signedCall({}, {}, { as: { ...member(portal), key: member(shanghai).key } }),
      'SIGNATURE_INVALID',
    ],
    [
      'that is no token',
      () => call({ path: centres, headers: { authorization: 'HPF-JWS a.b' } }),
      'TOKEN_MALFORMED',
    ],
  ])('%s, as a stranger’s', async (_, made, code) => {
    const answer = await made()
    expect([...(codeOf(answer) as unknown[]), diagnosed(answer)]).toEqual([401, 'UNAUTHENTICATED', code])
  })

  test('in production without a word more', async () => {
    const answer = await signedCall({}, { header: { kid: '1' } }, { to: hangzhou })
    expect(codeOf(answer)).toEqual([401, 'UNAUTHENTICATED'])
    expect(json<Problem>(answer).diagnosis).toBeUndefined()
    expect((await signedCall({}, {}, { to: hangzhou })).status).toBe(200)
  })

  test('once its certificate is retired', async () => {
    const { thumbprint } = member(portal)
    const retire = (retired: string | undefined) => {
      federation.publish((directory) =>
        changed(directory, portal, (listed) => ({
          ...listed,
          certificates: listed.certificates.map(({ use, chain }) => ({
            use,
            chain,
            ...(use === 'sign' && retired !== undefined && { retired }),
          })),
        })),
      )
      return here.line('"event":"directory"', `"version":${federation.directory().version},`)
    }
    await retire(chinaDateTime(Date.now() - 1000))
    const problem = json<Problem>(await signedCall({}))
    expect([problem.code, problem.where]).toEqual(['KEY_RETIRED', `certificate ${thumbprint}`])
    await retire(undefined)
    expect((await signedCall({})).status).toBe(200)
  })

  test('once its certificate is revoked', async () => {
    revokeInSandbox(federation.files, federation.of(portal).signCertificate, Date.now() + 1000)
    await here.line('"event":"revocation"', '"revoked":1')
    const answer = await signedCall({})
    expect([...(codeOf(answer) as unknown[]), diagnosed(answer)]).toEqual([
      401,
      'UNAUTHENTICATED',
      'CERTIFICATE_REVOKED',
    ])
  })
})
