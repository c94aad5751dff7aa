import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { refusedOrigin, startFaultyServer } from '../support/faulty-server.ts'
import { createTestAuthority } from '../support/pki.ts'
import {
  authority,
  call,
  errorOf,
  ours,
  peer,
  peersWith,
  serverTls,
  startPeer,
  theirs,
} from './federation.ts'

const dayMs = 86_400_000
const stranger = createTestAuthority('Another authority')

describe('a channel that cannot be trusted is PEER_TLS_FAILED', () => {
  test.each([
    [
      'CERT_HAS_EXPIRED',
      authority.issue({ name: 'p', ips: ['127.0.0.1'], notAfter: Date.now() - dayMs, notBefore: 0 }),
    ],
    [
      'CERT_NOT_YET_VALID',
      authority.issue({
        name: 'p',
        ips: ['127.0.0.1'],
        notBefore: Date.now() + dayMs,
        notAfter: Date.now() + 2 * dayMs,
      }),
    ],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', stranger.issue({ name: 'p', ips: ['127.0.0.1'] })],
    ['ERR_TLS_CERT_ALTNAME_INVALID', authority.issue({ name: '127.0.0.1', dns: ['peer.example'] })],
  ])('%s', async (reason, identity) => {
    await using server = await startFaultyServer(serverTls(identity))
    await using peers = peersWith()
    const error = await errorOf(peers.ask(peer(server.origin), call()))
    expect(error.code).toBe('PEER_TLS_FAILED')
    expect(error.detail).toBe(`TLS 握手未完成 no TLS channel: ${reason}`)
    expect(server.requests).toHaveLength(0)
  })

  test('a peer that only speaks TLS 1.2', async () => {
    await using server = await startFaultyServer({
      ...serverTls(),
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
    })
    await using peers = peersWith()
    expect(await errorOf(peers.ask(peer(server.origin), call()))).toMatchObject({ code: 'PEER_TLS_FAILED' })
  })

  test('a server that does not speak TLS', async () => {
    const server = createServer(
      (socket) => void socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await using peers = peersWith()
    expect(await errorOf(peers.ask(peer(`https://127.0.0.1:${port}`), call()))).toMatchObject({
      code: 'PEER_TLS_FAILED',
    })
    server.close()
  })
})

test('a peer on Node that refuses our certificate cuts the connection, and the error says what that can mean', async () => {
  await using server = await startFaultyServer({ ...serverTls(), ca: stranger.anchor })
  await using peers = peersWith()
  const error = await errorOf(peers.ask(peer(server.origin), call()))
  expect(error.code).toBe('PEER_FAULT')
  expect(error.detail).toMatch(/our TLS certificate is refused/)
  expect(server.requests).toHaveLength(0)
})

/** What an ask gives in a process with this environment. */
async function askWith(environment: Record<string, string>, origin: string): Promise<string> {
  const tls = { key: ours.key, certificate: ours.certificate, anchors: authority.anchor }
  const script = join(import.meta.dirname, 'ask-once.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    env: { ...environment, ASK: JSON.stringify({ tls, origin }) },
  })
  return stdout
}

describe('no switch in the environment loosens it', () => {
  test('NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing', async () => {
    await using server = await startFaultyServer(serverTls(stranger.issue({ name: 'p', ips: ['127.0.0.1'] })))
    expect(await askWith({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, server.origin)).toBe('PEER_TLS_FAILED')
  })

  test('NODE_EXTRA_CA_CERTS and the system store add no anchor', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'anchors-')), 'extra.pem')
    await writeFile(file, stranger.anchor)
    await using server = await startFaultyServer(serverTls(stranger.issue({ name: 'p', ips: ['127.0.0.1'] })))
    const environment = { NODE_EXTRA_CA_CERTS: file, NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: file }
    expect(await askWith(environment, server.origin)).toBe('PEER_TLS_FAILED')
  })

  test('a proxy is ignored', async () => {
    const proxy = await refusedOrigin()
    await using server = await startPeer()
    const environment = { HTTPS_PROXY: proxy, https_proxy: proxy, ALL_PROXY: proxy, NODE_USE_ENV_PROXY: '1' }
    expect(await askWith(environment, server.origin)).toBe('ok')
  })
})

describe('key material', () => {
  test.each([
    ['no anchors', { key: ours.key, certificate: ours.certificate, anchors: '' }],
    [
      'a key of another certificate',
      { key: theirs.key, certificate: ours.certificate, anchors: authority.anchor },
    ],
    ['a key that is none', { key: 'nonsense', certificate: ours.certificate, anchors: authority.anchor }],
  ])('refuses to start with %s', (_, tls) => {
    expect(() => peersWith({}, { tls })).toThrow(expect.objectContaining({ code: 'KEY_UNUSABLE' }))
  })
})
