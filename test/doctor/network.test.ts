import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import { describe, expect, test } from '@jest/globals'
import { handshake } from '../../src/doctor/handshake.ts'
import { connect, resolveHost } from '../../src/doctor/network.ts'
import type { Finding, Trouble } from '../../src/doctor/ports.ts'
import { same } from '../../src/doctor/same.ts'
import { startBlackhole, startFaultyServer } from '../support/faulty-server.ts'
import { authority, ours, serverTls } from '../peers/federation.ts'

/** What comes, however slow the machine is. */
const patience = { lookupMs: 10_000, connectMs: 10_000, answerMs: 10_000 }
/** For what never comes. */
const little = { lookupMs: 100, connectMs: 200, answerMs: 200 }
const tls = createSecureContext({
  key: ours.key,
  cert: ours.certificate,
  ca: authority.anchor,
  minVersion: 'TLSv1.3',
})

function troubleOf(finding: Finding<unknown>): Trouble {
  if (finding.state === 'fails') return finding.trouble
  throw new Error(`${finding.state}: ${finding.text.en}`)
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code })
}

describe('dns', () => {
  test.each([
    ['ENOTFOUND', '不存在', 'does not exist'],
    ['EAI_AGAIN', '无法解析', 'cannot be resolved'],
  ])('%s', async (code, zh, en) => {
    const lookup = () => Promise.reject(coded(code))
    const trouble = troubleOf(await resolveHost('peer.example', { lookup, patience }))
    expect([trouble.code, trouble.cause.zh, trouble.cause.en]).toEqual([
      'PEER_UNREACHABLE',
      `域名 peer.example ${zh}`,
      `the name peer.example ${en} (${code})`,
    ])
  })

  test('servers that never answer end with the patience', async () => {
    const lookup = () => new Promise<never>(() => undefined)
    const trouble = troubleOf(await resolveHost('peer.example', { lookup, patience: little }))
    expect(trouble.cause.en).toContain('ETIMEOUT')
  })

  test('gives every address of a name, and does not ask about an address', async () => {
    const lookup = () => Promise.resolve(['192.0.2.1', '2001:db8::1'])
    expect(await resolveHost('peer.example', { lookup, patience })).toMatchObject({
      state: 'holds',
      text: same('peer.example → 192.0.2.1, 2001:db8::1'),
      value: ['192.0.2.1', '2001:db8::1'],
    })
    const never = () => Promise.reject(coded('ASKED'))
    expect(await resolveHost('2001:db8::1', { lookup: never, patience })).toMatchObject({ state: 'skipped' })
  })
})

describe('tcp', () => {
  test('goes on to the next address where one refuses', async () => {
    await using server = await startFaultyServer(serverTls())
    const finding = await connect(['127.0.0.2', '127.0.0.1'], server.port, patience)
    expect(finding).toMatchObject({ state: 'holds', text: same(`127.0.0.1:${server.port}`) })
    if (finding.state === 'holds') finding.value.destroy()
  })
})

describe('tls', () => {
  test('a port that takes connections and says nothing ends with the patience', async () => {
    await using hole = await startBlackhole()
    const finding = await connect(['127.0.0.1'], Number(new URL(hole.origin).port), patience)
    if (finding.state !== 'holds') throw new Error('no connection')
    const trouble = troubleOf(await handshake(finding.value, '127.0.0.1', { tls, patience: little }))
    finding.value.destroy()
    expect([trouble.code, trouble.cause.en]).toEqual([
      'PEER_TLS_FAILED',
      'the port takes connections, but nobody answers the TLS handshake (200 ms)',
    ])
  })

  test('a server that hangs up in the handshake', async () => {
    const server = createServer((socket) => void socket.once('data', () => socket.end())).listen(
      0,
      '127.0.0.1',
    )
    await once(server, 'listening')
    const finding = await connect(['127.0.0.1'], (server.address() as AddressInfo).port, patience)
    if (finding.state !== 'holds') throw new Error('no connection')
    const trouble = troubleOf(await handshake(finding.value, '127.0.0.1', { tls, patience }))
    server.close()
    expect(trouble.cause.zh).toBe('对方在 TLS 握手中断开连接')
  })
})
