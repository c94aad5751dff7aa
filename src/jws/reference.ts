import type { KeyObject } from 'node:crypto'
import { compactVerify } from 'jose'
import { GatewayError } from '../errors.ts'
import type { Jws } from './compact.ts'

/**
 * The second opinion: verifies a token with jose, an implementation that shares nothing with the hot path.
 * For what is rare and must convince others: directories, certificates on their own, evidence bundles.
 */
export async function verifyWithJose(token: Jws, bytes: Uint8Array, key: KeyObject): Promise<void> {
  try {
    await compactVerify(bytes, key, { algorithms: [token.algorithm.name] })
  } catch (cause) {
    throw new GatewayError('SIGNATURE_INVALID', { where: 'signature', cause })
  }
}
