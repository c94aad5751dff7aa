import { constants, createPublicKey, publicEncrypt } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import {
  createKeyDecrypter,
  createRemoteDecrypter,
  type DecryptionAlgorithm,
} from '../../src/jws/decrypter.ts'
import { createKeyServer } from '../../src/jws/key-server.ts'
import { newKey } from '../../src/trust/keys.ts'
import { askKey, type KeyQuestion } from '../support/signing-server.ts'

const key = newKey('RSA-2048')
const code = (expected: string) => expect.objectContaining({ code: expected })

/** As another side would, with what it has of ours: the public key. */
function encrypted(bytes: Uint8Array, algorithm: DecryptionAlgorithm): Buffer {
  const padding =
    algorithm === 'RSA1_5'
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
  return publicEncrypt({ key: createPublicKey(key), ...padding }, bytes)
}

const server = createKeyServer(
  (path, json) =>
    Promise.resolve(
      Buffer.from(JSON.stringify(askKey(key, path, JSON.parse(json.toString()) as KeyQuestion))),
    ),
  'key-1',
)

describe.each<DecryptionAlgorithm>(['RSA-OAEP-256', 'RSA1_5'])('%s', (algorithm) => {
  test.each([
    ['in memory', createKeyDecrypter(key, algorithm)],
    ['in a signing server', createRemoteDecrypter(server, algorithm)],
  ])('a key %s opens what was encrypted for it', async (_, decrypter) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 48 }), async (bytes) => {
        expect(await decrypter.decrypt(encrypted(bytes, algorithm))).toEqual(Buffer.from(bytes))
      }),
      { numRuns: 20 },
    )
  })

  test('an altered ciphertext never gives the bytes', () => {
    const secret = Buffer.alloc(32, 7)
    const bytes = encrypted(secret, algorithm)
    for (const at of [0, 100, 255]) {
      const altered = Buffer.from(bytes)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(opened(altered)).not.toEqual(secret)
    }
    function opened(altered: Buffer): Buffer | undefined {
      try {
        return createKeyDecrypter(key, algorithm).decrypt(altered)
      } catch (thrown) {
        expect(thrown).toEqual(code('DECRYPTION_FAILED'))
        expect(thrown).toMatchObject({ cause: undefined, detail: undefined, where: undefined })
        return undefined
      }
    }
  })
})

test('wrong padding under RSA1_5 is not told apart: bytes of no meaning come out', () => {
  const raw = publicEncrypt(
    { key: createPublicKey(key), padding: constants.RSA_NO_PADDING },
    Buffer.alloc(256, 1),
  )
  expect(() => createKeyDecrypter(key, 'RSA1_5').decrypt(raw)).not.toThrow()
})

test('a signing server that does not answer is told', async () => {
  const silent = createKeyServer(() => Promise.reject(new Error('nobody there')), 'key-1')
  await expect(
    createRemoteDecrypter(silent, 'RSA-OAEP-256').decrypt(Buffer.alloc(256)),
  ).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
})

test('a key of another kind is told at once', () => {
  expect(() => createKeyDecrypter(newKey('P-256'), 'RSA1_5')).toThrow(code('KEY_UNUSABLE'))
})
