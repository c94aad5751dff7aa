import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from '@jest/globals'
import { createWebFetch } from '../../src/peers/web-fetch.ts'
import { createTestAuthority } from '../support/pki.ts'

const authority = createTestAuthority('Services')
const identity = authority.issue({ name: 's', ips: ['127.0.0.1'] })
const fetch = createWebFetch(authority.anchor, { timeoutMs: 20_000, maxBytes: 1000 })
const hastyFetch = createWebFetch(authority.anchor, { timeoutMs: 500, maxBytes: 1000 })
const plain = { method: 'GET', headers: {} }

async function serving(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer({ key: identity.key, cert: identity.certificate }, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/path?a=b`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test.each([200, 204, 302, 401, 503])('gives an answer of status %d as it is', async (status) => {
  await using server = await serving((_, response) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'www-authenticate': 'Bearer error="x"',
      location: 'https://127.0.0.1:1/',
    })
    response.end(status === 204 ? undefined : '{"a":1}')
  })
  const answer = await fetch(server.url, plain)
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(answer.headers.get('www-authenticate')).toBe('Bearer error="x"')
  expect(await answer.text()).toBe(status === 204 ? '' : '{"a":1}')
})

test('sends method, headers and form as they are given', async () => {
  await using server = await serving((request, response) => {
    const { method, url, headers } = request
    void text(request).then((body) =>
      response.end(JSON.stringify([method, url, headers['authorization'], headers['content-type'], body])),
    )
  })
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: { authorization: 'Basic eDp5', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ code: 'a b' }),
  })
  expect(await answer.json()).toEqual([
    'POST',
    '/path?a=b',
    'Basic eDp5',
    'application/x-www-form-urlencoded',
    'code=a+b',
  ])
})

describe('fails with SOURCE_UNAVAILABLE, naming no more than the origin, on', () => {
  test.each<[string, RequestListener, typeof fetch, string]>([
    [
      'too large a body',
      (_, response) => response.end(Buffer.alloc(1001)),
      fetch,
      '超过字节数上限 more than 1000 bytes',
    ],
    ['no answer', () => undefined, hastyFetch, '在此时限内未收到完整应答 no whole answer within 500 ms'],
  ])('%s', async (_, listener, fetching, detail) => {
    await using server = await serving(listener)
    const where = new URL(server.url).origin
    await expect(fetching(server.url, plain)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      where,
      detail,
    })
  })

  test('a server that nobody we trust vouches for', async () => {
    await using server = await serving((_, response) => response.end())
    const stranger = createWebFetch('', { timeoutMs: 20_000, maxBytes: 1000 })
    await expect(stranger(server.url, plain)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' })
  })

  test('an address without TLS', async () => {
    await expect(fetch('http://127.0.0.1:1/', plain)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      detail: '须为 https 地址 not https',
    })
  })
})
