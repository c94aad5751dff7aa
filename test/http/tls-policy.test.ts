import { once } from 'node:events'
import { connect, type ConnectionOptions } from 'node:tls'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { TlsMinimum } from '../../src/domain/tls-policy.ts'
import { listenTls } from '../../src/http/listener.ts'
import { startFaultyServer } from '../support/faulty-server.ts'
import { serveInProcess } from '../support/in-process.ts'
import { memberOf } from '../support/member-client.ts'
import { hangzhou, prepareFederation, shanghai } from '../support/sandbox.ts'
import { authority, call, codeOf, ours, peer, peersWith, serverTls, theirs } from '../peers/federation.ts'

const cleanUps: (() => Promise<void>)[] = []
afterAll(() => Promise.all(cleanUps.map((cleanUp) => cleanUp())))

/** What a client that offers this gets from a listener of this policy: version and suite, or the error’s code. */
async function offered(minimum: TlsMinimum | undefined, client: ConnectionOptions): Promise<string> {
  const listener = await listenTls(
    (_, response) => response.end(),
    { host: '127.0.0.1', port: 0 },
    {
      key: theirs.key,
      certificate: theirs.certificate,
      anchors: authority.anchor,
      ...(minimum && { minimum }),
    },
  )
  cleanUps.push(() => listener.stop(0))
  const { key, certificate: cert } = ours
  return spoken(listener.port, { key, cert, ca: authority.anchor, ...client })
}

async function spoken(port: number, client: ConnectionOptions): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, ...client })
  try {
    await once(socket, 'secureConnect')
    return `${socket.getProtocol()} ${socket.getCipher().standardName}`
  } catch (error) {
    return String((error as { code?: string }).code)
  } finally {
    socket.destroy()
  }
}

const only12: ConnectionOptions = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }

describe('a listener', () => {
  test('refuses a TLS 1.2 client by default', async () => {
    expect(await offered(undefined, only12)).toMatch(/PROTOCOL_VERSION/)
    expect(await offered('1.3', only12)).toMatch(/PROTOCOL_VERSION/)
  })

  test('takes it by policy, with ECDHE and AEAD', async () => {
    expect(await offered('1.2', only12)).toMatch(/^TLSv1\.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384$/)
  })

  test('speaks TLS 1.3 with who can, also by policy 1.2', async () => {
    expect(await offered('1.2', {})).toMatch(/^TLSv1\.3 /)
  })

  test.each([
    'ECDHE-ECDSA-AES256-SHA384',
    'ECDHE-ECDSA-AES128-SHA',
    'AES256-GCM-SHA384',
    'DHE-RSA-AES256-GCM-SHA384',
  ])('refuses %s even by policy 1.2', async (ciphers) => {
    const client = { ...only12, ciphers: `${ciphers}:@SECLEVEL=0` }
    expect(await offered('1.2', client)).toMatch(/HANDSHAKE_FAILURE/)
  })

  test('refuses TLS 1.1 even by policy 1.2', async () => {
    const client: ConnectionOptions = {
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    }
    expect(await offered('1.2', client)).toMatch(/PROTOCOL_VERSION|UNSUPPORTED/)
  })

  test('without a client certificate ends the handshake, by policy 1.2 too', async () => {
    const nobody = { key: undefined, cert: undefined }
    expect(await offered('1.2', { ...only12, ...nobody })).not.toMatch(/^TLS/)
  })
})

describe('a gateway', () => {
  test('has its exchange and office listeners follow tls.minimum', async () => {
    const federation = await prepareFederation()
    cleanUps.push(() => federation.close())
    federation.configure(hangzhou, (config) => ({ ...config, tls: { minimum: '1.2' } }))
    const { tls, office } = memberOf(federation, hangzhou)
    for (const [code, expected] of [
      [shanghai, /PROTOCOL_VERSION/],
      [hangzhou, /^TLSv1\.2 /],
    ] as const) {
      const { gateway } = await serveInProcess(federation, code)
      expect(await spoken(gateway.ports.exchange, { ...tls, ...only12 })).toMatch(expected)
      expect(await spoken(gateway.ports.office, { ...office, ...only12 })).toMatch(expected)
    }
  })
})

describe('towards a peer that speaks TLS 1.2 only', () => {
  const tls = { key: ours.key, certificate: ours.certificate, anchors: authority.anchor }

  test('PEER_TLS_FAILED by default, an answer by policy', async () => {
    await using server = await startFaultyServer({
      ...serverTls(),
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
    })
    await using strict = peersWith()
    expect(await codeOf(strict.ask(peer(server.origin), call()))).toBe('PEER_TLS_FAILED')
    await using lenient = peersWith({}, { tls: { ...tls, minimum: '1.2' } })
    expect(await lenient.ask(peer(server.origin), call())).toBe('ok')
  })

  test('never with a suite without forward secrecy or AEAD', async () => {
    await using server = await startFaultyServer({
      ...serverTls(),
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA',
    })
    await using lenient = peersWith({}, { tls: { ...tls, minimum: '1.2' } })
    expect(await codeOf(lenient.ask(peer(server.origin), call()))).toBe('PEER_TLS_FAILED')
  })
})
