import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { compactVerify } from 'jose'
import { messageType } from '../../src/domain/message-type.ts'
import { GatewayError } from '../../src/errors.ts'
import { createKeyServer } from '../../src/jws/key-server.ts'
import { createRemoteSigner } from '../../src/jws/remote-signer.ts'
import { createTokenSigner } from '../../src/jws/signer.ts'
import { newKey, type NewKeyType } from '../../src/trust/keys.ts'
import { askKey, type KeyQuestion } from '../support/signing-server.ts'

const thumbprint = Buffer.alloc(32, 9).toString('base64url')
const key = newKey('P-256')

function remote(call: (path: string, json: Buffer) => Promise<Buffer>, of = key) {
  return createRemoteSigner(createKeyServer(call, 'key-1'), createPublicKey(of))
}

/** A signing server that holds the key, without the network between. */
function holding(of = key, asked: KeyQuestion[] = []) {
  return (path: string, json: Buffer): Promise<Buffer> => {
    const question = JSON.parse(json.toString()) as KeyQuestion
    asked.push(question)
    return Promise.resolve(Buffer.from(JSON.stringify(askKey(of, path, question))))
  }
}

describe.each<[string, NewKeyType, string]>([
  ['ES256', 'P-256', 'digest'],
  ['ES384', 'P-384', 'digest'],
  ['PS256', 'RSA-2048', 'digest'],
  ['EdDSA', 'Ed25519', 'bytes'],
])('%s with the key elsewhere', (alg, type, what) => {
  const own = newKey(type)

  test('jose verifies what comes of it', async () => {
    const asked: KeyQuestion[] = []
    const signer = createTokenSigner(remote(holding(own, asked), own), { thumbprint, chain: [] })
    for (const n of [1, 2, 3]) {
      const token = await signer.sign(messageType.answer, { n })
      const { payload } = await compactVerify(token, createPublicKey(own), { algorithms: [alg] })
      expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ n })
    }
    expect(asked).toHaveLength(3)
    expect(Object.keys(asked[0] ?? {}).sort()).toEqual(['algorithm', 'keyId', what].sort())
    expect(asked[0]).toMatchObject({ keyId: 'key-1', algorithm: alg })
  })
})

test('tokens that are signed side by side do not mix', async () => {
  const waiting: (() => void)[] = []
  const honest = holding()
  const signer = createTokenSigner(
    remote((path, json) => new Promise((resolve) => waiting.push(() => resolve(honest(path, json))))),
    { thumbprint, chain: [] },
  )
  const tokens = [1, 2, 3].map((n) => Promise.resolve(signer.sign(messageType.answer, { n })))
  for (const go of waiting.toReversed()) go()
  for (const [i, token] of (await Promise.all(tokens)).entries()) {
    const { payload } = await compactVerify(token, createPublicKey(key))
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ n: i + 1 })
  }
})

describe('no signature is used, and SIGNER_UNAVAILABLE says so, where the server', () => {
  const answers = (json: unknown) => () =>
    Promise.resolve(Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)))
  const good = askKey(key, '/sign', { digest: Buffer.alloc(32, 1).toString('base64url') })

  test.each<[string, (path: string, json: Buffer) => Promise<Buffer>]>([
    ['cannot be reached', () => Promise.reject(new GatewayError('SOURCE_UNAVAILABLE'))],
    ['signs with another key', holding(newKey('P-256'))],
    ['signs other bytes', answers(good)],
    ['gives half a signature', answers({ signature: good['signature']?.slice(0, 43) })],
    ['gives an empty one', answers({ signature: '' })],
    ['gives one in base64', answers({ signature: `${good['signature']}==` })],
    ['gives none', answers({ sig: good['signature'] })],
    ['gives a number', answers({ signature: 1 })],
    ['gives a list', answers([])],
    ['gives null', answers('null')],
    ['gives no JSON', answers('<html>')],
    ['gives two', answers('{"signature":"AA","signature":"AA"}')],
  ])('%s', async (_, call) => {
    const failure = Promise.resolve(remote(call).sign(Buffer.from('x')))
    await expect(failure).rejects.toMatchObject({
      code: 'SIGNER_UNAVAILABLE',
      where: 'keys.sign.server',
      detail: undefined,
      cause: expect.any(Error),
    })
  })
})

test('a key that no algorithm takes is told at once', () => {
  const other = generateKeyPairSync('x25519').privateKey
  expect(() => remote(holding(), other)).toThrow(expect.objectContaining({ code: 'KEY_UNUSABLE' }))
})
