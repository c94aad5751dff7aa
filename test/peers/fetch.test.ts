import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { createFetch } from '../../src/peers/fetch.ts'
import { createTestAuthority } from '../support/pki.ts'

const authority = createTestAuthority('Publisher')
const identity = authority.issue({ name: 'p', ips: ['127.0.0.1'] })

async function serving(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer({ key: identity.key, cert: identity.certificate }, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/directory.jws`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const fetch = createFetch(authority.anchor, { timeoutMs: 20_000, maxBytes: 1000 })
const hastyFetch = createFetch(authority.anchor, { timeoutMs: 500, maxBytes: 1000 })

test('gives the bytes as they are', async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 128])
  await using server = await serving((_, response) => response.end(bytes))
  expect(await fetch(server.url)).toEqual(bytes)
})

describe('fails with SOURCE_UNAVAILABLE naming the URL, on', () => {
  test.each<[string, RequestListener, string]>([
    [
      'a redirect',
      (_, response) => response.writeHead(302, { location: 'https://127.0.0.1:1/' }).end(),
      'HTTP 302',
    ],
    ['a status', (_, response) => response.writeHead(404).end(), 'HTTP 404'],
    ['an empty success', (_, response) => response.writeHead(204).end(), 'HTTP 204'],
    [
      'too large a body, announced',
      (_, response) => response.end(Buffer.alloc(1001)),
      '超过字节数上限 more than 1000 bytes',
    ],
    [
      'too large a body, in pieces',
      (_, response) => {
        for (let i = 0; i < 11; i += 1) response.write(Buffer.alloc(100))
        response.end()
      },
      '超过字节数上限 more than 1000 bytes',
    ],
  ])('%s', async (_, listener, detail) => {
    await using server = await serving(listener)
    await expect(fetch(server.url)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      where: server.url,
      detail,
    })
  })

  test.each<[string, RequestListener]>([
    ['no answer', () => undefined],
    ['half an answer', (_, response) => void response.writeHead(200).write('half')],
  ])('%s', async (_, listener) => {
    await using server = await serving(listener)
    await expect(hastyFetch(server.url)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      where: server.url,
      detail: '在此时限内未收到完整应答 no whole answer within 500 ms',
    })
  })

  test('a server that nobody we trust vouches for', async () => {
    await using server = await serving((_, response) => response.end('x'))
    const stranger = createFetch(createTestAuthority('Another').anchor)
    await expect(stranger(server.url)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      detail: '连接失败 the connection failed: UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
  })

  test('nobody there', async () => {
    await expect(fetch('https://127.0.0.1:1/')).rejects.toMatchObject({
      detail: '连接失败 the connection failed: ECONNREFUSED',
    })
  })
})
