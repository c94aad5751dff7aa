import { describe, expect, test } from '@jest/globals'
import { GatewayError } from '../../src/errors.ts'
import { authority, call, errorOf, peer, peersWith, startPeer, theirs } from './federation.ts'

describe('a peer whose certificate we do not admit, though TLS does', () => {
  test('fails with PEER_TLS_FAILED, the reason as its detail, and hears nothing of us', async () => {
    await using server = await startPeer()
    await using peers = peersWith({}, { admit: refuse })
    const error = await errorOf(peers.ask(peer(server.origin), call()))
    expect([error.code, error.detail, server.requests]).toEqual([
      'PEER_TLS_FAILED',
      'TLS 握手未完成 no TLS channel: CERTIFICATE_REVOKED',
      [],
    ])
  })

  test('is judged by what it presented, leaf first', async () => {
    const seen: (readonly Buffer[])[] = []
    await using server = await startPeer()
    await using peers = peersWith({}, { admit: (chain) => void seen.push(chain) })
    await peers.ask(peer(server.origin), call())
    expect(seen[0]?.[0]).toEqual(theirs.der)
    expect(authority.anchor).toContain(seen[0]?.[1]?.toString('base64').slice(0, 60))
  })

  test('loses the connections that are kept to it when we look again', async () => {
    let admitted = true
    await using server = await startPeer()
    await using peers = peersWith(
      {},
      {
        admit() {
          if (!admitted) refuse()
        },
      },
    )
    await peers.ask(peer(server.origin), call())
    peers.recheck()
    await peers.ask(peer(server.origin), call())
    admitted = false
    peers.recheck()
    const error = await errorOf(peers.ask(peer(server.origin), call()))
    expect([error.code, server.requests.length, server.connections()]).toEqual(['PEER_TLS_FAILED', 2, 2])
  })
})

function refuse(): never {
  throw new GatewayError('CERTIFICATE_REVOKED')
}
