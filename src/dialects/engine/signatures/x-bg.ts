import { createHmac } from 'node:crypto'
import { type Convention, type Signed, valueOf } from './convention.ts'

/** HMAC-SHA256 in base64 over METHOD, URI, sorted query, access key and date (RFC 1123 GMT), each with a line feed. */
export function bgSignature(
  { method, path, query }: Pick<Signed, 'method' | 'path' | 'query'>,
  accessKey: string,
  date: string,
  secretKey: string,
): string {
  const sorted = query.split('&').sort().join('&')
  const text = [method, path, sorted, accessKey, date].map((line) => `${line}\n`).join('')
  return createHmac('sha256', secretKey).update(text).digest('base64')
}

/** X-BG-HMAC of Zhejiang (浙江 IRS): covers method, path and query, neither body nor nonce; good for 90 seconds. */
export const xBg: Convention = {
  needs: ['accessKey', 'secretKey'],
  takes: [],
  headers(values, signed) {
    const accessKey = valueOf(values, 'accessKey')
    const date = new Date(signed.at).toUTCString()
    return {
      'X-BG-HMAC-ACCESS-KEY': accessKey,
      'X-BG-HMAC-ALGORITHM': 'hmac-sha256',
      'X-BG-DATE-TIME': date,
      'X-BG-HMAC-SIGNATURE': bgSignature(signed, accessKey, date, valueOf(values, 'secretKey')),
    }
  },
}
