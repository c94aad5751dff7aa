import { describe, expect, test } from '@jest/globals'
import { readDer } from '../../src/trust/der/read.ts'
import type { Fetch } from '../../src/revocation/ports.ts'
import { keyNamed, now, past } from '../trust/support/pki.ts'
import {
  anchor,
  delegate,
  hour,
  issuer,
  listDer,
  ocspDer,
  type OcspSpec,
} from '../trust/support/revocation.ts'
import { issuingSource, keeping, memory, rootSource } from './keeping.ts'

const url = 'http://ocsp.test/'
const source = { ...issuingSource, lists: [], ocsp: { url, certIdHash: 'sha256' as const } }

/** A responder that answers `spec`, with the nonce that was sent unless `spec` has another. */
function answering(spec: () => (OcspSpec & { silent?: boolean }) | undefined): Fetch {
  return async (place, _limits, post) => {
    if (place !== url) return Buffer.from(listDer(anchor, { thisUpdate: now }))
    const answer = spec()
    if (!answer || !post) return Buffer.from('nothing')
    expect(post.contentType).toBe('application/ocsp-request')
    return Buffer.from(ocspDer({ nonce: nonceOf(post.body), thisUpdate: now, ...answer }))
  }
}

function nonceOf(request: Uint8Array): Uint8Array {
  const [tbs] = readDer(request).children
  const extensions = tbs?.children.at(-1)?.children[0]
  return readDer(extensions?.children[0]?.children[1]?.content ?? new Uint8Array()).content
}

async function asking(spec: () => OcspSpec | undefined, options: Parameters<typeof keeping>[0] = {}) {
  const kept = keeping({ sources: [rootSource, source], fetch: answering(spec), ...options })
  await kept.keeper.refresh()
  return kept
}

describe('a source with OCSP', () => {
  test('is asked about certificates once they are known, and what it says counts', async () => {
    const { keeper, verdict } = await asking(() => ({}))
    expect(verdict()).toBe('REVOCATION_UNKNOWN')
    await keeper.settle()
    expect(verdict()).toBe('trusted')
  })

  test('T59 a revocation counts from the next look on', async () => {
    let status: 'good' | 'revoked' = 'good'
    const { keeper, verdict } = await asking(() => ({ status }))
    verdict()
    await keeper.settle()
    status = 'revoked'
    await keeper.refresh()
    expect(verdict()).toBe('CERTIFICATE_REVOKED')
  })

  test('T63 that is down serves for the grace', async () => {
    let up = true
    const { keeper, verdict, at } = await asking(() => (up ? {} : undefined))
    verdict()
    await keeper.settle()
    up = false
    at(now + hour)
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
    expect(keeper.status()[1]).toMatchObject({ until: now + hour, failures: 1 })
    at(now + hour + 1)
    expect(verdict()).toBe('REVOCATION_UNKNOWN')
  })

  test('T63 that is down during a restart serves for what is left of the grace', async () => {
    const kept = memory()
    const first = await asking(() => ({}), { kept })
    first.verdict()
    await first.keeper.settle()
    const second = await asking(() => undefined, { kept, time: now + hour })
    expect(second.verdict()).toBe('REVOCATION_UNKNOWN')
    await second.keeper.settle()
    expect(second.verdict()).toBe('trusted')
  })

  test('with nobody to ask about is well', async () => {
    const { keeper } = await asking(() => ({}))
    expect(keeper.status()[1]).toMatchObject({ source: 'issuing', idle: true, failures: 0 })
  })

  const impostor = { certificate: issuer.certificate, key: keyNamed('冒名应答') }
  test.each<[string, OcspSpec]>([
    ['to another question, by its nonce', { nonce: Buffer.alloc(32) }],
    ['by somebody who is not the authority', { signer: impostor }],
    [
      'by a responder whose certificate is for something else',
      { responder: delegate(issuer, { usage: '1.3.6.1.5.5.7.3.1' }) },
    ],
    ['by a responder whose certificate has expired', { responder: delegate(issuer, { validity: past }) }],
    ['by a responder of another authority', { responder: delegate(anchor) }],
    ['of the future', { thisUpdate: now + 61_000 }],
    ['older than the one held', { thisUpdate: now - 1000 }],
  ])('a response %s does not move what is held', async (_what, bad) => {
    let spec: OcspSpec = {}
    const { keeper, verdict } = await asking(() => spec)
    verdict()
    await keeper.settle()
    spec = { ...bad, status: 'revoked' }
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
    expect(keeper.status()[1]).toMatchObject({ failures: 1 })
  })

  test('a response without a nonce is taken: its times bound how old it may be', async () => {
    const fetch: Fetch = async (place) =>
      Buffer.from(place === url ? ocspDer({ thisUpdate: now }) : listDer(anchor, { thisUpdate: now }))
    const { keeper, verdict } = await asking(() => ({}), { fetch })
    verdict()
    await keeper.settle()
    expect(verdict()).toBe('trusted')
  })

  test('of a delegated responder is believed', async () => {
    const { keeper, verdict } = await asking(() => ({ responder: delegate() }))
    verdict()
    await keeper.settle()
    expect(verdict()).toBe('trusted')
  })
})
