import { createHash } from 'node:crypto'
import { type Convention, valueOf } from './convention.ts'

/** SHA-256 in hex over timestamp (seconds), token, nonce and timestamp. */
export function tifSignature(timestamp: string, token: string, nonce: string): string {
  return createHash('sha256')
    .update(timestamp + token + nonce + timestamp)
    .digest('hex')
}

/**
 * x-tif, of Tencent's gateway: covers the time and a nonce; neither method, path, service nor body. Some gateways want the
 * signature in upper case (`case: upper`). The nonce is milliseconds and random digits unless one is given.
 */
export const xTif: Convention = {
  needs: ['paasid', 'token'],
  takes: ['nonce', 'serviceId', 'case'],
  headers(values, { at, random }) {
    const timestamp = String(Math.floor(at / 1000))
    const nonce = values['nonce'] ?? `${at.toString(16)}-${random.slice(0, 12)}`
    const signature = tifSignature(timestamp, valueOf(values, 'token'), nonce)
    const serviceId = valueOf(values, 'serviceId')
    return {
      'x-tif-paasid': valueOf(values, 'paasid'),
      'x-tif-timestamp': timestamp,
      'x-tif-nonce': nonce,
      'x-tif-signature': values['case'] === 'upper' ? signature.toUpperCase() : signature,
      ...(serviceId && { 'x-tif-serviceId': serviceId }),
    }
  },
}
